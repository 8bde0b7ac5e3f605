internal import TextCoding

/// An e-mail address that can stand in a mail header, an SMTP command and a program's argument as it is.
///
/// The plain form of RFC 5321 section 4.1.2 in ASCII: `dot-atom@domain`. Quoted local parts and address
/// literals are refused, and so is a hyphen at the beginning, which a program could take for an option.
package struct EmailAddress: Sendable {
    /// The address.
    package let text: String

    /// The longest address, in bytes: that of a path without its brackets (RFC 5321 section 4.5.3.1.3).
    private static let maximumLength = 254
    /// The longest local part, in bytes (RFC 5321 section 4.5.3.1.1).
    private static let maximumLocalLength = 64

    /// Checks an address.
    package init(_ text: String) throws(InvalidContact) {
        let bytes = text.bytes
        guard !bytes.isEmpty, bytes.count <= Self.maximumLength else {
            throw InvalidContact(
                compact("an e-mail address has 3 to \(Self.maximumLength) characters"))
        }
        guard bytes.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            throw InvalidContact("an e-mail address has visible ASCII characters only")
        }
        guard let at = bytes.firstIndex(of: UInt8(ascii: "@")) else {
            throw InvalidContact("an e-mail address has an @")
        }
        let local = Array(bytes[..<at])
        guard local.first != UInt8(ascii: "-"), local.count <= Self.maximumLocalLength,
            Self.dotSeparated(local, { Self.isAtomText($0) })
        else { throw InvalidContact("what stands before the @ is not allowed there") }
        let domain = Array(bytes[(at + 1)...])
        guard domain.first != UInt8(ascii: "-"),
            Self.dotSeparated(domain, { $0.isLetterOrDigit || $0 == UInt8(ascii: "-") })
        else { throw InvalidContact("what stands behind the @ is no domain name") }
        self.text = text
    }

    /// The address with most of what is before the `@` hidden, such as `a***e@example.org`.
    package var masked: String {
        let bytes = text.bytes
        let at = bytes.firstIndex(of: UInt8(ascii: "@")) ?? bytes.count
        var masked = Array(bytes.prefix(1)) + "***".bytes
        // The last letter of a short name would tell most of it.
        if at > 3 { masked.append(bytes[at - 1]) }
        return String(bytes: masked + bytes[at...])
    }

    private static func dotSeparated(_ bytes: [UInt8], _ isAllowed: (UInt8) -> Bool) -> Bool {
        var previous = UInt8(ascii: ".")
        for byte in bytes {
            guard byte == UInt8(ascii: ".") ? previous != byte : isAllowed(byte) else {
                return false
            }
            previous = byte
        }
        return previous != UInt8(ascii: ".")
    }

    /// `atext` of RFC 5322 section 3.2.3.
    private static func isAtomText(_ byte: UInt8) -> Bool {
        byte.isLetterOrDigit || "!#$%&'*+-/=?^_`{|}~".bytes.contains(byte)
    }
}
