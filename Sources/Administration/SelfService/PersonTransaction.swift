internal import Cryptography
internal import HostSystem
internal import LoginFlow
internal import Messages

/// A person at the other end of the self-service, as the judgement of a login sees one.
final class PersonTransaction: PAMTransaction {
    private let person: Person
    /// What the person is to be shown.
    ///
    /// Kept until the judgement is over, which must not wait for a person who reads nothing.
    private(set) var told: [String] = []

    init(_ person: Person) { self.person = person }

    func user() -> [UInt8]? { Array(person.user.name.utf8) }

    func item(_ item: PAMItem) -> [UInt8]? {
        switch item {
        case .service: Array("sallyport".utf8)
        case .remoteHost, .remoteUser, .terminal: nil
        }
    }

    func ask(_ prompt: String, echo: Bool) throws(ConversationFailure) -> SecretBytes {
        try person.ask(prompt, echo: echo)
    }

    func tell(_ text: String) { told.append(text) }

    /// What it came to is logged at the end, which comes here whatever the person does.
    func log(_ priority: LogPriority, _ line: String) {}

    // What follows is of logins only: there is no stack, and so neither a password nor a later phase.

    func environmentValue(_ name: String) -> String? { nil }
    func password() -> SecretBytes? { nil }
    func askPassword() throws(ConversationFailure) -> SecretBytes { throw ConversationFailure() }
    func setPassword(_ password: borrowing SecretBytes) throws(ConversationFailure) {
        throw ConversationFailure()
    }
    func keepCode(_ code: consuming SecretBytes?) {}
    func takeCode() -> SecretBytes? { nil }
    var hasPassed: Bool {
        get { false }
        set {}
    }
}
