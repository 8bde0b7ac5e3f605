/// The Base32 encoding of RFC 4648 section 6, as authenticator apps use it: without padding.
package enum Base32 {
    /// Encodes bytes, without padding.
    package static func encode(_ bytes: Span<UInt8>) -> String {
        let text = DigitGroups.digits(
            of: bytes, bitsEach: 5, alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".bytes)
        return String(bytes: text)
    }

    /// The value of a digit of either case; nil for any other character.
    package static func value(of digit: UInt8) -> UInt8? {
        switch digit.lowercased {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): digit.lowercased - UInt8(ascii: "a")
        case UInt8(ascii: "2")...UInt8(ascii: "7"): digit - UInt8(ascii: "2") + 26
        default: nil
        }
    }

    /// Writes the bytes of digits into the place made for them.
    ///
    /// - Parameters:
    ///   - text: The digits; characters without a value are left out.
    ///   - bytes: Where as many bytes are written as fit.
    ///   - value: The value of a digit, from 0 to 31.
    /// - Returns: The bits left over, which are zero in what RFC 4648 section 3.5 calls canonical.
    package static func decode(
        _ text: Span<UInt8>, into bytes: inout MutableSpan<UInt8>,
        value: (UInt8) -> UInt8? = Base32.value(of:)
    ) -> UInt32 {
        DigitGroups.decode(text, bitsEach: 5, into: &bytes, value: value)
    }
}
