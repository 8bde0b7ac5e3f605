internal import ConfigurationGrammar
internal import TextCoding

/// The condition of a Match line: all its criteria must hold.
final class MatchCondition: Sendable {
    /// The keyword that begins a Match block.
    static let keyword = "Match"
    /// The word that stands for a condition without criteria.
    private static let all = "all"

    /// The condition of the global section.
    static var always: MatchCondition {
        MatchCondition(line: 0, criteria: [])
    }

    /// The number of the Match line, from 1.
    let line: Int
    /// The criteria; none for `Match all`.
    let criteria: [Criterion]

    private init(line: Int, criteria: [Criterion]) {
        self.line = line
        self.criteria = criteria
    }

    /// Reads the criteria that follow the keyword.
    convenience init(_ words: inout WordScanner, line: Int) throws(InvalidText) {
        var criteria: [Criterion] = []
        var saysAll = false
        while let name = try words.name() {
            if name.means(Self.all) {
                saysAll = true
                continue
            }
            guard let kind = Criterion.Kind(named: name.text) else {
                throw InvalidText(
                    message: """
                        \(quoted(name.bytes)) is no criterion; write \(Criterion.Kind.allNames) with \
                        a list, or all
                        """
                )
            }
            guard let list = try words.value() else {
                throw InvalidText(message: "\(kind.name) has no list after it")
            }
            criteria.append(try Criterion(kind, list))
        }
        guard saysAll == criteria.isEmpty else {
            throw InvalidText(
                message: saysAll
                    ? "all cannot be combined with other criteria"
                    : "there is no criterion; write \(Criterion.Kind.allNames) with a list, or all"
            )
        }
        self.init(line: line, criteria: criteria)
    }

    /// The Match line, each blank a single one and comments left out.
    var text: String {
        guard !isAll else { return "\(Self.keyword) \(Self.all)" }
        return criteria.reduce(Self.keyword) {
            "\($0) \($1.kind.name) \(Word.written($1.list.text))"
        }
    }

    /// Whether this is the condition of the global section.
    var isGlobal: Bool { line == 0 }

    /// Whether this is `Match all`, or no Match line at all.
    var isAll: Bool {
        criteria.isEmpty
    }

    /// Whether the condition is about an attribute.
    func names(_ kind: Criterion.Kind) -> Bool { criteria.contains { $0.kind == kind } }

    /// Whether every criterion holds for this login.
    func holds(for login: LoginAttributes) -> Truth {
        criteria.reduce(.yes) { $0.and($1.holds(for: login)) }
    }
}
