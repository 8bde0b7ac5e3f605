/// The condition of a Match line: all its criteria must hold.
struct MatchCondition: Sendable {
    /// The keyword that begins a Match block.
    static let keyword = "Match"
    /// The condition of the global section.
    static var always: MatchCondition {
        MatchCondition(line: 0, text: "", criteria: [])
    }

    /// The number of the Match line, from 1.
    let line: Int
    /// The Match line as it is written, without blanks at its ends and without a comment.
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
        var criteria: [Criterion] = []
        var saysAll = false
        while let name = try words.name() {
            if name.means("all") {
                saysAll = true
            } else {
                let kind = try Criterion.Kind(name)
                guard let list = try words.value() else {
                    throw InvalidText(message: "\(Self.keyword): \(kind.name) has no list after it")
                }
                criteria.append(try Criterion(kind, list))
            }
        }
        guard saysAll || !criteria.isEmpty else {
            throw InvalidText(
                message: "\(Self.keyword) has no criteria; write \(Criterion.Kind.allNames) "
                    + "with a list, or all"
            )
        }
        guard !saysAll || criteria.isEmpty else {
            throw InvalidText(
                message: "\(Self.keyword): all cannot be combined with other criteria"
            )
        }
        self.init(line: line, text: words.scannedText, criteria: criteria)
    }

    /// Whether this is `Match all`.
    var isAll: Bool {
        criteria.isEmpty
    }

    /// Whether a criterion asks for the groups of the user.
    var needsGroups: Bool {
        criteria.contains { $0.kind == .group }
    }

    /// Whether every criterion holds for this login.
    func matches(_ subject: MatchSubject) -> Bool {
        criteria.allSatisfy { $0.matches(subject) }
    }
}
