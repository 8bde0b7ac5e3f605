/// A setting whose values are a few fixed names.
package protocol Choice: Sendable {
    /// All values, in the order in which a message lists them.
    static var choices: [Self] { get }
    /// The name of the value in the file.
    var name: String { get }
}

extension Choice {
    /// All names, as a message lists them.
    package static var allNames: String {
        alternatives(choices.map { $0.name })
    }
}

extension Bool: Choice {
    package static var choices: [Bool] {
        [true, false]
    }

    package var name: String {
        self ? "yes" : "no"
    }
}

extension SecondFactor: Choice {
    package static var choices: [Self] {
        allCases
    }

    package var name: String {
        switch self {
        case .required: "required"
        case .observe: "observe"
        case .off: "off"
        }
    }
}

extension Method: Choice {
    package static var choices: [Self] {
        allCases
    }

    /// The name of the method in the policy file.
    package var name: String {
        switch self {
        case .totp: "totp"
        case .hotp: "hotp"
        case .email: "email"
        case .sms: "sms"
        case .dingtalk: "dingtalk"
        case .screen: "screen"
        case .recovery: "recovery"
        }
    }
}

extension Unenrolled: Choice {
    package static var choices: [Self] {
        allCases
    }

    package var name: String {
        switch self {
        case .deny: "deny"
        case .enrol: "enrol"
        case .allow: "allow"
        }
    }
}

extension Enrolment: Choice {
    package static var choices: [Self] {
        allCases
    }

    package var name: String {
        switch self {
        case .invited: "invited"
        case .firstLogin: "first-login"
        }
    }
}

extension TrustBinding: Choice {
    package static var choices: [Self] {
        allCases
    }

    package var name: String {
        switch self {
        case .address: "address"
        case .addressAndKey: "address+key"
        }
    }
}

extension Language: Choice {
    package static var choices: [Self] {
        allCases
    }

    /// The name of the language: its tag by RFC 5646.
    package var name: String {
        switch self {
        case .english: "en"
        case .simplifiedChinese: "zh-CN"
        }
    }
}

extension KeyOnlyLogin: Choice {
    package static var choices: [Self] {
        allCases
    }

    package var name: String {
        switch self {
        case .allow: "allow"
        case .deny: "deny"
        }
    }
}
