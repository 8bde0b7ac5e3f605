internal import Cryptography
internal import Messages

/// Whoever types at a command: questions go to standard output, answers come from standard input.
final class SessionConversation: Conversation {
    private let session: Session

    init(_ session: Session) { self.session = session }

    /// Puts a question; what is typed shows in any case.
    func ask(_ question: String, echo: Bool) throws(ConversationFailure) -> SecretBytes {
        do { try session.write(question) } catch { throw ConversationFailure() }
        guard let line = session.readLine() else { throw ConversationFailure() }
        return SecretBytes(copying: Array(line.utf8))
    }

    func tell(_ text: String) { session.warn(text) }
}
