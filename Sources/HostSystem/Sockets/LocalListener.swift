internal import CHostSystem

/// A path at which others connect; unix(7).
package struct LocalListener: ~Copyable {
    /// How many may wait to be accepted.
    private static let backlog: Int32 = 64

    private let descriptor: Descriptor
    private let path: String

    /// Listens at a path, where anybody may connect.
    ///
    /// The folder is made where it is missing. What an earlier listener left there is removed; one that still
    /// listens is an error.
    package init(path: String) throws(SystemError) {
        try Self.clear(path)
        // Safe: the string is NUL-terminated and lives through the call.
        let number = unsafe path.withCString { unsafe host_listen($0, 0o666, Self.backlog) }
        guard number >= 0 else { throw .last(path) }
        descriptor = Descriptor(takingOwnershipOf: number)
        self.path = path
    }

    private static func clear(_ path: String) throws(SystemError) {
        let folder = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[..<$0]) } ?? ""
        if !folder.isEmpty {
            // Safe: the string is NUL-terminated and lives through the call.
            let made = unsafe folder.withCString { unsafe mkdir($0, 0o755) }
            guard made == 0 || host_errno() == EEXIST else { throw .last(folder) }
        }
        do throws(SystemError) {
            _ = try LocalSocket.connected(to: path)
        } catch {
            if error.isNotFound { return }
            // What refuses is a socket that nobody listens at, or no socket at all: that is somebody's, and stays.
            guard error.reason == .code(ECONNREFUSED) else { throw error }
            guard try isSocket(path) else { throw SystemError(.wrongType, path) }
            // Safe: as above.
            guard unsafe path.withCString({ unsafe unlink($0) }) == 0 else { throw .last(path) }
            return
        }
        throw SystemError(.code(EADDRINUSE), path)
    }

    private static func isSocket(_ path: String) throws(SystemError) -> Bool {
        var status = stat()
        // Safe: the string is NUL-terminated, and the structure is a variable of this function.
        guard unsafe path.withCString({ unsafe lstat($0, &status) }) == 0 else { throw .last(path) }
        return status.st_mode & mode_t(S_IFMT) == mode_t(S_IFSOCK)
    }

    /// Waits for the next connection; accept4(2).
    ///
    /// - Returns: nil where none came in so many milliseconds.
    package borrowing func next(within milliseconds: Int) throws(SystemError) -> LocalSocket? {
        var state = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
        // Safe: one structure is lent, and one is what the count says.
        let ready = unsafe poll(&state, 1, Int32(clamping: milliseconds))
        guard ready > 0 else {
            guard ready == 0 || host_errno() == EINTR else { throw .last(path) }
            return nil
        }
        let number = host_accept(descriptor.number)
        guard number >= 0 else {
            switch host_errno() {
            // The other side gave up; or there are too many descriptors or too little memory for now.
            case EINTR, EAGAIN, ECONNABORTED, EMFILE, ENFILE, ENOBUFS, ENOMEM: return nil
            default: throw .last(path)
            }
        }
        return LocalSocket(Descriptor(takingOwnershipOf: number), subject: path)
    }
}

/// A process that serves a connection by itself.
package struct ConnectionProcess {
    private let id: pid_t

    /// Starts this program once more, with a connection as its standard input and output and with no environment.
    ///
    /// It is killed when this process ends before it.
    package init(
        serving connection: borrowing LocalSocket, arguments: [String]
    ) throws(SystemError) {
        // Safe: a NUL-terminated string that lives as long as the process.
        let path = unsafe host_own_program()
        var id: pid_t = 0
        // Safe: all strings and lists are NUL-terminated and live through the call.
        let error = unsafe withCStrings(["sallyport"] + arguments) { arguments in
            unsafe withCStrings([]) { environment in
                unsafe host_spawn(
                    &id, path, arguments, environment, connection.descriptor.number)
            }
        }
        guard error == 0 else { throw SystemError(.code(error), "the program itself") }
        self.id = id
    }

    /// Whether it has ended; once it has, do not ask again.
    package func hasEnded() -> Bool {
        var status: Int32 = 0
        // Safe: the status is written into a variable of this function.
        return unsafe waitpid(id, &status, WNOHANG) != 0
    }
}
