import Glibc

/// The state of an account as it was before the first login, to be put back after each one.
///
/// Every module under test refuses a code that was used before. With the state put back, the same
/// thirty seconds carry many logins, and each of them starts from the same state.
struct Snapshot {
    private struct File {
        let path: String
        let mode: mode_t
        let contents: [UInt8]
    }

    private let files: [File]

    /// Reads a file, or a folder with everything in it.
    ///
    /// - Parameter path: The file, or the folder.
    /// - Throws: `BenchmarkError` when there is nothing at `path` or it cannot be read.
    init(of path: String) throws {
        files = try Snapshot.read(path)
    }

    /// Puts every file that has changed back in place, and waits until the disk has it.
    ///
    /// A file that was added since stays: a lock file that a module makes once and keeps is part
    /// of every later login.
    ///
    /// - Throws: `BenchmarkError` when a file cannot be read or written.
    func restore() throws {
        for file in files where try readFile(file.path) != file.contents {
            try writeFile(file.path, file.contents, mode: file.mode, durably: true)
        }
    }

    private static func read(_ path: String) throws -> [File] {
        if let names = namesInFolder(path) {
            return try names.flatMap { try read("\(path)/\($0)") }
        }
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { throw BenchmarkError.system("stat \(path)") }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw BenchmarkError("\(path) is no regular file")
        }
        let contents = try readFile(path)
        return [File(path: path, mode: status.st_mode & 0o7777, contents: contents)]
    }
}
