internal import CHostSystem
internal import TextCoding

/// Who may read a file besides root.
package enum Confidentiality {
    /// Anybody: settings.
    case open
    /// Nobody: keys and accounts.
    case secret
    /// The group with this id: credentials of a service that runs as a user of its own.
    case secretOfGroup(UInt32)

    /// Whether a file of this group with these permission bits is kept from everybody else.
    func allows(mode: UInt32, group: UInt32) -> Bool {
        switch self {
        case .open: true
        case .secret: mode & 0o044 == 0
        case .secretOfGroup(let reader): mode & 0o004 == 0 && (mode & 0o040 == 0 || group == reader)
        }
    }
}

/// An open regular file that root owns, or the user it was opened for, and nobody else may write.
package struct File: ~Copyable {
    let descriptor: Descriptor
    /// The path it was opened by, for error messages.
    package let path: String
    /// Its length when it was opened, in bytes.
    package let length: Int

    init(
        _ descriptor: consuming Descriptor, path: String, confidentiality: Confidentiality
    ) throws(SystemError) {
        let status = try descriptor.status(subject: path)
        try status.requireRootOwned(type: S_IFREG, subject: path)
        guard confidentiality.allows(mode: status.st_mode, group: status.st_gid) else {
            throw SystemError(.readableByOthers(status.st_mode & 0o7777), path)
        }
        self.descriptor = descriptor
        self.path = path
        length = Int(status.st_size)
    }

    /// Takes over an open file whose type, owner and permissions were checked.
    init(_ descriptor: consuming Descriptor, path: String, length: Int) {
        self.descriptor = descriptor
        self.path = path
        self.length = length
    }

    /// Opens a file by its path, checking also that only root can put another into its folder.
    ///
    /// The folders above that one are not looked at: the path is root's, and should lead through folders of
    /// root's only.
    package init(path: String, confidentiality: Confidentiality) throws(SystemError) {
        let (folder, name) = File.split(path)
        let directory = try Directory(path: folder)
        self = try directory.file(named: name, confidentiality: confidentiality)
    }

    /// Its length at this moment, in bytes; fstat(2).
    package borrowing func currentLength() throws(SystemError) -> Int {
        Int(try descriptor.status(subject: path).st_size)
    }

    /// Reads the whole file, which may have `limit` bytes at most.
    package borrowing func contents(limit: Int) throws(SystemError) -> [UInt8] {
        guard length <= limit else { throw SystemError(.tooLong(limit: limit), path) }
        var bytes = [UInt8](repeating: 0, count: length)
        var span = bytes.mutableSpan
        try read(into: &span, at: 0)
        return bytes
    }

    /// Fills `bytes` from `offset` on; pread(2).
    ///
    /// - Throws: `.tooShort` where the file ends before.
    package borrowing func read(into bytes: inout MutableSpan<UInt8>, at offset: Int)
        throws(SystemError)
    {
        var done = 0
        while done < bytes.count {
            // Safe: pointer and count describe what is left of the span.
            let result = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe pread(
                    descriptor.number, buffer.baseAddress?.advanced(by: done), buffer.count - done,
                    off_t(offset + done))
            }
            if result > 0 {
                done += result
            } else if result == 0 {
                throw SystemError(.tooShort, path)
            } else if host_errno() != EINTR {
                throw .last(path)
            }
        }
    }

    /// Writes all of `bytes` at `offset`; pwrite(2).
    @inline(never)
    package borrowing func write(_ bytes: Span<UInt8>, at offset: Int) throws(SystemError) {
        var done = 0
        while done < bytes.count {
            // Safe: pointer and count describe what is left of the span.
            let result = unsafe bytes.withUnsafeBytes { buffer in
                unsafe pwrite(
                    descriptor.number, buffer.baseAddress?.advanced(by: done), buffer.count - done,
                    off_t(offset + done))
            }
            if result > 0 {
                done += result
            } else if result == 0 || host_errno() != EINTR {
                throw .last(path)
            }
        }
    }

    /// Waits until what was written is on the disk; fdatasync(2).
    package borrowing func synchronizeData() throws(SystemError) {
        guard fdatasync(descriptor.number) == 0 else { throw .last(path) }
    }

    /// Takes the exclusive lock, which ends with the file; flock(2).
    ///
    /// Tries for `deadline` milliseconds, and throws `.busy` then.
    package borrowing func lock(within deadline: Int) throws(SystemError) {
        // The lock is held for a fraction of a millisecond, so the first looks are close together.
        var pause = 50
        var waited = 0
        while flock(descriptor.number, LOCK_EX | LOCK_NB) != 0 {
            let code = host_errno()
            guard code == EWOULDBLOCK || code == EINTR else { throw .last(path) }
            guard waited < deadline * 1000 else { throw SystemError(.busy, path) }
            SystemClock.sleep(microseconds: pause)
            waited += pause
            pause = min(pause * 2, 400)
        }
    }

    /// Splits a path into the folder and the last part.
    package static func split(_ path: String) -> (folder: String, name: String) {
        let bytes = path.bytes
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
        let folder = String(bytes: bytes[..<slash])
        return (slash == 0 ? "/" : folder, String(bytes: bytes[(slash + 1)...]))
    }
}

// For the command only.
#if !hasFeature(Embedded)
    extension File {
        /// Reads a whole regular file of whatever owner and mode, of `limit` bytes at most.
        ///
        /// Only for what nothing depends on that an owner could not have anyway.
        package static func unchecked(path: String, limit: Int) throws(SystemError) -> [UInt8] {
            let descriptor = try Descriptor.open(
                path, in: AT_FDCWD, flags: O_RDONLY, subject: path)
            let status = try descriptor.status(subject: path)
            guard status.st_mode & mode_t(S_IFMT) == mode_t(S_IFREG) else {
                throw SystemError(.wrongType, path)
            }
            return try File(descriptor, path: path, length: Int(status.st_size))
                .contents(limit: limit)
        }
    }
#endif
