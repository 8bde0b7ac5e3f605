internal import Messages
package import Policy

/// The subject and the text of a message, before the values are put in.
package struct MessageTemplate {
    private let subject: Template<Placeholder>
    private let text: Template<Placeholder>

    /// The longest subject, in bytes; with its values it still fits in a line of a mail.
    private static let longestSubject = 200

    /// The built-in texts.
    ///
    /// - Parameters:
    ///   - language: their language.
    ///   - isShort: whether the text is to fit in a text message.
    /// - Throws: where they have an unknown placeholder, which they have not.
    package init(builtIn language: Language, isShort: Bool) throws(DeliveryError) {
        let text =
            isShort ? DeliveredText.shortText(language) : DeliveredText.text(language)
        subject = try Template(parsing: Array(DeliveredText.subject(language).utf8))
        self.text = try Template(parsing: Array(text.utf8))
    }

    /// Reads a template of the administrator's: a line `Subject: …`, an empty line, the text.
    ///
    /// - Throws: what is wrong with it.
    package init(parsing bytes: [UInt8]) throws(DeliveryError) {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw DeliveryError("it is not valid UTF-8")
        }
        let lines = bytes.filter { $0 != UInt8(ascii: "\r") }
            .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard lines.count >= 3, lines[0].starts(with: "Subject:".utf8), lines[1].isEmpty else {
            throw DeliveryError("it must begin with a line \"Subject: ...\" and an empty line")
        }
        let subject = Array(lines[0].dropFirst("Subject:".utf8.count).drop { $0.isBlank })
        let text = Array(lines[2...].joined(separator: [UInt8(ascii: "\n")]))
        guard (1...Self.longestSubject).contains(subject.count) else {
            throw DeliveryError("its subject must have 1 to \(Self.longestSubject) bytes")
        }
        let isPlain = (subject + text).allSatisfy {
            ($0 >= 0x20 && $0 != 0x7f) || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\t")
        }
        guard isPlain else { throw DeliveryError("it has a control character in it") }
        self.subject = try Template(parsing: subject)
        self.text = try Template(parsing: text)
        guard self.text.contains(.code) else {
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
