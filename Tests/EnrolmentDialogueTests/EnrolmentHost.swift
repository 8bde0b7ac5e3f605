import Accounts
import AccountsTestSupport
import Cryptography
import HostSystem
import LanguageTestSupport
import Messages
import OneTimePassword
import Policy
import Testing
import TextCoding
import Wire

@testable import EnrolmentDialogue

/// A host on which root, who has no device, is about to enrol.
struct EnrolmentHost {
    static let now: Int64 = 1_800_000_000
    let files: TestHost
    let root: User

    init() throws {
        files = try TestHost()
        root = try #require(try User.named("root"))
    }

    /// The request a login would make.
    func request(
        _ enrolment: Enrolment = .firstLogin, user: String = "root", host: String = "web1",
        lockAfter: Int = 10, recovery: Bool = true, language: Language = .english
    ) -> EnrolmentRequest {
        EnrolmentRequest(
            user: user, stateDirectory: files.stateDirectory, keyFile: files.keyFile,
            needsTicket: enrolment == .invited, makesRecoveryCodes: recovery, window: 1,
            limits: (after: lockAfter, duration: 600, cap: 100), echo: true, host: host,
            language: language)
    }

    /// Makes a ticket.
    func ticket(at time: Int64 = now, for seconds: Int64 = 3600) throws -> String {
        var ticket = ""
        try files.edit(root) { ticket = try $0.invite(at: time, for: seconds) }
        return ticket
    }

    /// Has the dialogue with a person.
    func enrol(
        _ request: EnrolmentRequest, _ person: ScriptedPerson, at time: Int64? = now
    ) -> EnrolmentMessage {
        FirstEnrolment(request) { time }.run(in: person)
    }

    /// The labels of root's devices.
    func devices() throws -> [String] {
        try files.store().account(of: root)?.identity.devices.map { $0.label } ?? []
    }

    /// Tries a code of root's.
    func tryCode(_ code: String, at time: Int64 = now) throws -> TryResult {
        try files.tryCode(code, of: root, at: time)
    }
}

/// What a person reads off the screen.
struct Screen {
    let text: String

    init(_ text: String) { self.text = text }

    /// What stands behind a name at the beginning of a line.
    func value(_ name: String) -> String? {
        text.split(separator: "\n").first { $0.hasPrefix(name) }.map {
            String($0.dropFirst(name.count))
        }
    }

    /// The app, once the key was typed into it.
    func app() throws -> TestDevice {
        let key = try #require(value("Key: ") ?? value("密钥: "))
        let bytes = Base32.decode([UInt8](key.utf8).span)?.withBytes { span in
            span.indices.map { span[$0] }
        }
        return try TestDevice.time(key: try #require(bytes))
    }

    /// The code the app shows.
    func code(at time: Int64 = EnrolmentHost.now) throws -> String { try app().code(at: time) }

    /// The recovery codes.
    var recoveryCodes: [String] {
        text.split { $0 == " " || $0 == "\n" }.map(String.init).filter {
            $0.count == 11 && $0.dropFirst(5).first == "-"
        }
    }
}

/// A value that a closure changes.
final class Box<Value> {
    var value: Value
    init(_ value: Value) { self.value = value }
}

/// An ending no test wants.
struct Unexpected: Error {
    let message: EnrolmentMessage?
    init(_ message: EnrolmentMessage?) { self.message = message }
}
