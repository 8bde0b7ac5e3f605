internal import TextCoding
package import Vocabulary

/// Who gets a message.
package enum Recipient: Sendable {
    /// Whoever reads this mailbox.
    case email(EmailAddress)
    /// Whoever has this telephone number.
    case phone(PhoneNumber)
    /// All who subscribed to a provider's topic with this name.
    case subscribers(of: String)

    /// The address or number with most of it hidden, fit to be shown to the person who logs in.
    package var masked: String {
        switch self {
        case .email(let address): address.masked
        case .phone(let number): number.masked
        case .subscribers(let topic): "topic \(topic)"
        }
    }

    /// The address, the number or the name of the topic.
    package var text: String {
        switch self {
        case .email(let address): address.text
        case .phone(let number): number.text
        case .subscribers(let topic): topic
        }
    }

    /// All forms in which an answer may repeat it, the longest first.
    var forms: [String] {
        switch self {
        case .email(let address): [address.text]
        case .phone(let number): number.forms
        case .subscribers: []
        }
    }

    /// The address, for a channel that takes nothing else.
    var email: EmailAddress {
        get throws(DeliveryError) {
            guard case .email(let address) = self else {
                throw DeliveryError(
                    "this channel sends e-mails only, and the method asks for something else")
            }
            return address
        }
    }

    /// The number, for a channel that takes nothing else.
    var phone: PhoneNumber {
        get throws(DeliveryError) {
            guard case .phone(let number) = self else {
                throw DeliveryError(
                    "this channel sends to telephone numbers only, and the method asks for e-mail")
            }
            return number
        }
    }
}
