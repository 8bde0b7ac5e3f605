internal import TextCoding
internal import ConfigurationGrammar

/// One pattern of a list in a Match line.
protocol Pattern: Sendable {
    associatedtype Subject

    /// Whether the pattern hits this value.
    func matches(_ subject: Subject) -> Bool
}

/// A list of patterns, separated by commas; those after a `!` are exceptions.
struct PatternList<Element: Pattern>: Sendable {
    private(set) var wanted: [Element] = []
    private(set) var exceptions: [Element] = []

    /// Reads a list, such as `10.8.0.0/16,!10.8.7.0/24`.
    ///
    /// - Parameters:
    ///   - list: the whole list.
    ///   - pattern: reads one pattern, without its `!`.
    /// - Throws: an ``InvalidText`` if a pattern is empty or ``pattern`` refuses it.
    init(
        _ list: Word,
        _ pattern: (ArraySlice<UInt8>) throws(InvalidText) -> Element
    ) throws(InvalidText) {
        for entry in try entries(of: list) {
            if entry.isException {
                exceptions.append(try pattern(entry.text))
            } else {
                wanted.append(try pattern(entry.text))
            }
        }
    }

    /// Whether the list can match any login at all; a list of exceptions only cannot.
    var canMatch: Bool {
        !wanted.isEmpty
    }

    /// Whether one of the values is wanted and none is an exception.
    ///
    /// `areAll` says whether these are all the values there are. Where they are not, only an exception is certain,
    /// and a wanted value where there are no exceptions: to be certain of an absence is more than not finding it.
    func holds(for subjects: [Element.Subject], areAll: Bool) -> Truth {
        if !canMatch || Self.hit(subjects, by: exceptions) { return .no }
        let isWanted = Self.hit(subjects, by: wanted)
        if areAll { return isWanted ? .yes : .no }
        return isWanted && exceptions.isEmpty ? .yes : .unknown
    }

    private static func hit(_ subjects: [Element.Subject], by patterns: [Element]) -> Bool {
        subjects.contains { subject in patterns.contains { $0.matches(subject) } }
    }
}

/// Cuts a list at its commas.
private func entries(
    of list: Word
) throws(InvalidText) -> [(text: ArraySlice<UInt8>, isException: Bool)] {
    let comma = UInt8(ascii: ",")
    var entries: [(text: ArraySlice<UInt8>, isException: Bool)] = []
    for entry in list.bytes.split(separator: comma, omittingEmptySubsequences: false) {
        let isException = entry.first == UInt8(ascii: "!")
        let text = isException ? entry.dropFirst() : entry
        guard let first = text.first, let last = text.last, !first.isBlank, !last.isBlank else {
            throw InvalidText(
                message: "\(quoted(list.bytes)) has an empty pattern or a blank beside a comma"
            )
        }
        entries.append((text, isException))
    }
    return entries
}
