/// How the value of a keyword is read from the words of its line, and written again.
struct ValueFormat<Value: Sendable>: Sendable {
    /// What a good value is, as the end of the sentence "this is not …".
    let expected: String
    private let parse: @Sendable ([Word]) throws(InvalidText) -> Value
    /// The value as one would write it in the file.
    let write: @Sendable (Value) -> String

    /// A value of one or more words.
    init(
        expected: String,
        parse: @escaping @Sendable ([Word]) throws(InvalidText) -> Value,
        write: @escaping @Sendable (Value) -> String
    ) {
        self.expected = expected
        self.parse = parse
        self.write = write
    }

    /// A value of exactly one word.
    init(
        expected: String,
        word parse: @escaping @Sendable (Word) -> Value?,
        write: @escaping @Sendable (Value) -> String
    ) {
        self.init(
            expected: expected,
            parse: { (words) throws(InvalidText) in
                if let surplus = words.dropFirst().first {
                    throw InvalidText(
                        message: "takes one value, but \(quoted(surplus.bytes)) follows it"
                    )
                }
                guard let word = words.first, let value = parse(word) else {
                    throw .unexpected(words, expected)
                }
                return value
            },
            write: write
        )
    }

    /// Reads a value, and says what is missing if there are no words.
    func read(_ words: [Word]) throws(InvalidText) -> Value {
        guard !words.isEmpty else {
            throw InvalidText(message: "the value is missing; write \(expected)")
        }
        return try parse(words)
    }

    /// The same, or the word `none`.
    static func optional<Wrapped>(_ format: ValueFormat<Wrapped>) -> Self
    where Value == Wrapped? {
        let none = "none"
        return Self(
            expected: "\(format.expected), or \(none)",
            parse: { (words) throws(InvalidText) in
                if let word = words.first, words.count == 1, word.means(none) {
                    return nil
                }
                return try format.read(words)
            },
            write: { $0.map(format.write) ?? none }
        )
    }
}

extension InvalidText {
    /// The words are not what is expected.
    static func unexpected(_ words: [Word], _ expected: String) -> InvalidText {
        let text = words.map { $0.bytes }.joined(separator: [UInt8(ascii: " ")])
        return InvalidText(message: "\(quoted(Array(text))) is not \(expected)")
    }
}
