internal import HostSystem

internal import Messages
internal import Policy
internal import ConfigurationGrammar
internal import TextCoding

/// The lines of a block, to be read keyword by keyword.
///
/// Whatever is read of files, servers and programs is noted too, so that it can be checked without knowing
/// the kind of the block.
struct SettingBlock {
    /// What the block is, for messages, such as `Channel mail`.
    let title: String
    /// The number of its first line.
    let line: Int
    /// What the block can hold.
    let keywords: [DeliveryKeyword]
    private var statements: [Statement] = []
    /// The files that its lines name, but for templates.
    private(set) var files: [ReferencedFile] = []
    /// The servers that its lines name, or that it uses by default.
    private(set) var servers: [ServerURL] = []
    /// The programs that its lines name, or that it uses by default.
    private(set) var programs: [String] = []

    private struct Statement {
        let keyword: DeliveryKeyword
        let line: Int
        let value: ValueReader
    }

    init(title: String, line: Int, keywords: [DeliveryKeyword]) {
        self.title = title
        self.line = line
        self.keywords = keywords
    }

    /// Takes a line; one with a keyword that does not belong here is refused.
    mutating func add(
        _ keyword: DeliveryKeyword, _ words: [Word], line: Int
    ) throws(InvalidText) {
        guard keywords.contains(keyword) else {
            let names = keywords.map { $0.name }
            throw InvalidText(message: "not a keyword of \(title), which has \(list(names))")
        }
        if !keyword.isRepeatable, let first = statements.first(where: { $0.keyword == keyword }) {
            throw InvalidText(message: "said before, on line \(first.line)")
        }
        statements.append(
            Statement(keyword: keyword, line: line, value: ValueReader(words: words)))
    }

    private func list(_ names: [String]) -> String {
        names.joined(separator: ", ")
    }

    /// Whether there is a line with this keyword.
    func has(_ keyword: DeliveryKeyword) -> Bool {
        statements.contains { $0.keyword == keyword }
    }

    /// The value of a keyword; nil where there is no line with it.
    func optional<Value>(
        _ keyword: DeliveryKeyword, _ read: (ValueReader) throws(InvalidText) -> Value
    ) throws(ConfigurationError) -> Value? {
        guard let statement = statements.first(where: { $0.keyword == keyword }) else { return nil }
        return try Self.read(statement, read)
    }

    /// The value of a keyword that must be there.
    func required<Value>(
        _ keyword: DeliveryKeyword, _ read: (ValueReader) throws(InvalidText) -> Value
    ) throws(ConfigurationError) -> Value {
        guard let value = try optional(keyword, read) else { throw missing(keyword.name) }
        return value
    }

    /// The values of all lines with a keyword.
    func all<Value>(
        _ keyword: DeliveryKeyword, _ read: (ValueReader) throws(InvalidText) -> Value
    ) throws(ConfigurationError) -> [Value] {
        var values: [Value] = []
        for statement in statements where statement.keyword == keyword {
            values.append(try Self.read(statement, read))
        }
        return values
    }

    /// The error that the block lacks something.
    func missing(_ what: String) -> ConfigurationError {
        ConfigurationError(line: line, message: "\(title) needs a line \(what)")
    }

    /// The error that two keywords do not go together as they are.
    func wrong(_ message: String) -> ConfigurationError {
        ConfigurationError(line: line, message: "\(title): \(message)")
    }

    private static func read<Value>(
        _ statement: Statement, _ read: (ValueReader) throws(InvalidText) -> Value
    ) throws(ConfigurationError) -> Value {
        do throws(InvalidText) { return try read(statement.value) } catch {
            throw ConfigurationError(
                line: statement.line, message: error.about(statement.keyword.name).message)
        }
    }
}

extension SettingBlock {
    /// The file that a keyword names; nil where there is no line with it.
    mutating func file(
        _ keyword: DeliveryKeyword, isSecret: Bool
    ) throws(ConfigurationError) -> ReferencedFile? {
        guard let statement = statements.first(where: { $0.keyword == keyword }) else { return nil }
        let path = try Self.read(statement) { (value) throws(InvalidText) in
            try value.absolutePath()
        }
        let file = ReferencedFile(
            path: path, isSecret: isSecret, keyword: keyword.name, line: statement.line)
        files.append(file)
        return file
    }

    /// The file with a secret that a keyword must name.
    mutating func secretFile(_ keyword: DeliveryKeyword) throws(ConfigurationError)
        -> ReferencedFile
    {
        guard let file = try file(keyword, isSecret: true) else { throw missing(keyword.name) }
        return file
    }

    /// The templates for languages that a keyword names, each language at most once.
    func messageFiles(
        _ keyword: DeliveryKeyword = .messageFile
    ) throws(ConfigurationError) -> [MessageFile] {
        var files: [MessageFile] = []
        for statement in statements where statement.keyword == keyword {
            let (language, path) = try Self.read(statement) { (value) throws(InvalidText) in
                try value.messageFile()
            }
            if files.contains(where: { $0.language == language }) {
                throw ConfigurationError(
                    line: statement.line,
                    message: "\(keyword.name): there is one for \(language.name) already")
            }
            let file = ReferencedFile(
                path: path, isSecret: false, keyword: keyword.name,
                line: statement.line)
            files.append(MessageFile(language: language, file: file))
        }
        return files
    }

    /// The server that a keyword must name.
    mutating func server(
        _ keyword: DeliveryKeyword, for use: ServerURL.Use
    ) throws(ConfigurationError) -> ServerURL {
        let server = try required(keyword) { (value) throws(InvalidText) in try value.url(use) }
        servers.append(server)
        return server
    }

    /// The server that a keyword names, or the one that is used without it.
    mutating func server(
        _ keyword: DeliveryKeyword, default text: String
    ) throws(ConfigurationError) -> ServerURL {
        let standard = ValueReader(words: [Word(bytes: Array(text.utf8))])
        let named = try optional(keyword) { (value) throws(InvalidText) in try value.url(.service) }
        let server: ServerURL
        do throws(InvalidText) {
            server = if let named { named } else { try standard.url(.service) }
        } catch { throw missing(keyword.name) }
        servers.append(server)
        return server
    }

    /// Notes a program that the block runs.
    mutating func note(program: String) { programs.append(program) }
}
