package import Vocabulary

/// Something by which a person is found.
package enum ContactKind: Sendable {
    /// An e-mail address.
    case email
    /// A telephone number.
    case phone

    /// What it is called in a sentence.
    package var name: String {
        switch self {
        case .email: "an e-mail address"
        case .phone: "a telephone number"
        }
    }

    /// The keyword of a topic's line with one.
    var keyword: String {
        switch self {
        case .email: "Email"
        case .phone: "Phone"
        }
    }

    /// Whether a text looks as if it were meant as one; which it need not be.
    func isForm(of text: String) -> Bool {
        let isNumber =
            text.utf8.first == UInt8(ascii: "+") && !text.utf8.contains(UInt8(ascii: "@"))
        return isNumber == (self == .phone)
    }

    /// The person with an address or a number.
    func recipient(_ text: String) throws(InvalidContact) -> Recipient {
        switch self {
        case .email: .email(try EmailAddress(text))
        case .phone: .phone(try PhoneNumber(text))
        }
    }
}

/// Whom a channel sends the codes of a method to.
package enum Audience: Sendable {
    /// One person, who is found by the first of these that is known.
    case person(by: [ContactKind])
    /// All who subscribed to a provider's topic with this name, whoever logs in.
    case subscribers(of: String)

    /// Whether it is whoever logs in.
    var isPerson: Bool {
        switch self {
        case .person: true
        case .subscribers: false
        }
    }

    /// Of a channel that can send anything: whoever has the usual address or number of the method; of chat the
    /// number or, where there is none, the address.
    package static func anybody(_ method: Method) -> Audience? {
        switch method {
        case .email: .person(by: [.email])
        case .sms: .person(by: [.phone])
        case .chat: .person(by: [.phone, .email])
        case .totp, .hotp, .screen, .recovery: nil
        }
    }

    /// The topic of a provider whose whole name, as a URN, ends with a colon and the topic's own.
    static func subscribers(ofTopicNamed name: String) -> Audience {
        let bytes = Array(name.utf8)
        let start = bytes.lastIndex(of: UInt8(ascii: ":")).map { $0 + 1 } ?? 0
        return .subscribers(of: String(decoding: bytes[start...], as: UTF8.self))
    }
}
