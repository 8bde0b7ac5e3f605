import Cryptography
import LoginFlow
import Messages
import TestSupport

/// A person who answers the first questions and then is gone, whatever the questions are.
final class HangingUp: PAMTransaction {
    private let name: String
    private var answers: [String]
    private let typesShownNumber: Bool
    /// What was asked and what was told.
    private(set) var questions: [String] = []
    private(set) var messages: [String] = []
    /// What was logged meanwhile.
    private(set) var lines: [String] = []
    var hasPassed = false

    init(user: String, first: String? = nil, then: String? = nil, typesShownNumber: Bool = false) {
        name = user
        answers = [first, then].compactMap { $0 }
        self.typesShownNumber = typesShownNumber
    }

    func ask(_ prompt: String, echo: Bool) throws(ConversationFailure) -> SecretBytes {
        questions.append(prompt)
        if typesShownNumber, answers.isEmpty {
            answers = [prompt.filter { $0.isNumber }]
        }
        guard !answers.isEmpty else { throw ConversationFailure() }
        return SecretBytes(text: answers.removeFirst())
    }

    func tell(_ text: String) { messages.append(text) }
    func log(_ priority: LogPriority, _ line: String) { lines.append(line) }
    func user() -> [UInt8]? { [UInt8](text: name) }
    func item(_ item: PAMItem) -> [UInt8]? {
        switch item {
        case .service: [UInt8](text: "sshd")
        case .remoteHost: [UInt8](text: "192.0.2.7")
        case .remoteUser: nil
        case .terminal: [UInt8](text: "ssh")
        }
    }
    func environmentValue(_ name: String) -> String? { nil }
    func password() -> SecretBytes? { nil }
    func askPassword() throws(ConversationFailure) -> SecretBytes { throw ConversationFailure() }
    func setPassword(_ password: borrowing SecretBytes) {}
    func keepCode(_ code: consuming SecretBytes?) {}
    func takeCode() -> SecretBytes? { nil }
}

extension SecretBytes {
    /// The bytes of a text.
    init(text: String) { self.init(copying: [UInt8](text: text)) }
}
