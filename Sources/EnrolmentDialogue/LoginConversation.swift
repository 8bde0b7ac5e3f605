internal import Cryptography
internal import HostSystem
internal import Messages
internal import Wire

/// The person who enrols, by way of the login that started this process, on standard input and output.
final class LoginConversation: Conversation {
    /// What has arrived and was not taken yet.
    private var arrived: [UInt8] = []

    /// Waits for the request, which comes first.
    func request() throws(FrameError) -> EnrolmentRequest {
        while true {
            if let request = try EnrolmentRequest.take(from: &arrived) { return request }
            guard receive() else { throw FrameError(.truncated) }
        }
    }

    func ask(_ question: String, echo: Bool) throws(ConversationFailure) -> SecretBytes {
        guard send(.ask(question, echo: echo)) else { throw ConversationFailure() }
        while true {
            if let answer = try answer() {
                guard case .typed(let bytes) = answer else { throw ConversationFailure() }
                return SecretBytes(copying: bytes)
            }
            guard receive() else { throw ConversationFailure() }
        }
    }

    func tell(_ text: String) { _ = send(.tell(text)) }

    /// Says something to the login.
    ///
    /// - Returns: Whether it could be said.
    func send(_ message: EnrolmentMessage) -> Bool {
        do throws(SystemError) {
            try StandardStream.output.write(message.encoded)
            return true
        } catch {
            return false
        }
    }

    private func answer() throws(ConversationFailure) -> EnrolmentAnswer? {
        do throws(FrameError) {
            return try EnrolmentAnswer.take(from: &arrived)
        } catch {
            throw ConversationFailure()
        }
    }

    /// Waits for more; false at the end.
    private func receive() -> Bool {
        do throws(SystemError) {
            let part = try StandardInput.part()
            arrived += part
            return !part.isEmpty
        } catch {
            return false
        }
    }
}
