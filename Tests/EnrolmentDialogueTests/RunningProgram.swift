import Foundation
import Wire

/// `sallyport-enrol`, built beside the tests, with the test in the login's place.
final class RunningProgram {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var arrived: [UInt8] = []

    /// Starts it; `call` is the system call after its first question at which it is killed.
    init(killedAtSystemCall call: Int? = nil) throws {
        let program = Self.program("sallyport-enrol")
        if let call {
            process.executableURL = Self.program("kill-at-system-call")
            process.arguments = [String(call), program.path]
        } else {
            process.executableURL = program
        }
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    func write(_ bytes: [UInt8]) throws { try input.fileHandleForWriting.write(contentsOf: bytes) }

    func closeInput() throws { try input.fileHandleForWriting.close() }

    func closeOutput() throws { try output.fileHandleForReading.close() }

    /// The next message; nil at the end.
    func message() throws -> EnrolmentMessage? {
        while true {
            if let message = try EnrolmentMessage.take(from: &arrived) { return message }
            let part = output.fileHandleForReading.availableData
            if part.isEmpty { return nil }
            arrived += part
        }
    }

    /// Waits for the end, ten seconds at most: the exit status, or -1 where a signal ended it.
    func end() -> Int32 {
        let deadline = Date() + 10
        while process.isRunning, Date() < deadline { usleep(20_000) }
        if process.isRunning { process.terminate() }
        process.waitUntilExit()
        return process.terminationReason == .exit ? process.terminationStatus : -1
    }

    private static func program(_ name: String) -> URL {
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent(name)
    }

    deinit { if process.isRunning { process.terminate() } }
}
