/// The settings that hold for a login, and why each of them does.
package struct Resolution: Sendable {
    /// The settings.
    package private(set) var settings = Settings()
    /// What was obtained from the file; what is not here has its default.
    private var obtained:
        [(keyword: Keyword, statement: Statement, match: MatchCondition, isCertain: Bool)] = []

    /// Takes the first value of each keyword from these sections.
    init(of sections: [Section]) {
        for section in sections.reversed() { override(by: section) }
    }

    /// Takes all that a section says, in place of what holds without it.
    @inline(never)
    mutating func override(by section: Section) {
        for statement in section.effectiveStatements {
            statement.apply(to: &settings)
            keep(statement, of: section.match, isCertain: true)
        }
    }

    /// Takes what a section says where that is stricter than what holds without it: it is not known whether the
    /// section holds.
    mutating func tighten(by section: Section) {
        for statement in section.effectiveStatements where settings.tighten(statement) {
            keep(statement, of: section.match, isCertain: false)
        }
    }

    /// Lets nobody in as one who has nothing where that may only be for want of what is not known; once all sections
    /// have been looked at.
    ///
    /// Fewer ways to be asked for a code are stricter for whoever has another, and laxer for whoever has none, for whom
    /// `Unenrolled` decides.
    mutating func settleUnenrolled() {
        guard settings.unenrolledUntilDeadline != .deny,
            let narrowing = obtained.first(where: { !$0.isCertain && $0.keyword.role == .means })
        else { return }
        settings.unenrolledUntilDeadline = .deny
        keep(.unenrolled, narrowing.statement, of: narrowing.match, isCertain: false)
    }

    private mutating func keep(_ statement: Statement, of match: MatchCondition, isCertain: Bool) {
        keep(statement.keyword, statement, of: match, isCertain: isCertain)
    }

    @inline(never)
    private mutating func keep(
        _ keyword: Keyword, _ statement: Statement, of match: MatchCondition, isCertain: Bool
    ) {
        obtained =
            obtained.filter { $0.keyword != keyword } + [(keyword, statement, match, isCertain)]
    }

    /// Whether the value of a keyword stands in a block that names services.
    package func isGivenForServices(_ keyword: Keyword) -> Bool {
        obtained.contains { $0.keyword == keyword && $0.match.names(.service) }
    }

    /// Where the value of a keyword comes from.
    package func origin(of keyword: Keyword) -> Origin {
        guard let found = obtained.first(where: { $0.keyword == keyword }) else {
            return .default
        }
        return Origin(found.statement, under: found.match, isCertain: found.isCertain)
    }
}

// For the command only: what the module never calls would still change how it is compiled, and cost it size.
#if !hasFeature(Embedded)
    extension Resolution {
        /// The settings with their values and where these come from, in the order of the keywords.
        package func explanations(of keywords: [Keyword] = Keyword.all) -> [Explanation] {
            keywords.map { keyword in
                Explanation(
                    keyword: keyword, value: keyword.text(settings), origin: origin(of: keyword))
            }
        }
    }
#endif

/// One setting of a login: its value and what decided it.
package struct Explanation: Sendable {
    /// The keyword of the setting.
    package let keyword: Keyword
    /// The value as one would write it in the file.
    package let value: String
    /// What decided the value.
    package let origin: Origin
}

/// What decided the value of a setting.
package enum Origin: Sendable, CustomStringConvertible {
    /// A line of a Match block, with the text and the number of its Match line.
    case matchBlock(line: Int, match: String, matchLine: Int)
    /// The same of a block of which it is not known whether it matches: the value is stricter than what holds otherwise.
    case unknownMatchBlock(line: Int, match: String, matchLine: Int)
    /// A line of the global section.
    case global(line: Int)
    /// No line of the file.
    case `default`

    init(_ statement: Statement, under match: MatchCondition, isCertain: Bool) {
        let line = statement.line
        if match.isGlobal {
            self = .global(line: line)
        } else if isCertain {
            self = .matchBlock(line: line, match: match.text, matchLine: match.line)
        } else {
            self = .unknownMatchBlock(line: line, match: match.text, matchLine: match.line)
        }
    }

    /// Whether no line of the file decided it.
    package var isDefault: Bool {
        switch self {
        case .default: true
        case .matchBlock, .unknownMatchBlock, .global: false
        }
    }

    /// The origin in words, such as `line 4, in "Match user backup" of line 3`.
    package var description: String {
        switch self {
        case .matchBlock(let line, let match, let matchLine):
            "line \(line), in \"\(match)\" of line \(matchLine)"
        case .unknownMatchBlock(let line, let match, let matchLine):
            "line \(line), in \"\(match)\" of line \(matchLine), which may hold"
        case .global(let line): "line \(line)"
        case .default: "default"
        }
    }
}
