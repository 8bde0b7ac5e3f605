import Cryptography
import LoginFlow
import Messages
import Testing
import TestSupport

/// One thing that is expected of a login, and what the person does.
enum ScriptLine: Sendable {
    /// This question, shown or not while it is answered.
    case asks(String, echo: Bool, answer: Answer)
    /// The question for the password.
    case asksPassword(answer: Answer)
    /// This message.
    case tells(String)

    /// What a person answers.
    enum Answer: Sendable {
        case text(String)
        /// The conversation fails.
        case failure
    }

    /// What is said of an answer that is no code.
    static var saysNoCode: ScriptLine { .tells("That is not a code.") }

    /// The usual question and an answer to it.
    static func code(_ answer: String) -> ScriptLine {
        .asks("Verification code: ", echo: true, answer: .text(answer))
    }
}

/// A PAM transaction that follows a script, line by line.
final class ScriptedTransaction: PAMTransaction {
    /// The user's name as the application spells it.
    var name: [UInt8]?
    var items: [PAMItem: String] = [.service: "sshd", .remoteHost: "192.0.2.7"]
    /// PAM_RHOST, where it is no text.
    var remoteHost: [UInt8]?
    var environment: [String: String] = [:]
    /// PAM_AUTHTOK.
    var token: [UInt8]?
    /// A code that was kept for a later line of the stack.
    private(set) var keptCode: [UInt8]?
    var hasPassed = false
    /// What happens while a message is shown.
    var whenTold: () -> Void = {}
    /// What was logged meanwhile.
    private(set) var lines: [String] = []
    /// What is still expected.
    private(set) var script: [ScriptLine] = []

    init(user: String?) { name = user.map { [UInt8](text: $0) } }

    /// Runs a part of a login, and fails the test where it does something else than the script
    /// says, or less.
    func follow<Result>(_ lines: [ScriptLine], _ body: () throws -> Result) rethrows -> Result {
        script = lines
        let result = try body()
        #expect(script.isEmpty, "not asked or told: \(script)")
        return result
    }

    func user() -> [UInt8]? { name }
    func item(_ item: PAMItem) -> [UInt8]? {
        if item == .remoteHost, let remoteHost { return remoteHost }
        return items[item].map { [UInt8](text: $0) }
    }
    func environmentValue(_ name: String) -> String? { environment[name] }

    func ask(_ prompt: String, echo: Bool) throws(ConversationFailure) -> SecretBytes {
        guard case .asks(let text, let expectedEcho, let answer) = next("ask: \(prompt)") else {
            throw ConversationFailure()
        }
        #expect(prompt == text)
        #expect(echo == expectedEcho)
        return try bytes(of: answer)
    }

    func tell(_ text: String) {
        guard case .tells(let expected) = next("tell: \(text)") else { return }
        #expect(text == expected)
        whenTold()
    }

    func log(_ priority: LogPriority, _ line: String) { lines.append(line) }

    func password() -> SecretBytes? { token.map { SecretBytes(copying: $0) } }

    func askPassword() throws(ConversationFailure) -> SecretBytes {
        if let token { return SecretBytes(copying: token) }
        guard case .asksPassword(let answer) = next("ask for the password") else {
            throw ConversationFailure()
        }
        let password = try bytes(of: answer)
        token = password.withBytes { [UInt8](copying: $0) }
        return password
    }

    func setPassword(_ password: borrowing SecretBytes) throws(ConversationFailure) {
        token = password.withBytes { [UInt8](copying: $0) }
    }

    func keepCode(_ code: consuming SecretBytes?) {
        guard let code else {
            keptCode = nil
            return
        }
        keptCode = code.withBytes { [UInt8](copying: $0) }
    }

    func takeCode() -> SecretBytes? {
        defer { keptCode = nil }
        return keptCode.map { SecretBytes(copying: $0) }
    }

    private func next(_ what: String) -> ScriptLine? {
        guard !script.isEmpty else {
            Issue.record("the script does not have this: \(what)")
            return nil
        }
        return script.removeFirst()
    }

    private func bytes(of answer: ScriptLine.Answer) throws(ConversationFailure) -> SecretBytes {
        guard case .text(let text) = answer else { throw ConversationFailure() }
        return SecretBytes(copying: [UInt8](text: text))
    }
}
