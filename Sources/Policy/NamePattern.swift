internal import TextCoding

/// A name in which `*` stands for any bytes and `?` for any one byte.
struct NamePattern: Pattern {
    let wildcard: Wildcard
    private let ignoresCase: Bool

    init(_ text: ArraySlice<UInt8>, ignoresCase: Bool) {
        wildcard = Wildcard(ignoresCase ? text.map { $0.lowercased } : Array(text))
        self.ignoresCase = ignoresCase
    }

    func matches(_ name: [UInt8]) -> Bool {
        wildcard.matches(ignoresCase ? name.map { $0.lowercased } : name)
    }
}
