internal import Cryptography

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
        return packed(text, bitsEach: 5, byteCount: count * 5 / 8) {
            base32Value($0, mistyped: mistyped)
        }
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
        return packed(text, bitsEach: 6, byteCount: count * 6 / 8, value: base64Value)
    }

    /// Reads pairs of hexadecimal digits of either case.
    ///
    /// - Returns: nil where there is another character, an odd number of them, or nothing.
    static func hexadecimal(_ text: Span<UInt8>) -> SecretBytes? {
        guard text.count > 0, text.count % 2 == 0 else { return nil }
        for index in text.indices where hexadecimalValue(text[index]) == nil { return nil }
        return packed(text, bitsEach: 4, byteCount: text.count / 2, value: hexadecimalValue)
    }

    /// The value of one hexadecimal digit.
    static func hexadecimalValue(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }

    /// Puts the bits of characters together, as many bytes as are wanted; characters without a
    /// value are left out.
    private static func packed(
        _ text: Span<UInt8>, bitsEach: Int, byteCount: Int, value: (UInt8) -> UInt32?
    ) -> SecretBytes {
        var bytes = SecretBytes(zeroed: byteCount)
        bytes.withMutableBytes { bytes in
            var buffer: UInt32 = 0
            var bits = 0
            var position = 0
            for index in text.indices {
                guard let value = value(text[index]) else { continue }
                buffer = buffer << UInt32(bitsEach) | value
                bits += bitsEach
                guard bits >= 8, position < bytes.count else { continue }
                bits -= 8
                bytes[position] = UInt8(truncatingIfNeeded: buffer >> UInt32(bits))
                position += 1
                buffer &= (1 << UInt32(bits)) - 1
            }
        }
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

    private static func base32Value(_ byte: UInt8, mistyped: Bool) -> UInt32? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a"))
        case UInt8(ascii: "2")...UInt8(ascii: "7"): UInt32(byte - UInt8(ascii: "2")) + 26
        case UInt8(ascii: "0") where mistyped: UInt32(UInt8(ascii: "O") - UInt8(ascii: "A"))
        case UInt8(ascii: "1") where mistyped: UInt32(UInt8(ascii: "L") - UInt8(ascii: "A"))
        case UInt8(ascii: "8") where mistyped: UInt32(UInt8(ascii: "B") - UInt8(ascii: "A"))
        default: nil
        }
    }

    private static func base64Value(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
