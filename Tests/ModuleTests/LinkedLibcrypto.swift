import AccountsTestSupport
import Foundation
import Testing
import TestSupport

/// Copies of the system's libcrypto as an sshd built by hand brings them, linked from its archive.
struct LinkedLibcrypto {
    /// The name of the file and the one in it, by which others ask for it.
    let name: String
    /// Whether its functions have versions, as those of a distribution's library have.
    var hasVersions = false
    /// Which table the loader finds functions by: `gnu`, `sysv` or `both`.
    var hashStyle = "gnu"

    /// All of the archive, and not only what something asks for.
    private static let archive = [
        "-Wl,--whole-archive", "-l:libcrypto.a", "-Wl,--no-whole-archive",
    ]

    /// Links the copy into a folder, and gives back its path.
    func link(in folder: TemporaryFolder) throws -> String {
        let path = folder.path(of: name)
        var options = ["-shared", "-Wl,-soname,\(name)", "-Wl,--hash-style=\(hashStyle)"]
        if hasVersions {
            let script = try folder.write(
                [UInt8](text: "\(name) { *; };\n"), to: name + ".versions")
            options.append("-Wl,--version-script=\(script)")
        }
        try Self.compile(options + Self.archive, to: path)
        return path
    }

    /// Links a library of some lines of C into a folder, and gives back its path.
    static func library(
        _ name: String, source lines: [String], options: [String] = [], in folder: TemporaryFolder
    ) throws -> String {
        let path = folder.path(of: name)
        let text = lines.joined(separator: "\n") + "\n"
        let source = try folder.write([UInt8](text: text), to: name + ".c")
        try compile(["-shared", "-w", "-Wl,-soname,\(name)", source] + options, to: path)
        return path
    }

    /// Links a library that has some of libcrypto's functions, which end the process.
    static func incomplete(
        _ name: String, functions: [String], in folder: TemporaryFolder
    ) throws -> String {
        try library(
            name, source: functions.map { "void \($0)(void) { __builtin_trap(); }" }, in: folder)
    }

    /// Links the tests' PAM application with libcrypto in it, for others to use.
    static func application(in folder: TemporaryFolder) throws -> String {
        let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("PAMApplication")
        let files = try FileManager.default.contentsOfDirectory(atPath: sources.path)
            .filter { $0.hasSuffix(".c") }.map { sources.appendingPathComponent($0).path }
        let path = folder.path(of: "pam-application")
        try compile(files + ["-lpam", "-Wl,--export-dynamic"] + archive, to: path)
        return path
    }

    private static func compile(_ arguments: [String], to path: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        // The compiler and the linker of the Swift toolchain.
        process.arguments = ["clang", "-fuse-ld=lld", "-o", path] + arguments
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "clang \(arguments.joined(separator: " "))")
    }
}
