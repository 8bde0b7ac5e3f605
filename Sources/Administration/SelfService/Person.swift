package import Cryptography
package import HostSystem
package import Messages
internal import TextCoding

/// Somebody who is not the administrator, and whose own account is all that a session may touch.
package struct Person {
    /// Who it is, as the system knows it.
    package let user: User
    /// The policy that holds, which the person has no say in.
    package let policyPath: String
    /// The way to them.
    private let conversation: any Conversation

    package init(user: User, policyPath: String, conversation: any Conversation) {
        self.user = user
        self.policyPath = policyPath
        self.conversation = conversation
    }
}

extension Person: Conversation {
    package func ask(
        _ question: String, echo: Bool
    ) throws(ConversationFailure) -> SecretBytes {
        try conversation.ask(question, echo: echo)
    }

    package func tell(_ text: String) { conversation.tell(text) }
}

extension Person {
    /// The language they are spoken to in; the standard one where the policy cannot be read.
    var language: Language {
        guard let host = try? Host(policy: policyPath) else { return .standard }
        return host.language(of: user)
    }
}

extension Session {
    /// A text in the language of the person whose session this is; for the administrator in the standard one.
    func text(_ text: CommandText) -> String {
        (person?.language ?? .standard).command(text)
    }

    /// The user a command is about: the one named, or whose session it is.
    ///
    /// - Parameters:
    ///   - name: As it was typed; nil where none was.
    ///   - action: The command, for the log.
    /// - Returns: The user, as the system spells the name.
    /// - Throws: where a person names somebody else, which is logged.
    func user(named name: String?, for action: String) throws -> User {
        guard let person else {
            guard let name else { throw Session.missingUser }
            return try User.existing(name)
        }
        guard let name, !name.utf8.elementsEqual(person.user.name.utf8) else { return person.user }
        logRefusal(of: action, user: name, by: person, "the account is not their own")
        throw Failure(.onlyRootForOthers)
    }

    /// Logs what a person tried and may not do.
    func logRefusal(of action: String, user: String, by person: Person, _ reason: String) {
        var line = AuditLine()
        line.add("result", "refused")
        line.add("action", action)
        line.add("user", user)
        line.add("by", person.user.name)
        line.add("reason", reason)
        log(line.text)
    }
}
