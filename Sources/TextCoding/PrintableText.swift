/// A text of somebody else's fit for a log and a terminal: what is not printable becomes question marks, and the text is
/// cut to `limit` bytes.
package func printable(_ bytes: some Sequence<UInt8>, limit: Int = 200) -> String {
    String(bytes: replacingUnprintable(in: Array(bytes.prefix(limit))))
}

/// The same of the whole text, as bytes.
package func replacingUnprintable(in bytes: [UInt8]) -> [UInt8] {
    shown(bytes, bytes.count, .replaced)
}

/// A text with asterisks where a secret stood: what others say may repeat what they were given.
package func hiding(_ secrets: [String], in text: String) -> [UInt8] {
    var rest = text.bytes[...]
    var result: [UInt8] = []
    while let byte = rest.first {
        if let secret = secrets.first(where: { !$0.utf8.isEmpty && rest.starts(with: $0.utf8) }) {
            result += "***".bytes
            rest = rest.dropFirst(secret.utf8.count)
        } else {
            result.append(byte)
            rest = rest.dropFirst()
        }
    }
    return result
}

/// Text from a file in quotes, fit for a message and a log line.
///
/// Quotes and backslashes have a backslash before them, what is not printable is written as `\xNN`, and a long text is
/// cut.
package func quoted(_ bytes: [UInt8]) -> String {
    let longest = 40
    let text = shown(bytes, longest, .quoted) + (bytes.count > longest ? "...".bytes : [])
    return String(bytes: [UInt8(ascii: "\"")] + text + [UInt8(ascii: "\"")])
}

/// What becomes of bytes that are not printable, and of quotes and backslashes.
enum Escaping {
    /// Question marks; quotes stay.
    case replaced
    /// `\xNN`, and a backslash before quotes.
    case quoted
    /// `\xNN`, of quotes too.
    case escaped
}

/// The first bytes of a text with what is not printable escaped.
@inline(never)
func shown(_ bytes: [UInt8], _ limit: Int, _ escaping: Escaping) -> [UInt8] {
    let end = min(bytes.count, limit)
    var result: [UInt8] = []
    var index = 0
    while index < end {
        let byte = bytes[index]
        let isQuote = byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
        var length = printableLength(bytes.span.extracting(index..<end))
        switch escaping {
        case .replaced: if length == 0 { result.append(UInt8(ascii: "?")) }
        case .quoted where isQuote: result.append(UInt8(ascii: "\\"))
        case .escaped where isQuote: length = 0
        case .quoted, .escaped: break
        }
        if length == 0, escaping != .replaced {
            result += "\\x".bytes + Hexadecimal.digits(of: byte)
        }
        for next in index..<index + length { result.append(bytes[next]) }
        index += max(length, 1)
    }
    return result
}

/// How many bytes the printable character has that a text begins with; 0 where it begins with none.
///
/// UTF-8 is taken as table 3-7 of the Unicode standard has it, and nothing is repaired. Not printable are what moves,
/// turns or hides other text, what is not seen, and blanks that look like a space and are none.
private func printableLength(_ bytes: Span<UInt8>) -> Int {
    let (scalar, length) = scalar(bytes)
    if scalar < 0x80 { return (0x20...0x7e).contains(scalar) ? 1 : 0 }
    return isHidden(scalar) ? 0 : length
}

/// The character that a text begins with, and how many bytes it has; the first byte for one that is none, which stands
/// for a control character.
@inline(never)
func scalar(_ bytes: Span<UInt8>) -> (UInt32, length: Int) {
    let first = bytes[0]
    let length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
    guard (0xc2...0xf4).contains(first), bytes.count >= length else {
        return (first < 0x80 ? UInt32(first) : 0, 1)
    }
    var scalar = UInt32(first & (0xff >> UInt8(length + 1)))
    for index in 1..<length {
        guard bytes[index] & 0xc0 == 0x80 else { return (0, 1) }
        scalar = scalar << 6 | UInt32(bytes[index] & 0x3f)
    }
    // The least that needs so many bytes.
    let least: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x1_0000
    return scalar >= least ? (scalar, length) : (0, 1)
}

/// Whether a character beyond ASCII is none that can be seen where it stands.
///
/// From the categories Cc, Cf, Co, Cs, Zl, Zp and Zs, and Default_Ignorable_Code_Point of Unicode 16; none of the planes
/// behind that of the tags.
private func isHidden(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x80...0xa0, 0xad, 0x34f, 0x600...0x605, 0x61c, 0x6dd, 0x70f, 0x115f...0x1160, 0x1680,
        0x17b4...0x17b5, 0x180b...0x180f, 0x2000...0x200f, 0x2028...0x202f, 0x205f...0x206f, 0x3000,
        0x3164, 0xd800...0xf8ff, 0xfe00...0xfe0f, 0xfeff, 0xffa0, 0xfff0...0xfffb, 0xfffe...0xffff,
        0x1_bca0...0x1_bca3, 0x1_d173...0x1_d17a, 0xe_0000...:
        true
    default: false
    }
}
