internal import Cryptography
internal import TextCoding

/// Keys as the files write them.
enum KeyText {
    /// Reads Base32 as authenticators read it: either case, blanks, hyphens and padding left out,
    /// and bits at the end that make no whole byte dropped.
    ///
    /// `Base32` refuses such bits, since a person who types a key makes errors; here the key worked
    /// so far.
    ///
    /// Where `mistyped` is true, 0, 1 and 8, which Base32 lacks, stand for O, L and B.
    ///
    /// - Returns: nil where there is another character, or nothing.
    static func base32(_ text: Span<UInt8>, mistyped: Bool = false) -> SecretBytes? {
        // Two passes, so that no growing array leaves pieces of a key behind in freed memory.
        var count = 0
        for index in text.indices where !isFiller(text[index]) {
            guard base32Value(text[index], mistyped: mistyped) != nil else { return nil }
            count += 1
        }
        guard count > 0 else { return nil }
        var bytes = SecretBytes(zeroed: count * 5 / 8)
        bytes.withMutableBytes { bytes in
            _ = Base32.decode(text, into: &bytes) { base32Value($0, mistyped: mistyped) }
        }
        return bytes
    }

    /// Reads Base64, of either alphabet (RFC 4648, sections 4 and 5), with padding or without.
    ///
    /// - Returns: nil where there is another character, or nothing.
    static func base64(_ text: Span<UInt8>) -> SecretBytes? {
        var count = 0
        for index in text.indices where text[index] != UInt8(ascii: "=") {
            guard base64Value(text[index]) != nil else { return nil }
            count += 1
        }
        guard count > 0 else { return nil }
        var bytes = SecretBytes(zeroed: count * 6 / 8)
        bytes.withMutableBytes { _ = Base64.decode(text, into: &$0, value: base64Value) }
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

    private static func isFiller(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "-"),
            UInt8(ascii: "="):
            true
        default: false
        }
    }

    private static func base32Value(_ byte: UInt8, mistyped: Bool) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0") where mistyped: Base32.value(of: UInt8(ascii: "O"))
        case UInt8(ascii: "1") where mistyped: Base32.value(of: UInt8(ascii: "L"))
        case UInt8(ascii: "8") where mistyped: Base32.value(of: UInt8(ascii: "B"))
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
