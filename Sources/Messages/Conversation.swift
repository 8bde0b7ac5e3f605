package import Cryptography

/// Whoever is asked and told something: the person at the other end of a login, of an enrolment or of a command.
package protocol Conversation {
    /// Puts a question, and waits for what is typed.
    ///
    /// - Parameters:
    ///   - question: The question.
    ///   - echo: Whether what is typed may show.
    /// - Returns: What was typed.
    /// - Throws: where it could not be put, or nobody answers.
    func ask(_ question: String, echo: Bool) throws(ConversationFailure) -> SecretBytes
    /// Shows a text, where that can be done.
    func tell(_ text: String)
}

/// The question could not be put, or nobody answers any more.
package struct ConversationFailure: Error {
    package init() {}
}
