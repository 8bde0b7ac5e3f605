/// One pattern of a list in a Match line.
protocol Pattern: Sendable {
    associatedtype Subject

    /// Reads a pattern without its `!`.
    init(_ text: ArraySlice<UInt8>) throws(InvalidText)

    /// Whether the pattern hits this value.
    func matches(_ subject: Subject) -> Bool
}

/// A list of patterns, separated by commas; those after a `!` are exceptions.
struct PatternList<Element: Pattern>: Sendable {
    private(set) var wanted: [Element] = []
    private(set) var exceptions: [Element] = []

    /// Reads a list, such as `10.8.0.0/16,!10.8.7.0/24`.
    init(_ list: Word) throws(InvalidText) {
        let comma = UInt8(ascii: ",")
        for entry in list.bytes.split(separator: comma, omittingEmptySubsequences: false) {
            let isException = entry.first == UInt8(ascii: "!")
            let text = isException ? entry.dropFirst() : entry
            guard let first = text.first, let last = text.last else {
                throw InvalidText(message: "an empty pattern in \(quoted(list.bytes))")
            }
            guard !first.isBlank, !last.isBlank else {
                throw InvalidText(
                    message: "a blank at the edge of a pattern in \(quoted(list.bytes))"
                )
            }
            if isException {
                exceptions.append(try Element(text))
            } else {
                wanted.append(try Element(text))
            }
        }
    }

    /// Whether the list can match any login at all; a list of exceptions only cannot.
    var canMatch: Bool {
        !wanted.isEmpty
    }

    /// Whether one of the values is wanted and none is an exception.
    func matches(_ subjects: [Element.Subject]) -> Bool {
        Self.hit(subjects, by: wanted) && !Self.hit(subjects, by: exceptions)
    }

    private static func hit(_ subjects: [Element.Subject], by patterns: [Element]) -> Bool {
        subjects.contains { subject in patterns.contains { $0.matches(subject) } }
    }
}
