/// What a person typed or pasted as a code, in ASCII and without what stands around it.
///
/// Digits, letters, blanks and hyphens of other widths are taken for those they are, and what stands before the last
/// colon, as in `code: 123456`, and punctuation at the ends are left out. None of that is part of any code, so that no
/// two codes become one. Everything else stays.
@inline(never)
package func plainCode(_ bytes: Span<UInt8>) -> [UInt8] {
    var code: [UInt8] = []
    var index = 0
    while index < bytes.count {
        let (scalar, length) = scalar(bytes.extracting(droppingFirst: index))
        let plain = plain(scalar) ?? bytes[index]
        if plain == UInt8(ascii: ":") { code = [] } else { code.append(plain) }
        index += plain == bytes[index] ? 1 : length
    }
    while let last = code.last, isPunctuation(last) { code.removeLast() }
    while let first = code.first, isPunctuation(first) { code.removeFirst() }
    return code
}

/// Whether a byte is a mark that ends a sentence, or stands around a word.
private func isPunctuation(_ byte: UInt8) -> Bool { ".,;!\"'`()[]<>".has(byte) }

/// The character of ASCII that another one stands for; nil for none.
private func plain(_ scalar: UInt32) -> UInt8? {
    switch scalar {
    // Blanks, and what is not seen.
    case 0xa0, 0x2000...0x200f, 0x2028...0x202f, 0x205f...0x206f, 0x3000, 0xfeff: UInt8(ascii: " ")
    case 0x2010...0x2015, 0x2212: UInt8(ascii: "-")
    case 0x3001...0x3002: UInt8(ascii: ".")
    // ASCII in the width of an ideograph.
    case 0xff01...0xff5e: UInt8(truncatingIfNeeded: scalar - 0xfee0)
    default: nil
    }
}
