import Foundation
import Testing
import TestSupport
import Vocabulary
import Wire

/// A host with a delivery file, on which the real courier is started as the module does it.
struct CourierHost {
    let folder: TemporaryFolder
    /// The user the courier becomes, whom every system has.
    static let user = "nobody"

    /// What a courier said, each with its kind before it, and how it ended.
    struct Outcome {
        let lines: [String]
        let status: Int32
        let seconds: Double

        /// The last of it.
        var last: String { lines.last ?? "" }
    }

    /// Makes the host with a delivery file of these lines below the one with the user.
    init(_ settings: String = "") throws {
        folder = try TemporaryFolder()
        // The courier's user must reach what the tests put in there.
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
        try write("User \(Self.user)\n" + settings, to: "delivery.conf", mode: 0o644)
    }

    /// Writes a file and gives back its path.
    @discardableResult
    func write(_ text: String, to name: String, mode: Int = 0o600) throws -> String {
        try folder.write(Array(text.utf8), to: name, mode: mode)
    }

    /// A request to send a code, or a notice, by the channel `it`, with other values where a test wants them.
    func request(
        notice: Notice? = nil, tellsSteps: Bool = false, channel: String = "it", timeout: Int = 10,
        target: OutgoingMessage.Target = .contacts(["alice@example.org"])
    ) throws -> [UInt8] {
        var (message, code) = CourierTests.request(target: target)
        message.channel = channel
        return try request(
            notice.map { .notify($0, message) } ?? .send(code, message, tellsSteps: tellsSteps),
            timeout: timeout)
    }

    /// A request to check a channel, or all.
    func checkRequest(channel: String? = nil) throws -> [UInt8] {
        try request(.check(channel: channel, reachesServers: true), timeout: 10)
    }

    private func request(_ task: DeliveryRequest.Task, timeout: Int) throws -> [UInt8] {
        let request = DeliveryRequest(
            deliveryFile: folder.path(of: "delivery.conf"), timeout: timeout, task: task)
        return try #require(request.encoded)
    }

    /// Starts the courier, writes the bytes to its standard input and waits for its end.
    func run(
        _ input: [UInt8], closingInput: Bool = true, environment: [String: String] = [:],
        standardError: FileHandle? = nil
    ) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("sallyport-courier")
        process.environment = environment
        let (standardInput, standardOutput) = (Pipe(), Pipe())
        process.standardInput = standardInput
        process.standardOutput = standardOutput
        if let standardError { process.standardError = standardError }
        let start = Date()
        try process.run()
        try standardInput.fileHandleForWriting.write(contentsOf: input)
        if closingInput { try standardInput.fileHandleForWriting.close() }
        let output = try standardOutput.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Outcome(
            lines: try Self.lines([UInt8](output)),
            status: process.terminationReason == .exit ? process.terminationStatus : -1,
            seconds: Date().timeIntervalSince(start))
    }

    private static func lines(_ output: [UInt8]) throws -> [String] {
        var (rest, lines): ([UInt8], [String]) = (output, [])
        while let reply = try DeliveryReply.take(from: &rest) {
            lines.append("\(reply.kind) \(reply.text)")
        }
        #expect(rest.isEmpty)
        return lines
    }
}
