internal import ConfigurationGrammar
internal import TextCoding

/// Turns the bytes of a policy file into sections.
struct PolicyParser {
    /// The keywords that the file may have.
    private let keywords: [Keyword]
    private(set) var global = Section(match: .always)
    private(set) var blocks: [Section] = []

    init(keywords: [Keyword]) { self.keywords = keywords }

    /// Reads all lines, or stops at the first that is wrong.
    mutating func read(_ bytes: [UInt8]) throws(ConfigurationError) {
        try ConfigurationLines.forEach(bytes, maximumSize: PolicyFile.maximumSize) {
            (line, number) throws(InvalidText) in
            try read(line, number: number)
        }
    }

    #if !hasFeature(Embedded)
        /// Reads the lines above all blocks that can be read, and passes over the others.
        mutating func readGlobalLines(_ bytes: [UInt8]) {
            var isAboveBlocks = true
            try? ConfigurationLines.forEach(bytes, maximumSize: PolicyFile.maximumSize) {
                (line, number) throws(InvalidText) in
                var words = WordScanner(line)
                if let name = try? words.name(), name.means(MatchCondition.keyword) {
                    isAboveBlocks = false
                }
                if isAboveBlocks { try? read(line, number: number) }
            }
        }
    #endif

    private mutating func read(
        _ line: ArraySlice<UInt8>,
        number: Int
    ) throws(InvalidText) {
        var words = WordScanner(line)
        guard let name = try words.name() else {
            return
        }
        if name.means(MatchCondition.keyword) {
            do throws(InvalidText) {
                blocks.append(Section(match: try MatchCondition(&words, line: number)))
            } catch {
                throw error.about(MatchCondition.keyword)
            }
        } else if let keyword = keywords.first(named: name) {
            do throws(InvalidText) {
                add(try statement(keyword, try words.values(), line: number))
            } catch {
                throw error.about(keyword.name)
            }
        } else if name.means("DingTalkVia") {
            throw InvalidText(message: "unknown keyword \"DingTalkVia\"; did you mean ChatVia?")
        } else {
            throw ConfigurationLines.unknownKeyword(
                name, among: keywords.map { $0.name } + [MatchCondition.keyword])
        }
    }

    private mutating func add(_ statement: Statement) {
        if blocks.isEmpty {
            global.statements.append(statement)
        } else {
            blocks[blocks.count - 1].statements.append(statement)
        }
    }

    private func statement(
        _ keyword: Keyword,
        _ values: [Word],
        line: Int
    ) throws(InvalidText) -> Statement {
        if let block = blocks.last, keyword.scope == .host {
            throw InvalidText(
                message: """
                    this holds for the whole host; move it above the first Match (this block starts \
                    at line \(block.match.line))
                    """
            )
        }
        return try Statement(keyword, values, line: line)
    }
}
