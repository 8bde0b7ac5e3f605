internal import ConfigurationGrammar

/// The lines of a file that hold under the same condition: the global section or a Match block.
struct Section: Sendable {
    /// When the section holds; the global section holds always.
    let match: MatchCondition
    var statements: [Statement] = []

    /// Whether this is the global section.
    var isGlobal: Bool { match.isGlobal }

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
final class Statement: Sendable {
    let keyword: Keyword
    /// The number of the line, from 1.
    let line: Int
    /// The value, which the keyword can read.
    private let value: ValueReader

    /// Reads the value of a keyword.
    init(_ keyword: Keyword, _ words: [Word], line: Int) throws(InvalidText) {
        self.keyword = keyword
        self.line = line
        value = ValueReader(words: words)
        var settings = Settings()
        try keyword.read(value, &settings)
    }

    /// The words behind the keyword.
    var words: [Word] { value.words }

    /// The same as they are written, but for quotes and blanks.
    var written: [UInt8] { value.joined }

    /// Gives the setting the value of this line.
    func apply(to settings: inout Settings) {
        do throws(InvalidText) {
            try keyword.read(value, &settings)
        } catch {
            // Never met, since the value was read before; nobody would get in.
            settings.methods = []
        }
    }

    /// The defaults with this line.
    var settings: Settings {
        var settings = Settings()
        apply(to: &settings)
        return settings
    }
}
