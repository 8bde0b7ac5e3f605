internal import CHostSystem
internal import TextCoding

/// An open folder that root owns and nobody else may write.
///
/// Everything below is reached through its descriptor, so nothing can be exchanged on the way.
package struct Directory: ~Copyable {
    let descriptor: Descriptor
    /// The path it was opened by, for error messages.
    package let path: String

    private init(_ descriptor: consuming Descriptor, path: String) throws(SystemError) {
        try descriptor.status(subject: path).requireRootOwned(type: S_IFDIR, subject: path)
        self.descriptor = descriptor
        self.path = path
    }

    /// Opens a folder by its path.
    @inline(never)
    package init(path: String) throws(SystemError) {
        let descriptor = try Descriptor.open(
            path, in: AT_FDCWD, flags: O_RDONLY | O_DIRECTORY, subject: path)
        try self.init(descriptor, path: path)
    }

    /// Opens a folder in this one.
    package borrowing func directory(named name: String) throws(SystemError) -> Directory {
        let subject = subject(name)
        let child = try Descriptor.open(
            name, in: descriptor.number, flags: O_RDONLY | O_DIRECTORY, subject: subject)
        return try Directory(child, path: subject)
    }

    /// Opens a file in this folder.
    package borrowing func file(
        named name: String, forWriting: Bool = false, confidentiality: Confidentiality = .secret
    ) throws(SystemError) -> File {
        let subject = subject(name)
        let file = try Descriptor.open(
            name, in: descriptor.number, flags: forWriting ? O_RDWR : O_RDONLY, subject: subject)
        return try File(file, path: subject, confidentiality: confidentiality)
    }

    /// Makes a folder that only root may enter, or leaves the one there; mkdirat(2).
    package borrowing func makeDirectory(named name: String) throws(SystemError) {
        // Safe: the string is NUL-terminated and lives through the call.
        let made = unsafe mkdirat(descriptor.number, name.terminated, 0o700)
        guard made == 0 || host_errno() == EEXIST else { throw .last(subject(name)) }
        try synchronize()
    }

    /// Makes an empty file that only root may read, or opens the one there.
    package borrowing func makeFile(named name: String) throws(SystemError) -> File {
        let subject = subject(name)
        let file = try Descriptor.open(
            name, in: descriptor.number, flags: O_RDWR | O_CREAT, mode: 0o600, subject: subject)
        return try File(file, path: subject, confidentiality: .secret)
    }

    /// Writes a file whole, and waits until it is on the disk; what was there by that name is overwritten.
    ///
    /// Of use only under a name that nobody reads before it is renamed: until then it may be half of it.
    package borrowing func writeFile(
        named name: String, contents: Span<UInt8>
    ) throws(SystemError) {
        let descriptor = try Descriptor.open(
            name, in: descriptor.number, flags: O_RDWR | O_CREAT | O_TRUNC, mode: 0o600,
            subject: subject(name))
        let file = try File(descriptor, path: subject(name), confidentiality: .secret)
        try file.write(contents, at: 0)
        guard fsync(file.descriptor.number) == 0 else { throw .last(file.path) }
    }

    #if !hasFeature(Embedded)
        /// Writes what is to take the place of a file, beside it.
        ///
        /// - Parameters:
        ///   - name: The file whose place it is to take, with ``putInPlace(_:)``.
        ///   - contents: What is written.
        ///   - mode: Its permission bits, whatever the umask.
        /// - Throws: where it cannot be written; nothing is left then.
        package borrowing func stageFile(
            for name: String, contents: Span<UInt8>, mode: UInt32
        ) throws(SystemError) {
            let staged = name + Self.stagedSuffix
            // One that was left may have another mode or owner.
            try removeFile(named: staged)
            do throws(SystemError) {
                try writeFile(named: staged, contents: contents)
                // Safe: the string is NUL-terminated and lives through the call.
                guard unsafe fchmodat(descriptor.number, staged.terminated, mode_t(mode), 0) == 0
                else { throw .last(subject(staged)) }
            } catch {
                try? removeFile(named: staged)
                throw error
            }
        }

        /// The permission bits of a file, as it is; nil where there is none.
        package borrowing func mode(of name: String) -> UInt32? {
            var status = stat()
            // Safe: the string is NUL-terminated, and the structure is a variable of this function.
            let isThere = unsafe fstatat(descriptor.number, name.terminated, &status, 0) == 0
            return isThere ? UInt32(status.st_mode) & 0o7777 : nil
        }

        /// Puts what was staged into the place of a file, or of none.
        package borrowing func putInPlace(_ name: String) throws(SystemError) {
            try renameFile(named: name + Self.stagedSuffix, to: name)
        }

        private static var stagedSuffix: String { ".new" }
    #endif

    /// Puts a file into the place of another, or of none, and waits until that is on the disk; renameat(2).
    package borrowing func renameFile(
        named name: String, to newName: String
    ) throws(SystemError) {
        // Safe: both strings are NUL-terminated and live through the call.
        let renamed = unsafe renameat(
            descriptor.number, name.terminated, descriptor.number, newName.terminated)
        guard renamed == 0 else { throw .last(subject(newName)) }
        try synchronize()
    }

    /// Removes a file; nothing happens where there is none; unlinkat(2).
    package borrowing func removeFile(named name: String) throws(SystemError) {
        // Safe: the string is NUL-terminated and lives through the call.
        let removed = unsafe unlinkat(descriptor.number, name.terminated, 0)
        guard removed == 0 || host_errno() == ENOENT else { throw .last(subject(name)) }
        try synchronize()
    }

    /// Removes an empty folder; unlinkat(2).
    package borrowing func removeDirectory(named name: String) throws(SystemError) {
        // Safe: the string is NUL-terminated and lives through the call.
        let removed = unsafe unlinkat(descriptor.number, name.terminated, AT_REMOVEDIR)
        guard removed == 0 else { throw .last(subject(name)) }
        try synchronize()
    }

    /// The names of what lies in this folder, sorted by their bytes; readdir(3).
    ///
    /// Not those that are not valid UTF-8: nothing that is made here has such a name, and repaired it would be the name
    /// of something else.
    package borrowing func entries() throws(SystemError) -> [String] {
        // Safe: the stream owns the duplicate, and is closed on every way out below.
        guard let stream = unsafe fdopendir(dup(descriptor.number)) else { throw .last(path) }
        defer { unsafe closedir(stream) }
        unsafe rewinddir(stream)
        var names: [String] = []
        while true {
            host_clear_errno()
            guard let entry = unsafe readdir(stream) else { break }
            // Safe: the name is NUL-terminated, and copied before the next call.
            if let name = unsafe String(validatingCString: host_name(entry)),
                name != ".", name != ".."
            {
                names.append(name)
            }
        }
        // Its end and a failure are told apart by errno(3) alone.
        guard host_errno() == 0 else { throw .last(path) }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private borrowing func synchronize() throws(SystemError) {
        guard fsync(descriptor.number) == 0 else { throw .last(path) }
    }

    // Not inlined: each place that opens something needs it.
    @inline(never)
    private borrowing func subject(_ name: String) -> String {
        compact("\(path.hasSameBytes(as: "/") ? "" : path)/\(name)")
    }
}
