/// One line of a text, or a part of one: where it lies, without what ends it.
struct TextRange {
    /// The number of the line, from 1.
    let line: Int
    /// Where it lies in the text.
    let bytes: Range<Int>
}

extension Span<UInt8> {
    /// The lines of a text, without their ends: a line feed, with carriage returns before it or
    /// not.
    func lines() -> [TextRange] {
        var lines: [TextRange] = []
        var start = 0
        for index in 0...count where index == count || self[index] == UInt8(ascii: "\n") {
            var end = index
            while end > start, self[end - 1] == UInt8(ascii: "\r") { end -= 1 }
            if index < count || end > start {
                lines.append(TextRange(line: lines.count + 1, bytes: start..<end))
            }
            start = index + 1
        }
        return lines
    }

    /// The words of a part of a text, which blanks and tabs stand between.
    func words(in part: Range<Int>) -> [Range<Int>] {
        var words: [Range<Int>] = []
        var start: Int?
        for index in part {
            if Self.isBlank(self[index]) {
                if let begun = start { words.append(begun..<index) }
                start = nil
            } else {
                start = start ?? index
            }
        }
        if let start { words.append(start..<part.upperBound) }
        return words
    }

    /// A part of a text as text; what is not UTF-8 becomes replacement characters.
    func text(_ part: Range<Int>) -> String {
        String(decoding: part.map { self[$0] }, as: UTF8.self)
    }

    /// A part of a text as the name of a user, which is never repaired into that of somebody else.
    ///
    /// - Throws: where it is no UTF-8.
    func name(_ part: Range<Int>) throws(UnusableLine) -> String {
        guard let name = String(validating: part.map { self[$0] }, as: UTF8.self) else {
            throw UnusableLine("the user's name is not valid UTF-8")
        }
        return name
    }

    /// A number in decimal digits, and nothing else; nil for any other text and for a number too
    /// big.
    func number(_ part: Range<Int>) -> UInt64? {
        guard !part.isEmpty else { return nil }
        var value: UInt64 = 0
        for index in part {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self[index]) else { return nil }
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(
                UInt64(self[index] - UInt8(ascii: "0")))
            guard !overflow, !carry else { return nil }
            value = sum
        }
        return value
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }
}
