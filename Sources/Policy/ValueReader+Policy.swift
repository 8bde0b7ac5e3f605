internal import ConfigurationGrammar
internal import TextCoding

/// What the values of several keywords of the policy have in common.
extension ValueReader {
    /// The word for a value that is not there.
    static var none: String { "none" }

    /// A time in seconds, written as ``TimeFormat`` says.
    func time(in range: ClosedRange<Int>) throws(InvalidText) -> Int {
        guard let time = onlyWord.flatMap({ TimeFormat.seconds($0.bytes) }), range.contains(time)
        else {
            let shortest = TimeFormat.text(range.lowerBound)
            let longest = TimeFormat.text(range.upperBound)
            throw unexpected("a time from \(shortest) to \(longest), such as 90s, 5m or 1h30m")
        }
        return time
    }
}
