internal import Foundation

/// A folder of the test's own that only its user may enter, removed with this value.
///
/// Root's where the tests run as root, which is what the module wants of its files.
package final class TemporaryFolder: Sendable {
    /// Its absolute path, without a slash at the end.
    package let path: String
    /// Whether it is removed with this value.
    private let isOwn: Bool

    /// A folder that somebody else made and removes.
    package init(at path: String) {
        self.path = path
        isOwn = false
    }

    /// Makes the folder, in TMPDIR or `/tmp`.
    package init() throws {
        isOwn = true
        path =
            FileManager.default.temporaryDirectory.appendingPathComponent("sallyport-\(UUID())")
            .path
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700])
    }

    /// The path of something in the folder.
    package func path(of name: String) -> String { path + "/" + name }

    /// Writes a file, with these permissions, and gives back its path.
    @discardableResult
    package func write(_ bytes: [UInt8], to name: String, mode: Int = 0o600) throws -> String {
        let path = path(of: name)
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return path
    }

    /// Makes a folder in this one, with these permissions, and gives back its path.
    @discardableResult
    package func makeFolder(_ name: String, mode: Int = 0o700) throws -> String {
        let path = path(of: name)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return path
    }

    /// Removes a file.
    package func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: path(of: name))
    }

    /// The bytes of a file.
    package func read(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(of: name))))
    }

    /// The names of what lies in it, or in one of its folders; sorted.
    package func entries(of name: String = ".") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path(of: name)).sorted()
    }

    deinit { if isOwn { try? FileManager.default.removeItem(atPath: path) } }
}
