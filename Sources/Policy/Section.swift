/// The lines of a file that hold under the same condition: the global section or a Match block.
struct Section: Sendable {
    /// When the section holds; the global section holds always.
    let match: MatchCondition
    var statements: [Statement] = []

    /// Whether this is the global section.
    var isGlobal: Bool {
        match.line == 0
    }

    /// The statements that count: the first of each keyword.
    var effectiveStatements: [Statement] {
        statements.filter { first($0.keyword)?.line == $0.line }
    }

    /// The statement that gives this keyword its value here: the first of that keyword.
    func first(_ keyword: Keyword) -> Statement? {
        statements.first { $0.keyword == keyword }
    }
}

/// One keyword with its value.
struct Statement: Sendable {
    let keyword: Keyword
    /// The number of the line, from 1.
    let line: Int
    /// The keyword with its value.
    let setting: Setting
}
