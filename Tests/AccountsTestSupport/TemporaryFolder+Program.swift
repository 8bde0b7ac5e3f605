import HostSystem
package import TestSupport

extension TemporaryFolder {
    /// Writes a program; see ``writeProgram(_:at:mode:)``.
    package func writeProgram(_ text: String, to name: String, mode: Int = 0o755) throws {
        try AccountsTestSupport.writeProgram(text, at: path(of: name), mode: mode)
    }
}

/// Writes a program that this process is going to start.
///
/// Another process writes it: this one starts programs in many threads, and a descriptor open for writing at that
/// moment would be inherited, so that the program could not be started ("Text file busy").
package func writeProgram(_ text: String, at path: String, mode: Int = 0o755) throws {
    let end = try ChildProcess.run(
        "/bin/sh",
        arguments: [
            "-c", "umask 022; cat >\(path) && chmod \(String(mode, radix: 8)) \(path)",
        ],
        environment: ["PATH=/usr/bin:/bin"], input: [UInt8](text: text), outputLimit: 0,
        timeout: 10_000
    ) { _ in [] }
    guard end == .exited(0) else { throw ProgramNotWritten() }
}

private struct ProgramNotWritten: Error {}
