package import Messages
internal import TextCoding
package import Vocabulary
internal import Wire

/// The subject and the text of a notice, before the values are put in.
package struct NoticeTemplate {
    private let subject: Template<NoticePlaceholder>
    private let text: Template<NoticePlaceholder>

    /// The built-in texts.
    ///
    /// - Throws: where they have an unknown placeholder, which they have not.
    package init(builtIn notice: Notice, _ language: Language) throws(DeliveryError) {
        subject = try Template(parsing: Array(language.message(.noticeSubject).utf8))
        text = try Template(parsing: Array(language.message(.notice(notice)).utf8))
    }

    /// Reads a template of the administrator's, which serves for all notices.
    ///
    /// - Throws: what is wrong with it.
    package init(parsing bytes: [UInt8]) throws(DeliveryError) {
        let file = try TemplateText(parsing: bytes)
        subject = try Template(parsing: file.subject)
        text = try Template(parsing: file.text)
        guard subject.contains(.event) || text.contains(.event) else {
            throw DeliveryError("it has no {event} in it, so nobody would know what happened")
        }
    }

    /// The message with its values.
    ///
    /// - Parameters:
    ///   - notice: what happened.
    ///   - values: what the other placeholders stand for.
    ///   - language: the language of the event's name.
    /// - Returns: the message.
    package func message(
        of notice: Notice, with values: MessageValues, in language: Language
    ) -> Message {
        func value(of placeholder: NoticePlaceholder) -> [UInt8] {
            switch placeholder {
            case .event: Array(language.message(.event(notice)).utf8)
            case .user: Array(values.user.utf8)
            case .host: Array(values.host.utf8)
            case .source: Array(values.source.utf8)
            case .time: Array(values.time.utf8)
            }
        }
        return Message(
            subject: String(decoding: subject.filled(value), as: UTF8.self),
            text: String(decoding: text.filled(value), as: UTF8.self), values: values)
    }
}

extension DeliveryFile {
    /// The file with the template of notices in a language; nil for the built-in texts.
    func noticeFile(for language: Language) -> MessageFile? {
        noticeFiles.first { $0.language == language }
    }

    /// A notice in the words of its template, which was read before.
    func message(
        of notice: Notice, for request: OutgoingMessage
    ) throws(DeliveryError) -> Message {
        let values = MessageValues(request, nil, isShort: false)
        guard let found = noticeFile(for: request.language) else {
            return try NoticeTemplate(builtIn: notice, request.language)
                .message(of: notice, with: values, in: request.language)
        }
        do throws(DeliveryError) {
            return try NoticeTemplate(parsing: found.file.bytes)
                .message(of: notice, with: values, in: request.language)
        } catch {
            throw error.about("NoticeFile (line \(found.file.line)): \(found.file.path)")
        }
    }
}
