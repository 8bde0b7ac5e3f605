import Foundation
import TestSupport

/// What an application does with libpam, for the program `pam-application`; its source says what
/// each line is.
struct PAMScript {
    /// What an application answers to one prompt.
    enum Answer: Sendable {
        /// Bytes without a NUL.
        case bytes([UInt8])
        /// Success, and no answers at all.
        case nothing
        /// An answer whose text is NULL.
        case noText
        /// The conversation fails with this code.
        case failure(PAMCode)

        /// A text.
        static func text(_ text: String) -> Answer { .bytes([UInt8](text: text)) }
    }

    /// How an application answers that has a name and a password and asks nobody; the source of
    /// `pam-application` names those that do so.
    enum Style: String, Sendable, CaseIterable {
        /// The user name to an echoed question, the password to a hidden one.
        case userName = "user-name"
        /// The password to every question.
        case password
        /// The conversation fails at an echoed question; the password to a hidden one.
        case failing
        /// SIGSEGV at an echoed question; the password to a hidden one.
        case crashing
    }

    private let user: String
    private var lines: [String]

    /// Begins with pam_start(3).
    init(user: String) {
        self.user = user
        lines = ["start \(user)"]
    }

    /// Begins with an application that has no conversation function.
    static func deaf(user: String) -> PAMScript {
        var script = PAMScript(user: user)
        script.lines = ["start-deaf \(user)"]
        return script
    }

    mutating func answer(_ answer: Answer) {
        switch answer {
        case .bytes(let bytes): lines.append("answer " + (bytes.isEmpty ? "-" : bytes.hex))
        case .nothing: lines.append("answer-nothing")
        case .noText: lines.append("answer-no-text")
        case .failure(let code): lines.append("answer-failure \(code.rawValue)")
        }
    }

    /// Answers in this style from here on, instead of with what is queued.
    ///
    /// - Parameters:
    ///   - style: Who answers so.
    ///   - password: Text without a NUL; each call can give another.
    mutating func converse(as style: Style, password: String) {
        let bytes = [UInt8](text: password)
        lines += ["style \(style.rawValue)", "password " + (bytes.isEmpty ? "-" : bytes.hex)]
    }

    /// Answers with what is queued again, as at the beginning.
    mutating func converseFromQueue() { lines.append("style queue") }

    mutating func remoteHost(_ name: String) { lines.append("rhost \(name)") }
    mutating func remoteUser(_ name: String) { lines.append("ruser \(name)") }
    /// Begins a session of the kernel's audit for a user, by id.
    mutating func beginSession(of user: UInt32) { lines.append("session \(user)") }
    mutating func environment(_ name: String, _ value: String) {
        lines.append("environment \(name)=\(value)")
    }
    mutating func authenticate(flags: Int32 = 0) { lines.append("authenticate \(flags)") }
    mutating func setCredentials(flags: Int32) { lines.append("setcred \(flags)") }
    mutating func manageAccount(flags: Int32 = 0) { lines.append("account \(flags)") }
    /// Opens a library for itself, as a module or a plug-in of the application would.
    mutating func open(library: String) { lines.append("open \(library)") }
    mutating func remove(file: String) { lines.append("remove \(file)") }
    mutating func printResources() { lines.append("resources") }
    mutating func printState() { lines.append("state") }
    mutating func restart() { lines += ["end", "start \(user)"] }

    /// Runs the script in a process of its own, to the end of the handle.
    ///
    /// - Parameters:
    ///   - service: The stack.
    ///   - configuration: The folder the stack is in.
    ///   - wrapper: A command that starts the application, with its arguments.
    ///   - application: Another program than `pam-application`, which does the same.
    ///   - environment: More variables than the application usually has.
    /// - Returns: What libpam said.
    /// - Throws: Where the application could not be started.
    func run(
        service: String, configuration: String, under wrapper: [String] = [],
        application: String? = nil, environment: [String: String] = [:]
    ) throws -> PAMRecord {
        let process = Process()
        let command = wrapper + [application ?? Self.application.path, service, configuration]
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        process.environment = [
            "PATH": "/usr/bin:/bin", "LANG": "C", "SALLYPORT_TEST": "1",
            // malloc's caches of freed memory would count as memory in use.
            "GLIBC_TUNABLES": "glibc.malloc.tcache_count=0",
        ].merging(environment) { _, new in new }
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let text = (lines + ["end"]).joined(separator: "\n") + "\n"
        // From another thread: neither pipe holds all that a long script and its record have.
        let writer = Thread {
            try? input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
            try? input.fileHandleForWriting.close()
        }
        writer.start()
        let record = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return PAMRecord(
            text: String(decoding: record, as: UTF8.self), status: process.terminationStatus,
            wasKilled: process.terminationReason == .uncaughtSignal)
    }

    /// Built beside the tests.
    private static var application: URL {
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appendingPathComponent("pam-application")
    }
}

/// What libpam said while a script ran.
struct PAMRecord {
    /// A message of the module's to the person.
    struct Message: Equatable {
        let style: Int
        let text: String
    }

    /// How the process ended: its exit status, or the signal that killed it.
    let status: Int32
    /// Whether a signal ended it.
    let wasKilled: Bool
    private let lines: [[Substring]]

    fileprivate init(text: String, status: Int32, wasKilled: Bool) {
        self.status = status
        self.wasKilled = wasKilled
        lines = text.split(separator: "\n").map { $0.split(separator: " ", maxSplits: 1) }
    }

    private func values(_ key: String) -> [String] {
        lines.filter { $0.first == key[...] }.map { $0.count > 1 ? String($0[1]) : "" }
    }

    private func codes(_ key: String) -> [PAMCode] {
        values(key).compactMap { Int32($0) }.map { PAMCode(rawValue: $0) }
    }

    /// Whether the script ran to its end and nothing was left over.
    var isComplete: Bool { status == 0 && !wasKilled && codes("start") == codes("end") }

    /// What each pam_authenticate(3) returned.
    var authenticate: [PAMCode] { codes("authenticate") }
    /// What each pam_setcred(3) returned.
    var setCredentials: [PAMCode] { codes("setcred") }
    /// What each pam_acct_mgmt(3) returned.
    var manageAccount: [PAMCode] { codes("account") }
    /// The delays asked for after a failure, in microseconds.
    var delays: [Int] { values("delay").compactMap { Int($0) } }
    /// What `state` printed, without the times it was printed.
    var states: [String] { values("state") }

    /// Prompts and messages, in their order.
    var messages: [Message] {
        values("message").compactMap { line in
            let parts = line.split(separator: " ")
            guard parts.count == 2, let style = Int(parts[0]) else { return nil }
            let bytes = parts[1] == "-" ? [] : [UInt8](hex: String(parts[1]))
            return Message(style: style, text: String(decoding: bytes, as: UTF8.self))
        }
    }

    /// Open descriptors, bytes of heap in use and bytes resident, at each `resources`.
    var resources: [(descriptors: Int, heap: Int, resident: Int)] {
        values("resources").compactMap { line in
            let numbers = line.split(separator: " ").compactMap { Int($0) }
            return numbers.count == 3 ? (numbers[0], numbers[1], numbers[2]) : nil
        }
    }
}

/// A return code of libpam, by its name in pam(3).
struct PAMCode: Equatable, Sendable, CustomStringConvertible {
    let rawValue: Int32

    static let success = PAMCode(rawValue: 0)
    static let systemError = PAMCode(rawValue: 4)
    static let permissionDenied = PAMCode(rawValue: 6)
    static let authenticationError = PAMCode(rawValue: 7)
    static let authenticationInformationUnavailable = PAMCode(rawValue: 9)
    static let maximumTries = PAMCode(rawValue: 11)
    static let conversationError = PAMCode(rawValue: 19)
    static let ignore = PAMCode(rawValue: 25)

    var description: String { "PAM code \(rawValue)" }
}
