/// The Base64 encoding of RFC 4648 section 4.
package enum Base64 {
    /// Encodes bytes in one line, with padding.
    package static func encode(_ bytes: Span<UInt8>) -> String {
        let alphabet = Array(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".bytes)
        let text = DigitGroups.digits(of: bytes, bitsEach: 6, alphabet: alphabet)
        let padding = [UInt8](repeating: UInt8(ascii: "="), count: (3 - bytes.count % 3) % 3)
        return String(bytes: text + padding)
    }

    /// The bytes of a text; what is no digit ends it.
    package static func decodePrefix(_ text: Span<UInt8>) -> [UInt8] {
        var count = 0
        while count < text.count, value(of: text[count]) != nil { count += 1 }
        var bytes = [UInt8](repeating: 0, count: count * 6 / 8)
        var span = bytes.mutableSpan
        _ = decode(text.extracting(0..<count), into: &span)
        return bytes
    }

    /// The value of a digit; nil for any other character.
    package static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): digit - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }

    /// Writes the bytes of digits into the place made for them.
    ///
    /// - Parameters:
    ///   - text: The digits; characters without a value are left out.
    ///   - bytes: Where as many bytes are written as fit.
    ///   - value: The value of a digit, from 0 to 63.
    /// - Returns: The bits left over.
    package static func decode(
        _ text: Span<UInt8>, into bytes: inout MutableSpan<UInt8>,
        value: (UInt8) -> UInt8? = Base64.value(of:)
    ) -> UInt32 {
        DigitGroups.decode(text, bitsEach: 6, into: &bytes, value: value)
    }
}
