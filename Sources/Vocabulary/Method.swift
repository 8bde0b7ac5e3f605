internal import TextCoding

/// A way to prove the second factor.
///
/// The accounts store the numbers, so another one comes last.
package enum Method: Int, Choice, CaseIterable {
    /// A code from an app, by time (RFC 6238).
    case totp
    /// A code from a device, by counter (RFC 4226).
    case hotp
    /// A code sent by e-mail.
    case email
    /// A code sent as a text message.
    case sms
    /// A code sent by DingTalk.
    case dingtalk
    /// A number shown at the login itself: it proves a person, not a second factor.
    case screen
    /// A recovery code, which works once.
    case recovery

    /// The names of all methods, each at the place its raw value says.
    package static var names: [String] {
        ["totp", "hotp", "email", "sms", "dingtalk", "screen", "recovery"]
    }

    /// Whether the code is made by this host and sent to the person.
    package var isSent: Bool {
        switch self {
        case .email, .sms, .dingtalk: true
        case .totp, .hotp, .screen, .recovery: false
        }
    }
}
