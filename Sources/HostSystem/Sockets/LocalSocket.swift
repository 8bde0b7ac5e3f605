internal import CHostSystem

/// One end of a connection within this host; unix(7).
package struct LocalSocket: ~Copyable {
    let descriptor: Descriptor
    private let subject: String

    init(_ descriptor: consuming Descriptor, subject: String) {
        self.descriptor = descriptor
        self.subject = subject
    }

    /// The connection this process was started with as its standard input.
    ///
    /// Take it once: it is closed when the value ends.
    package static func standardInput() -> LocalSocket {
        LocalSocket(Descriptor(takingOwnershipOf: STDIN_FILENO), subject: "standard input")
    }

    /// Connects to a path; connect(2).
    package static func connected(to path: String) throws(SystemError) -> LocalSocket {
        // Safe: the string is NUL-terminated and lives through the call.
        let number = unsafe path.withCString { unsafe host_connect($0) }
        guard number >= 0 else { throw .last(path) }
        return LocalSocket(Descriptor(takingOwnershipOf: number), subject: path)
    }

    /// The id of the user who opened the other end, as the kernel knows it; SO_PEERCRED of unix(7).
    ///
    /// - Throws: where this is no such connection.
    package borrowing func peerUserID() throws(SystemError) -> UInt32 {
        var user: uid_t = 0
        // Safe: the id is written into a variable of this function.
        guard unsafe host_peer_user(descriptor.number, &user) == 0 else { throw .last(subject) }
        return user
    }

    /// Reads exactly so many bytes; recv(2).
    ///
    /// - Returns: nil where the connection ended before.
    package borrowing func read(_ count: Int) throws(SystemError) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: max(0, count))
        var done = 0
        while done < bytes.count {
            let left = bytes.count - done
            // Safe: pointer and count describe what is left of the array.
            let result = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe recv(descriptor.number, buffer.baseAddress?.advanced(by: done), left, 0)
            }
            if result == 0 { return nil }
            if result > 0 {
                done += result
            } else if host_errno() != EINTR {
                throw .last(subject)
            }
        }
        return bytes
    }

    /// Writes all of it; send(2).
    package borrowing func write(_ bytes: [UInt8]) throws(SystemError) {
        var done = 0
        while done < bytes.count {
            // Safe: pointer and count describe what is left of the array. MSG_NOSIGNAL makes the end of the
            // connection an error instead of a signal.
            let result = unsafe bytes.withUnsafeBytes { buffer in
                unsafe send(
                    descriptor.number, buffer.baseAddress?.advanced(by: done), buffer.count - done,
                    Int32(MSG_NOSIGNAL))
            }
            if result >= 0 {
                done += result
            } else if host_errno() != EINTR {
                throw .last(subject)
            }
        }
    }
}
