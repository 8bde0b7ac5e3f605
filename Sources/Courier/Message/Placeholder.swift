internal import TextCoding

/// What the template of a message can have in braces, such as `{code}`.
package enum Placeholder: Int, Sendable, CaseIterable, Choice {
    case code, number, user, host, source, time, lifetime

    /// The names between the braces.
    package static var names: [String] {
        ["code", "number", "user", "host", "source", "time", "lifetime"]
    }
}

/// What the template of a notice can have in braces.
package enum NoticePlaceholder: Int, Sendable, CaseIterable, Choice {
    case event, user, host, source, time

    /// The names between the braces.
    package static var names: [String] { ["event", "user", "host", "source", "time"] }
}

/// What the template of a request's body can have in braces: all that a message can, and the message.
package enum BodyPlaceholder: Int, Sendable, CaseIterable, Choice {
    case code, number, user, host, source, time, lifetime
    case subject, text, target

    /// The names between the braces.
    package static var names: [String] {
        [
            "code", "number", "user", "host", "source", "time", "lifetime", "subject", "text",
            "target",
        ]
    }
}

extension Message {
    /// The value of a placeholder, in a request for this recipient.
    package func value(of placeholder: BodyPlaceholder, for recipient: Recipient) -> String {
        switch placeholder {
        case .code: values.code
        case .number: values.number
        case .user: values.user
        case .host: values.host
        case .source: values.source
        case .time: values.time
        case .lifetime: values.lifetime
        case .subject: subject
        case .text: text
        case .target: recipient.text
        }
    }
}
