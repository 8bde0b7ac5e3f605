internal import Messages
internal import TextCoding
internal import Vocabulary
internal import Wire

extension ConfiguredChannel {
    /// The file with the template for a language: the channel's own, else that for all channels.
    ///
    /// Those for all are written for mails; a channel of text messages takes only one of its own.
    func messageFile(for language: Language, among shared: [MessageFile]) -> MessageFile? {
        let usable = channel.sendsTextMessages ? messageFiles : messageFiles + shared
        return usable.first { $0.language == language }
    }

    /// The message with a code in the words of this channel.
    func message(
        with code: CodeToSend, for request: OutgoingMessage, among shared: [MessageFile]
    ) throws(DeliveryError) -> Message {
        let isShort = channel.sendsTextMessages || request.method == .sms
        let values = MessageValues(request, code, isShort: isShort)
        guard let found = messageFile(for: request.language, among: shared) else {
            return try MessageTemplate(builtIn: request.language, isShort: isShort)
                .message(with: values, isShort: isShort)
        }
        do throws(DeliveryError) {
            return try MessageTemplate(parsing: found.file.bytes)
                .message(with: values, isShort: isShort)
        } catch {
            throw error.about("MessageFile (line \(found.file.line)): \(found.file.path)")
        }
    }
}
