internal import Cryptography
internal import TextCoding

/// Keys as the files write them.
enum KeyText {
    /// Reads Base32 as authenticators read it: either case, blanks and hyphens left out, and bits at the end that make
    /// no whole byte dropped.
    ///
    /// `Base32` refuses such bits, since a person who types a key makes errors; here the key worked
    /// so far.
    ///
    /// Where `asTyped` is true, as google-authenticator's module reads it: 0, 1 and 8, which Base32 lacks, stand for O,
    /// L and B, and any length will do.
    ///
    /// - Returns: nil where there is another character, or nothing; where padding stands before the end, or is not what
    ///   the digits need; and for a length that no whole bytes have. A digit was lost then, or one too many came in.
    static func base32(_ text: Span<UInt8>, asTyped: Bool = false) -> SecretBytes? {
        // Two passes, so that no growing array leaves pieces of a key behind in freed memory.
        guard
            let count = digits(
                in: text, bitsEach: 5, isFiller: isFiller,
                isDigit: {
                    base32Value($0, asTyped: asTyped) != nil
                }), asTyped || ![1, 3, 6].contains(count % 8)
        else { return nil }
        var bytes = SecretBytes(zeroed: count * 5 / 8)
        bytes.withMutableBytes { bytes in
            _ = Base32.decode(text, into: &bytes) { base32Value($0, asTyped: asTyped) }
        }
        return bytes
    }

    /// Reads Base64, of either alphabet (RFC 4648, sections 4 and 5), with padding or without.
    ///
    /// - Returns: nil where there is another character, or nothing; for padding and a length that do not fit together;
    ///   and for bits at the end that make no whole byte and are not zero.
    static func base64(_ text: Span<UInt8>) -> SecretBytes? {
        guard
            let count = digits(
                in: text, bitsEach: 6, isFiller: { _ in false },
                isDigit: { base64Value($0) != nil }), count % 4 != 1
        else { return nil }
        var bytes = SecretBytes(zeroed: count * 6 / 8)
        let rest = bytes.withMutableBytes { Base64.decode(text, into: &$0, value: base64Value) }
        guard rest == 0 else { return nil }
        return bytes
    }

    /// Reads pairs of hexadecimal digits of either case.
    ///
    /// - Returns: nil where there is another character, an odd number of them, or nothing.
    static func hexadecimal(_ text: Span<UInt8>) -> SecretBytes? {
        guard text.count > 0, text.count % 2 == 0 else { return nil }
        var bytes = SecretBytes(zeroed: text.count / 2)
        let isGood = bytes.withMutableBytes { bytes in
            for position in bytes.indices {
                guard let high = Hexadecimal.value(of: text[2 * position]),
                    let low = Hexadecimal.value(of: text[2 * position + 1])
                else { return false }
                bytes[position] = high << 4 | low
            }
            return true
        }
        guard isGood else { return nil }
        return bytes
    }

    /// How many digits a text has.
    ///
    /// - Returns: nil where there is something else, or no digit, or where the padding is not what RFC 4648 says, or
    ///   none.
    private static func digits(
        in text: Span<UInt8>, bitsEach: Int, isFiller: (UInt8) -> Bool, isDigit: (UInt8) -> Bool
    ) -> Int? {
        var digits = 0
        var padding = 0
        for index in text.indices where !isFiller(text[index]) {
            if text[index] == UInt8(ascii: "=") {
                padding += 1
            } else {
                guard padding == 0, isDigit(text[index]) else { return nil }
                digits += 1
            }
        }
        // Eight digits of Base32 are five bytes, four of Base64 three.
        let group = bitsEach == 5 ? 8 : 4
        guard digits > 0, padding == 0 || (padding < group && (digits + padding) % group == 0)
        else {
            return nil
        }
        return digits
    }

    private static func isFiller(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "-"): true
        default: false
        }
    }

    private static func base32Value(_ byte: UInt8, asTyped: Bool) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0") where asTyped: Base32.value(of: UInt8(ascii: "O"))
        case UInt8(ascii: "1") where asTyped: Base32.value(of: UInt8(ascii: "L"))
        case UInt8(ascii: "8") where asTyped: Base32.value(of: UInt8(ascii: "B"))
        default: Base32.value(of: byte)
        }
    }

    private static func base64Value(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "-"): Base64.value(of: UInt8(ascii: "+"))
        case UInt8(ascii: "_"): Base64.value(of: UInt8(ascii: "/"))
        default: Base64.value(of: byte)
        }
    }
}
