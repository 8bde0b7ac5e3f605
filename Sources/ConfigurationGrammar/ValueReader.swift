package import TextCoding

/// The words behind a keyword, read as one kind of value or another.
package struct ValueReader: Sendable {
    /// The words, without their quotes.
    package let words: [Word]

    /// Reads these words.
    package init(words: [Word]) { self.words = words }

    /// The only word there is; nil where there is none, or more than one.
    package var onlyWord: Word? { words.count == 1 ? words[0] : nil }

    /// The error that the value is not what is expected of it: missing, too long or something else.
    ///
    /// - Parameters:
    ///   - expected: what a good value is.
    ///   - maximum: how many words a good value may have.
    /// - Returns: The error.
    package func unexpected(_ expected: CompactText, maximum: Int = 1) -> InvalidText {
        guard !words.isEmpty else {
            return InvalidText(message: "the value is missing; write \(expected.string)")
        }
        if let surplus = words.dropFirst(maximum).first {
            return InvalidText(
                message: """
                    there is too much on the line from \(quoted(surplus.bytes)) on; \
                    write \(expected.string)
                    """)
        }
        return InvalidText(message: "\(quoted(joined)) is not \(expected.string)")
    }

    /// All words, with a blank between two.
    package var joined: [UInt8] {
        var text: [UInt8] = []
        for word in words {
            if !text.isEmpty { text.append(UInt8(ascii: " ")) }
            text += word.bytes
        }
        return text
    }

    /// One of a few names.
    package func choice<Value: Choice>() throws(InvalidText) -> Value {
        guard let value = Value(rawValue: try index(among: Value.names)) else {
            throw Self.nameWithoutValue
        }
        return value
    }

    /// Never met while each name of a ``Choice`` has its value.
    package static var nameWithoutValue: InvalidText {
        InvalidText(message: "the name stands for nothing")
    }

    /// Whether the only word is this name.
    package func means(_ name: String) -> Bool { onlyWord?.means(name) ?? false }

    /// The place of the word among names; one copy of the code for all kinds of choices.
    package func index(among names: [String]) throws(InvalidText) -> Int {
        guard let word = onlyWord, let index = names.firstIndex(where: { word.means($0) }) else {
            throw unexpected("\(alternatives(names))")
        }
        return index
    }

    /// A whole number.
    package func number(in range: ClosedRange<Int>) throws(InvalidText) -> Int {
        guard let number = onlyWord.flatMap({ Decimal.number($0.bytes) }), range.contains(number)
        else { throw unexpected("a number from \(range.lowerBound) to \(range.upperBound)") }
        return number
    }

    /// The name of a channel, a topic or a directory.
    package func name() throws(InvalidText) -> String {
        guard let word = onlyWord, Self.isName(word) else {
            throw unexpected("\(Self.expectedName)")
        }
        return word.text
    }

    /// The path of a file or a folder, from the root; one copy of the code for all of them.
    @inline(never)
    package func absolutePath() throws(InvalidText) -> String {
        // PATH_MAX of Linux is 4,096 with the NUL at the end.
        let longest = 4_095
        guard let word = onlyWord, word.bytes.first == UInt8(ascii: "/"),
            word.bytes.count <= longest
        else { throw unexpected("an absolute path of at most \(longest) bytes") }
        return word.text
    }

    /// The longest name of a channel, a topic or a directory, in bytes.
    private static let longestName = 64

    /// What a good name is.
    package static var expectedName: String {
        compact("a name of at most \(longestName) ASCII letters, digits, - . and _")
    }

    /// Whether the word can name a channel, a topic or a directory.
    package static func isName(_ word: Word) -> Bool {
        (1...longestName).contains(word.bytes.count)
            && word.bytes.allSatisfy {
                $0.isLetterOrDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
                    || $0 == UInt8(ascii: "_")
            }
    }
}
