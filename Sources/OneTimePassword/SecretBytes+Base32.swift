package import Cryptography
internal import TextCoding

extension Base32 {
    /// Decodes a key as people and apps write it: either case, blanks and hyphens anywhere, padding or none.
    ///
    /// - Returns: nil for any other character, for a length no encoding has, and for padding bits that are
    ///   not zero (RFC 4648, section 3.5), since those come from a typing error.
    package static func decode(_ text: Span<UInt8>) -> SecretBytes? {
        // Two passes, so that no growing array leaves pieces of a key behind in freed memory.
        var digits = 0
        var isPadded = false
        for index in text.indices {
            switch text[index] {
            case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "\t"), UInt8(ascii: "\r"),
                UInt8(ascii: "\n"):
                continue
            case UInt8(ascii: "="): isPadded = true
            case let digit:
                guard !isPadded, value(of: digit) != nil else { return nil }
                digits += 1
            }
        }
        switch digits % 8 {
        // These hold no whole number of bytes.
        case 1, 3, 6: return nil
        default: break
        }
        var bytes = SecretBytes(zeroed: digits * 5 / 8)
        let remainder = bytes.withMutableBytes { decode(text, into: &$0) }
        guard remainder == 0 else { return nil }
        return bytes
    }
}
