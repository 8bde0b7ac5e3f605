internal import ConfigurationGrammar
internal import TextCoding
package import Vocabulary

/// Who a mail comes from: an address, with a name before it or not (RFC 5322 section 3.4).
package struct Mailbox: Sendable {
    /// The name, which may be empty.
    package let name: String
    /// The address.
    package let address: EmailAddress

    /// The longest name, in bytes.
    private static let longestName = 200

    /// Reads `Name <address>` or `address`, with quotes around all of it or none.
    init(_ value: ValueReader) throws(InvalidText) {
        var expected: CompactText {
            "an e-mail address, or a name and an address as in Login codes <login@example.org>"
        }
        let text = value.joined
        guard !text.isEmpty else { throw value.unexpected(expected, maximum: .max) }
        var name = text[..<0]
        var address = text[...]
        if text.last == UInt8(ascii: ">") {
            guard let open = text.firstIndex(of: UInt8(ascii: "<")) else {
                throw value.unexpected(expected, maximum: .max)
            }
            name = text[..<open]
            while name.last?.isBlank == true { name.removeLast() }
            address = text[(open + 1)..<(text.count - 1)]
        }
        guard name.count <= Self.longestName, name.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else {
            throw value.unexpected(expected, maximum: .max)
        }
        self.name = String(decoding: name, as: UTF8.self)
        do throws(InvalidContact) {
            self.address = try EmailAddress(String(decoding: address, as: UTF8.self))
        } catch {
            throw InvalidText(message: "\(error.message)")
        }
    }

    /// The sender, where a channel makes mails.
    static var from: Setting<Mailbox> {
        Setting("From", "an address, or Name <address>") { (value) throws(InvalidText) in
            try Mailbox(value)
        }
    }
}
