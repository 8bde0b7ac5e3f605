/// Hexadecimal digits (RFC 4648 section 8).
package enum Hexadecimal {
    /// The two lower-case digits of a byte.
    @inline(never)
    package static func digits(of byte: UInt8) -> [UInt8] { [digit(byte >> 4), digit(byte & 15)] }

    /// Bytes as lower-case digits.
    package static func encode(_ bytes: Span<UInt8>) -> String {
        var text: [UInt8] = []
        for index in bytes.indices { text += digits(of: bytes[index]) }
        return String(bytes: text)
    }

    /// The value of a digit of either case; nil for any other character.
    package static func value(of digit: UInt8) -> UInt8? {
        switch digit.lowercased {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit.lowercased - UInt8(ascii: "a") + 10
        default: nil
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
