internal import ConfigurationGrammar
internal import TextCoding
internal import Vocabulary

/// One pattern of a list in a Match line: an address has more than one spelling, a name has one.
enum Pattern: Sendable {
    /// A name in which `*` stands for any bytes and `?` for any one byte; in lower case where case does not matter.
    case name(Wildcard, ignoresCase: Bool)
    case address(AddressPattern)

    /// What a pattern is compared with.
    enum Subject {
        case name([UInt8])
        case address(NetworkAddress)
    }

    /// Reads a pattern of a criterion.
    init(_ text: ArraySlice<UInt8>, of kind: Criterion.Kind) throws(InvalidText) {
        if kind == .address {
            self = .address(try AddressPattern(text))
        } else {
            let ignoresCase = kind.ignoresCase
            self = .name(
                Wildcard(ignoresCase ? text.map { $0.lowercased } : Array(text)),
                ignoresCase: ignoresCase)
        }
    }

    /// Whether the pattern hits this value; a name and an address never meet.
    func matches(_ subject: Subject) -> Bool {
        switch (self, subject) {
        case (.name(let wildcard, let ignoresCase), .name(let name)):
            wildcard.matches(ignoresCase ? name.map { $0.lowercased } : name)
        case (.address(let pattern), .address(let address)): pattern.matches(address)
        case (.name, .address), (.address, .name): false
        }
    }
}
