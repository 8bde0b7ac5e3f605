/// The settings that hold for a login, and why each of them does.
package struct Resolution: Sendable {
    /// The settings.
    package private(set) var settings = Settings()
    /// What was obtained from the file; what is not here has its default.
    private var obtained: [(keyword: Keyword, origin: Origin)] = []

    /// Takes the first value of each keyword from these sections.
    init(of sections: [Section]) {
        for section in sections {
            for statement in section.statements where !isObtained(statement.keyword) {
                settings.apply(statement.setting)
                obtained.append((statement.keyword, Origin(statement, in: section)))
            }
        }
    }

    /// Where the value of a keyword comes from.
    package func origin(of keyword: Keyword) -> Origin {
        obtained.first { $0.keyword == keyword }?.origin ?? .default
    }

    /// Every setting with its value and where it comes from, in the order of ``Keyword``.
    package var explanations: [Explanation] {
        Keyword.allCases.map { keyword in
            Explanation(
                keyword: keyword,
                value: settings.text(of: keyword),
                origin: origin(of: keyword)
            )
        }
    }

    private func isObtained(_ keyword: Keyword) -> Bool {
        obtained.contains { $0.keyword == keyword }
    }
}

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
    /// A line of the global section.
    case global(line: Int)
    /// No line of the file.
    case `default`

    init(_ statement: Statement, in section: Section) {
        self =
            section.isGlobal
            ? .global(line: statement.line)
            : .matchBlock(
                line: statement.line,
                match: section.match.text,
                matchLine: section.match.line
            )
    }

    /// The origin in words, such as `line 4, in "Match user backup" of line 3`.
    package var description: String {
        switch self {
        case .matchBlock(let line, let match, let matchLine):
            "line \(line), in \"\(match)\" of line \(matchLine)"
        case .global(let line): "line \(line)"
        case .default: "default"
        }
    }
}
