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
        let (plain, length) = plainCharacter(bytes.extracting(droppingFirst: index))
        index += length
        if plain == UInt8(ascii: ":") { code = [] } else { code.append(plain) }
    }
    while let last = code.last, isPunctuation(last) { code.removeLast() }
    while let first = code.first, isPunctuation(first) { code.removeFirst() }
    return code
}

/// Whether a byte is a mark that ends a sentence, or stands around a word.
private func isPunctuation(_ byte: UInt8) -> Bool { ".,;!\"'`()[]<>".utf8.contains(byte) }

/// The first character of a text where it is one for which ASCII has another, and how many bytes it has; else its first
/// byte.
private func plainCharacter(_ bytes: Span<UInt8>) -> (plain: UInt8, length: Int) {
    let (blank, hyphen) = (UInt8(ascii: " "), UInt8(ascii: "-"))
    if bytes.count >= 2, bytes[0] == 0xc2, bytes[1] == 0xa0 { return (blank, 2) }
    guard bytes.count >= 3, bytes[0] >= 0xe2 else { return (bytes[0], 1) }
    switch (bytes[0], bytes[1], bytes[2]) {
    // U+2000 to U+200F, U+2028 to U+202F, U+205F to U+206F, U+3000 and U+FEFF: blanks, and what is not seen.
    case (0xe2, 0x80, 0x80...0x8f), (0xe2, 0x80, 0xa8...0xaf), (0xe2, 0x81, 0x9f...0xaf),
        (0xe3, 0x80, 0x80), (0xef, 0xbb, 0xbf):
        return (blank, 3)
    // U+3001 and U+3002, comma and full stop.
    case (0xe3, 0x80, 0x81...0x82): return (UInt8(ascii: "."), 3)
    // U+2010 to U+2015 and U+2212.
    case (0xe2, 0x80, 0x90...0x95), (0xe2, 0x88, 0x92): return (hyphen, 3)
    // U+FF01 to U+FF5E, which are ASCII in the width of an ideograph.
    case (0xef, 0xbc, 0x81...0xbf): return (bytes[2] - 0x60, 3)
    case (0xef, 0xbd, 0x80...0x9e): return (bytes[2] - 0x20, 3)
    default: return (bytes[0], 1)
    }
}
