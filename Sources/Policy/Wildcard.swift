/// Text in which `*` stands for any bytes, also none, and `?` for any one byte.
struct Wildcard: Sendable {
    let pattern: [UInt8]

    init(_ pattern: [UInt8]) {
        self.pattern = pattern
    }

    /// Whether the whole text fits the pattern.
    ///
    /// After a mismatch only the latest `*` takes one byte more. Going back to an earlier one could
    /// gain nothing, so the time grows with the product of the lengths and not faster.
    func matches(_ text: [UInt8]) -> Bool {
        var pending = pattern[...]
        var rest = text[...]
        var retry: (pattern: ArraySlice<UInt8>, text: ArraySlice<UInt8>)?
        while let byte = rest.first {
            if pending.first == UInt8(ascii: "*") {
                pending = pending.dropFirst()
                retry = (pending, rest)
            } else if let wanted = pending.first, wanted == byte || wanted == UInt8(ascii: "?") {
                pending = pending.dropFirst()
                rest = rest.dropFirst()
            } else if let last = retry {
                rest = last.text.dropFirst()
                pending = last.pattern
                retry = (pending, rest)
            } else {
                return false
            }
        }
        return pending.allSatisfy { $0 == UInt8(ascii: "*") }
    }

    /// Whether the text holds a `*` or a `?`.
    static func isPresent(in text: some Sequence<UInt8>) -> Bool {
        text.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }
    }
}
