internal import ConfigurationGrammar
internal import TextCoding

/// A list of patterns, separated by commas; those after a `!` are exceptions.
struct PatternList: Sendable {
    private(set) var wanted: [Pattern] = []
    private(set) var exceptions: [Pattern] = []

    /// Reads the list of a criterion, such as `10.8.0.0/16,!10.8.7.0/24`.
    ///
    /// - Throws: an ``InvalidText`` if a pattern is empty or none of this criterion.
    init(_ list: Word, of kind: Criterion.Kind) throws(InvalidText) {
        for entry in try entries(of: list) {
            let pattern = try Pattern(entry.text, of: kind)
            if entry.isException { exceptions.append(pattern) } else { wanted.append(pattern) }
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
    @inline(never)
    func holds(for subjects: [Pattern.Subject], areAll: Bool) -> Truth {
        if !canMatch || Self.hit(subjects, by: exceptions) { return .no }
        let isWanted = Self.hit(subjects, by: wanted)
        if areAll { return isWanted ? .yes : .no }
        return isWanted && exceptions.isEmpty ? .yes : .unknown
    }

    /// Whether there are values, and each of them is wanted and no exception.
    ///
    /// - Parameters:
    ///   - subjects: the values.
    ///   - areKnown: whether these are the values; where they are not, nothing is known of them.
    /// - Returns: Whether that is so.
    func holds(forEachOf subjects: [Pattern.Subject], areKnown: Bool) -> Truth {
        guard canMatch else { return .no }
        guard areKnown else { return .unknown }
        let doAll = subjects.allSatisfy { holds(for: [$0], areAll: true) == .yes }
        return doAll && !subjects.isEmpty ? .yes : .no
    }

    @inline(never)
    private static func hit(_ subjects: [Pattern.Subject], by patterns: [Pattern]) -> Bool {
        subjects.contains { subject in patterns.contains { $0.matches(subject) } }
    }
}

/// Cuts a list at its commas.
private func entries(
    of list: Word
) throws(InvalidText) -> [(text: ArraySlice<UInt8>, isException: Bool)] {
    let comma = UInt8(ascii: ",")
    var entries: [(text: ArraySlice<UInt8>, isException: Bool)] = []
    // As a slice: the module need not have the code for splitting arrays too.
    for entry in list.bytes[...].split(separator: comma, omittingEmptySubsequences: false) {
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
