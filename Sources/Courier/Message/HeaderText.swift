internal import TextCoding

/// Text in the header of a mail, in ASCII (RFC 5322, RFC 2047).
enum HeaderText {
    /// How many bytes go into an encoded word: as base64 they are 52 characters, so that the word has 64,
    /// where 75 are allowed, and a line with `Subject: ` before it less than 76 (RFC 2047 section 2).
    private static let bytesPerWord = 39
    /// The longest line, without its end, that is left as it is (RFC 5322 section 2.1.1 allows 998).
    private static let longestLine = 900

    /// Free text, such as a subject: as it is where it is ASCII, else in encoded words.
    static func unstructured(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        return isPlain(bytes) ? bytes : encodedWords(bytes)
    }

    /// A name before an address: a quoted string where it is ASCII, else in encoded words.
    static func phrase(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        guard isPlain(bytes) else { return encodedWords(bytes) }
        let quote = UInt8(ascii: "\"")
        let escaped = bytes.flatMap {
            $0 == quote || $0 == UInt8(ascii: "\\") ? [UInt8(ascii: "\\"), $0] : [$0]
        }
        return [quote] + escaped + [quote]
    }

    /// Whether the text may stand in a header: nothing in it could be taken for a line end or an encoded word.
    private static func isPlain(_ bytes: [UInt8]) -> Bool {
        let looksEncoded = zip(bytes, bytes.dropFirst()).contains {
            $0 == UInt8(ascii: "=") && $1 == UInt8(ascii: "?")
        }
        return bytes.count <= longestLine && !looksEncoded
            && bytes.allSatisfy { (0x20...0x7e).contains($0) }
    }

    /// Encoded words, each a whole number of characters, each but the first on a line of its own.
    private static func encodedWords(_ bytes: [UInt8]) -> [UInt8] {
        var words: [UInt8] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            var word = rest.prefix(bytesPerWord)
            // A byte 10xxxxxx goes on with the character before it, which then comes with the next word.
            while word.count > 1, word.endIndex < rest.endIndex,
                rest[word.endIndex] & 0b1100_0000 == 0b1000_0000
            {
                word = word.dropLast()
            }
            rest = rest.dropFirst(word.count)
            if !words.isEmpty { words += Array("\r\n ".utf8) }
            words += Array("=?UTF-8?B?\(Base64.encode(Array(word).span))?=".utf8)
        }
        return words
    }
}
