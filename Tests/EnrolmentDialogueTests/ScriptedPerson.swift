import Cryptography
import Messages

/// A person whose answers a test gives, and who keeps what they were shown.
final class ScriptedPerson: Conversation {
    /// What is typed at a question; nil hangs up.
    let answer: (_ question: String, _ number: Int) -> String?
    private(set) var questions: [String] = []
    private(set) var told: [String] = []

    init(answer: @escaping (_ question: String, _ number: Int) -> String?) {
        self.answer = answer
    }

    func ask(_ question: String, echo: Bool) throws(ConversationFailure) -> SecretBytes {
        questions.append(question)
        guard let typed = answer(question, questions.count) else { throw ConversationFailure() }
        return SecretBytes(copying: Array(typed.utf8))
    }

    func tell(_ text: String) { told.append(text) }
}
