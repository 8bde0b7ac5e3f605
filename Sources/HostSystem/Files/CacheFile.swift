internal import CHostSystem

/// A small file that this process's own user keeps for its next run, in a folder of that user.
///
/// Nobody else may read it or put another in its place; where that does not hold it is not used.
package struct CacheFile: Sendable {
    private let folder: String
    private let name: String

    /// Names a file, which need not be there.
    package init(folder: String, name: String) {
        self.folder = folder
        self.name = name
    }

    /// Its content, of `limit` bytes at most.
    package func contents(limit: Int) throws(SystemError) -> [UInt8] {
        let directory = try openFolder()
        let file = try Descriptor.open(name, in: directory.number, flags: O_RDONLY, subject: path)
        let status = try file.status(subject: path)
        try requireOwn(status, type: S_IFREG, forbidden: 0o077, subject: path)
        guard status.st_size <= limit else { throw SystemError(.tooLong(limit: limit), path) }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        // Safe: pointer and count are those of the array.
        let count = unsafe bytes.withUnsafeMutableBytes { bytes in
            unsafe pread(file.number, bytes.baseAddress, bytes.count, 0)
        }
        guard count >= 0 else { throw .last(path) }
        return Array(bytes.prefix(count))
    }

    /// Puts new content in the place of the old, whole or not at all.
    ///
    /// Does not wait until it is on the disk: what is lost is fetched again.
    package func replace(with bytes: [UInt8]) throws(SystemError) {
        let directory = try openFolder()
        // Two processes may write at once, each to a file of its own; one left by a crash is in nobody's way.
        let temporary = "\(name).\(getpid())"
        try remove(temporary, in: directory.number)
        do throws(SystemError) {
            let file = try Descriptor.open(
                temporary, in: directory.number, flags: O_WRONLY | O_CREAT | O_EXCL, mode: 0o600,
                subject: path)
            // Safe: pointer and count are those of the array.
            let count = unsafe bytes.withUnsafeBytes { bytes in
                unsafe pwrite(file.number, bytes.baseAddress, bytes.count, 0)
            }
            guard count == bytes.count else {
                if count < 0 { throw SystemError.last(path) }
                throw SystemError(.tooShort, path)
            }
            // Safe: both strings are NUL-terminated and live through the call.
            let renamed = unsafe temporary.withCString { from in
                unsafe name.withCString { to in
                    unsafe renameat(directory.number, from, directory.number, to)
                }
            }
            guard renamed == 0 else { throw SystemError.last(path) }
        } catch {
            try? remove(temporary, in: directory.number)
            throw error
        }
    }

    /// Checks that the folder is there, this process's own, and that nobody else may write to it.
    package func checkFolder() throws(SystemError) { _ = try openFolder() }

    private var path: String { folder + "/" + name }

    private func openFolder() throws(SystemError) -> Descriptor {
        let directory = try Descriptor.open(
            folder, in: AT_FDCWD, flags: O_RDONLY | O_DIRECTORY, subject: folder)
        try requireOwn(
            try directory.status(subject: folder), type: S_IFDIR, forbidden: 0o022, subject: folder)
        return directory
    }

    private func requireOwn(
        _ status: stat, type: Int32, forbidden: mode_t, subject: String
    ) throws(SystemError) {
        guard status.st_mode & mode_t(S_IFMT) == mode_t(type) else {
            throw SystemError(.wrongType, subject)
        }
        guard status.st_uid == geteuid() else {
            throw SystemError(.notOwn(status.st_uid), subject)
        }
        guard status.st_mode & 0o022 == 0 else {
            throw SystemError(.writableByOthers(status.st_mode & 0o7777), subject)
        }
        guard status.st_mode & forbidden == 0 else {
            throw SystemError(.readableByOthers(status.st_mode & 0o7777), subject)
        }
    }

    private func remove(_ name: String, in directory: Int32) throws(SystemError) {
        // Safe: the string is NUL-terminated and lives through the call.
        let removed = unsafe name.withCString { unsafe unlinkat(directory, $0, 0) }
        guard removed == 0 || host_errno() == ENOENT else { throw .last(path) }
    }
}
