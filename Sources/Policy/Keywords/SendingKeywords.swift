internal import ConfigurationGrammar
internal import TextCoding

// By which channel codes are sent, to whom, and how long that may take.
extension Keyword {
    package static var emailVia: Keyword {
        Keyword(
            "EmailVia", role: .means,
            help: "the channel of the delivery file for `email`, or `none`",
            // Without a channel nothing is sent, and of two channels neither asks for more.
            strictness: .order { $0.emailVia == nil ? 0 : 1 }, stricter: "none",
            text: { $0.emailVia ?? ValueReader.none },
            read: { (value, settings) throws(InvalidText) in
                settings.emailVia = try value.channel()
            })
    }

    package static var smsVia: Keyword {
        Keyword(
            "SMSVia", role: .means,
            help: "the channel for `sms`, or `none`",
            strictness: .order { $0.smsVia == nil ? 0 : 1 }, stricter: "none",
            text: { $0.smsVia ?? ValueReader.none },
            read: { (value, settings) throws(InvalidText) in
                settings.smsVia = try value.channel()
            })
    }

    package static var chatVia: Keyword {
        Keyword(
            "ChatVia", role: .means,
            help: "the channel for `chat`, or `none`",
            strictness: .order { $0.chatVia == nil ? 0 : 1 }, stricter: "none",
            text: { $0.chatVia ?? ValueReader.none },
            read: { (value, settings) throws(InvalidText) in
                settings.chatVia = try value.channel()
            })
    }

    package static var recipients: Keyword {
        Keyword(
            "Recipients", role: .means,
            help: "who gets a sent code: `account`, `topic NAME`, `ldap NAME`",
            // The others also reach people who have no account.
            strictness: .order { if case .account = $0.recipients { 0 } else { 1 } },
            stricter: "account",
            text: { $0.recipients.text },
            read: { (value, settings) throws(InvalidText) in
                settings.recipients = try value.recipients()
            })
    }

    package static var deliveryTimeout: Keyword {
        Keyword(
            "DeliveryTimeout", role: .other,
            help: "how long a code may take to be on its way, up to a minute",
            strictness: .none, stricter: "no value",
            text: { TimeFormat.text($0.deliveryTimeout) },
            read: { (value, settings) throws(InvalidText) in
                settings.deliveryTimeout = try value.time(in: 1...60)
            })
    }
}

extension Recipients {
    /// The recipients as one would write them in the file.
    package var text: String {
        switch self {
        case .account: "account"
        case .topic(let name): "topic \(name)"
        case .directory(let name): "ldap \(name)"
        }
    }
}

extension ValueReader {
    /// `account`, or `topic` or `ldap` and a name.
    fileprivate func recipients() throws(InvalidText) -> Recipients {
        if means("account") { return .account }
        if words.count == 2, Self.isName(words[1]) {
            if words[0].means("topic") { return .topic(words[1].text) }
            if words[0].means("ldap") { return .directory(words[1].text) }
        }
        throw unexpected("account, or topic or ldap and \(Self.expectedName)", maximum: 2)
    }

    /// The name of a channel, or `none`; one copy of the code for all methods.
    @inline(never)
    fileprivate func channel() throws(InvalidText) -> String? {
        if means(Self.none) { return nil }
        guard let word = onlyWord, Self.isName(word) else {
            throw unexpected("\(Self.expectedName), or \(Self.none)")
        }
        return word.text
    }
}
