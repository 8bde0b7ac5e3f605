internal import TextCoding

/// A way to prove the second factor.
package enum Method: Int, Choice, CaseIterable {
    /// A code from an app, by time (RFC 6238).
    case totp
    /// A code from a device, by counter (RFC 4226).
    case hotp
    /// A code sent by e-mail.
    case email
    /// A code sent as a text message.
    case sms
    /// A code sent in a chat.
    case chat
    /// A number shown at the login itself: it proves a person, not a second factor.
    case screen
    /// A recovery code, which works once.
    case recovery

    /// The names of all methods, each at the place its raw value says.
    package static var names: [String] {
        ["totp", "hotp", "email", "sms", "chat", "screen", "recovery"]
    }

    /// Where its code comes from.
    package enum CodeSource {
        /// A device of the person makes it.
        case device
        /// This host makes it and sends it to the person.
        case message
        /// This host shows it in the question.
        case question
        /// It stands in a list that the person keeps.
        case list
    }

    /// Where its code comes from.
    package var codeSource: CodeSource {
        switch self {
        case .totp, .hotp: .device
        case .email, .sms, .chat: .message
        case .screen: .question
        case .recovery: .list
        }
    }

    /// Whether the code is made by this host and sent to the person.
    package var isSent: Bool { codeSource == .message }

    /// The chats that a person knows by their own names, which they may type too: those that have a kind of channel.
    package static var chats: [String] { ["dingtalk", "feishu", "wecom", "slack"] }
}
