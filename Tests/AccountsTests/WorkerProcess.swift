import AccountsTestSupport
import Foundation
import HostSystem
import TestSupport

/// A running `account-worker`; see its source for the words.
struct WorkerProcess {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    /// Starts one, and waits until it is ready.
    init(_ host: TestHost, _ user: User, _ words: String...) throws {
        process.executableURL = Self.program("account-worker")
        process.arguments = Self.arguments(host, user, words)
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        _ = try output.fileHandleForReading.read(upToCount: "ready\n".utf8.count)
    }

    /// Lets one that waits begin.
    func begin() throws { try input.fileHandleForWriting.close() }

    /// Kills it; what it did may be halfway through.
    func kill() {
        _ = Glibc.kill(process.processIdentifier, SIGKILL)
    }

    /// Waits for its end, and gives the lines it printed after `ready`.
    func finish() throws -> [String] {
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: text, as: UTF8.self).split(separator: "\n").map { String($0) }
    }

    /// Runs one and kills it at its Nth system call.
    ///
    /// - Returns: The lines it printed after `ready`; nil where it ended before.
    static func killed(
        atSystemCall number: Int, _ host: TestHost, _ user: User, _ words: String...
    ) throws -> [String]? {
        let process = Process()
        let output = Pipe()
        process.executableURL = program("kill-at-system-call")
        process.arguments =
            [String(number), program("account-worker").path] + arguments(host, user, words)
        process.standardOutput = output
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        switch process.terminationStatus {
        case 0: break
        case 1: return nil
        default: throw Failure(status: process.terminationStatus)
        }
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n").map { String($0) }
        return Array(lines.dropFirst())
    }

    /// The programs that run and kill did not do so.
    struct Failure: Error {
        let status: Int32
    }

    private static func arguments(_ host: TestHost, _ user: User, _ words: [String]) -> [String] {
        [host.folder.path, user.name, String(user.id)] + words
    }

    /// Built beside the tests.
    private static func program(_ name: String) -> URL {
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appendingPathComponent(name)
    }
}
