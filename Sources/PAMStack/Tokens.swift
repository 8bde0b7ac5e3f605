/// The words of a line, as libpam separates them.
struct Tokens {
    /// One word.
    ///
    /// In square brackets it may have blanks; the brackets are gone, and say nothing to libpam any more.
    struct Token {
        let bytes: [UInt8]

        /// As it stands in the line, but for the brackets.
        var text: String { String(decoding: bytes, as: UTF8.self) }
        var withoutDash: Token {
            guard bytes.first == UInt8(ascii: "-") else { return self }
            return Token(bytes: Array(bytes.dropFirst()))
        }

        /// libpam compares its own words whatever their case, as far as they are ASCII.
        func matches(_ word: String) -> Bool {
            bytes.count == word.utf8.count
                && zip(bytes, word.utf8).allSatisfy { lowercased($0) == $1 }
        }
    }

    private var rest: ArraySlice<UInt8>

    init(_ line: [UInt8]) { rest = line[...] }

    mutating func next() -> Token? {
        rest = rest.drop { $0.isBlank }
        guard let first = rest.first else { return nil }
        guard first == UInt8(ascii: "[") else {
            let word = rest.prefix { !$0.isBlank }
            rest = rest.dropFirst(word.count).dropFirst()
            return Token(bytes: Array(word))
        }
        var word: [UInt8] = []
        rest = rest.dropFirst()
        while let byte = rest.popFirst(), byte != UInt8(ascii: "]") {
            if byte == UInt8(ascii: "\\"), rest.first == UInt8(ascii: "]") {
                rest = rest.dropFirst()
                word.append(UInt8(ascii: "]"))
            } else {
                word.append(byte)
            }
        }
        return Token(bytes: word)
    }

    /// The words that are left.
    mutating func remaining() -> [Token] {
        var tokens: [Token] = []
        while let token = next() { tokens.append(token) }
        return tokens
    }
}

extension UInt8 {
    /// What separates words for libpam; a carriage return is part of one.
    var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0A }
}

/// The small letter, for one of ASCII's capitals.
func lowercased(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
