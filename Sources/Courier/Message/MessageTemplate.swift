package import Messages
internal import TextCoding

/// The subject and the text of a message, before the values are put in.
package struct MessageTemplate {
    private let subject: Template<Placeholder>
    private let text: Template<Placeholder>

    /// The built-in texts.
    ///
    /// - Parameters:
    ///   - language: their language.
    ///   - isShort: whether the text is to fit in a text message.
    /// - Throws: where they have an unknown placeholder, which they have not.
    package init(builtIn language: Language, isShort: Bool) throws(DeliveryError) {
        let text = language.message(isShort ? .shortCode : .code)
        subject = try Template(parsing: Array(language.message(.codeSubject).utf8))
        self.text = try Template(parsing: Array(text.utf8))
    }

    /// Reads a template of the administrator's.
    ///
    /// - Throws: what is wrong with it.
    package init(parsing bytes: [UInt8]) throws(DeliveryError) {
        let file = try TemplateText(parsing: bytes)
        subject = try Template(parsing: file.subject)
        text = try Template(parsing: file.text)
        guard text.contains(.code) else {
            throw DeliveryError("its text has no {code} in it, so nobody would get the code")
        }
    }

    /// The message with its values.
    ///
    /// - Parameters:
    ///   - values: what the placeholders stand for.
    ///   - isShort: whether the text must be one segment of a text message.
    /// - Returns: the message.
    /// - Throws: where the text cannot be one segment.
    package func message(
        with values: MessageValues, isShort: Bool
    ) throws(DeliveryError) -> Message {
        let subject = subject.filled { Array(values.value(of: $0).utf8) }
        let filled = String(
            decoding: text.filled { Array(values.value(of: $0).utf8) }, as: UTF8.self)
        let text = isShort ? try TextSegment.fitted(filled, code: values.code) : filled
        return Message(
            subject: String(decoding: subject, as: UTF8.self), text: text, values: values)
    }
}
