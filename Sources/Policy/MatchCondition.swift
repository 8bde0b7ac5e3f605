internal import TextCoding
internal import ConfigurationGrammar

/// The condition of a Match line: all its criteria must hold.
struct MatchCondition: Sendable {
    /// The keyword that begins a Match block.
    static let keyword = "Match"
    /// The word that stands for a condition without criteria.
    private static let all = "all"

    /// The condition of the global section.
    static var always: MatchCondition {
        MatchCondition(line: 0, text: "", criteria: [])
    }

    /// The number of the Match line, from 1.
    let line: Int
    /// The Match line, each blank a single one and comments left out.
    let text: String
    /// The criteria; none for `Match all`.
    let criteria: [Criterion]

    private init(line: Int, text: String, criteria: [Criterion]) {
        self.line = line
        self.text = text
        self.criteria = criteria
    }

    /// Reads the criteria that follow the keyword.
    init(_ words: inout WordScanner, line: Int) throws(InvalidText) {
        var text = Self.keyword
        var criteria: [Criterion] = []
        var saysAll = false
        while let name = try words.name() {
            if name.means(Self.all) {
                text += " " + Self.all
                saysAll = true
                continue
            }
            guard let kind = Criterion.Kind(name) else {
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
            text += compact(" \(kind.name) \(Word.written(list.text))")
            criteria.append(try Criterion(kind, list))
        }
        guard saysAll == criteria.isEmpty else {
            throw InvalidText(
                message: saysAll
                    ? "all cannot be combined with other criteria"
                    : "there is no criterion; write \(Criterion.Kind.allNames) with a list, or all"
            )
        }
        self.init(line: line, text: text, criteria: criteria)
    }

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
