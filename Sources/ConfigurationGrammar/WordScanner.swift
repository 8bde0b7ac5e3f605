internal import TextCoding

/// Takes the words off a line, by the rules of sshd_config(5).
///
/// Words are separated by blanks. A `#` where a word would begin starts a comment. Single or
/// double quotes keep blanks together; a backslash takes the meaning from a quote or a backslash,
/// and from a blank outside quotes, and stands for itself before anything else.
package struct WordScanner {
    private var rest: ArraySlice<UInt8>

    /// Starts at the beginning of a line.
    ///
    /// - Parameter line: the line without its line ending.
    package init(_ line: ArraySlice<UInt8>) {
        rest = line
    }

    /// The next word as a name, which ends at a blank or at one `=`; nil at the end of the line.
    ///
    /// The `=` may have blanks around it, and is taken too.
    package mutating func name() throws(InvalidText) -> Word? {
        guard skipBlanks() else {
            return nil
        }
        let name = rest.prefix { !$0.isBlank && $0 != UInt8(ascii: "=") }
        try checkCharacters(name)
        rest = rest.dropFirst(name.count)
        skipBlanks()
        if rest.first == UInt8(ascii: "=") {
            rest = rest.dropFirst()
        }
        return Word(bytes: Array(name))
    }

    /// The next word as a value, which may be quoted; nil at the end of the line.
    package mutating func value() throws(InvalidText) -> Word? {
        guard skipBlanks() else {
            return nil
        }
        let start = rest
        var bytes: [UInt8] = []
        var openQuote: UInt8?
        while let byte = rest.first, openQuote != nil || !byte.isBlank {
            rest = rest.dropFirst()
            if byte == UInt8(ascii: "\\"), let next = rest.first,
                Self.isEscapable(next, insideQuotes: openQuote != nil)
            {
                rest = rest.dropFirst()
                bytes.append(next)
            } else if byte == openQuote {
                openQuote = nil
            } else if openQuote == nil, Self.isQuote(byte) {
                openQuote = byte
            } else {
                bytes.append(byte)
            }
        }
        try checkCharacters(start[start.startIndex..<rest.startIndex])
        guard openQuote == nil else {
            throw InvalidText(message: "a quote is opened and not closed: \(quoted(Array(start)))")
        }
        return Word(bytes: bytes)
    }

    /// All the values up to the end of the line.
    package mutating func values() throws(InvalidText) -> [Word] {
        var values: [Word] = []
        while let value = try value() {
            values.append(value)
        }
        return values
    }

    /// Goes on to the next word; false if the line ends or a comment starts before it.
    @discardableResult
    private mutating func skipBlanks() -> Bool {
        rest = rest.drop(while: { $0.isBlank })
        return rest.first != nil && rest.first != UInt8(ascii: "#")
    }

    private static func isQuote(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
    }

    private static func isEscapable(_ byte: UInt8, insideQuotes: Bool) -> Bool {
        isQuote(byte) || byte == UInt8(ascii: "\\") || (byte == UInt8(ascii: " ") && !insideQuotes)
    }

    /// Refuses what no setting can hold and what could forge a line of a log.
    private func checkCharacters(_ word: ArraySlice<UInt8>) throws(InvalidText) {
        if let control = word.first(where: { ($0 < 0x20 && !$0.isBlank) || $0 == 0x7f }) {
            throw InvalidText(message: "a control character, \(quoted([control])), is not allowed")
        }
        guard String(validating: word, as: UTF8.self) != nil else {
            throw InvalidText(message: "\(quoted(Array(word))) is not valid UTF-8")
        }
    }
}
