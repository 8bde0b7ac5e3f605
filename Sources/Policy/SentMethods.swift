package import Vocabulary

extension Method {
    /// The keyword that names the channel of a method; nil for methods that send nothing.
    package var channelKeyword: Keyword? {
        switch self {
        case .email: .emailVia
        case .sms: .smsVia
        case .dingtalk: .dingTalkVia
        case .totp, .hotp, .screen, .recovery: nil
        }
    }
}

extension Settings {
    /// The channel that sends codes of a method; nil for none, and for methods that send nothing.
    package func channel(for method: Method) -> String? {
        switch method {
        case .email: emailVia
        case .sms: smsVia
        case .dingtalk: dingTalkVia
        case .totp, .hotp, .screen, .recovery: nil
        }
    }
}
