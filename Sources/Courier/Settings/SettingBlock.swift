package import ConfigurationGrammar
internal import Messages
internal import TextCoding
internal import Vocabulary

/// The lines of a block, to be read keyword by keyword.
///
/// Whatever is read of files, servers and programs is noted too, so that it can be checked without knowing
/// the kind of the block.
package struct SettingBlock {
    /// What the block is, for messages, such as `Channel mail`.
    package let title: String
    /// The number of its first line.
    package let line: Int
    /// What the block can hold.
    let keywords: [SettingKeyword]
    private var statements: [Line] = []
    /// The files that its lines name, but for templates.
    private(set) var files: [ReferencedFile] = []
    /// The servers that its lines name, or that it uses by default.
    private(set) var servers: [ServerURL] = []
    /// The programs that its lines name, or that it uses by default.
    private(set) var programs: [String] = []

    private struct Line {
        let keyword: SettingKeyword
        let line: Int
        let value: ValueReader
    }

    init(title: String, line: Int, keywords: [SettingKeyword]) {
        self.title = title
        self.line = line
        self.keywords = keywords
    }

    /// Takes a line; one with a keyword that does not belong here is refused.
    mutating func add(
        _ keyword: SettingKeyword, _ words: [Word], line: Int
    ) throws(InvalidText) {
        guard keywords.contains(where: { $0.name.hasSameBytes(as: keyword.name) }) else {
            let names = keywords.map { $0.name }
            throw InvalidText(message: "not a keyword of \(title), which has \(list(names))")
        }
        if !keyword.isRepeatable, let first = first(keyword) {
            throw InvalidText(message: "said before, on line \(first.line)")
        }
        statements.append(
            Line(keyword: keyword, line: line, value: ValueReader(words: words)))
    }

    private func list(_ names: [String]) -> String {
        names.joined(separator: ", ")
    }

    @inline(never)
    private func first(_ keyword: SettingKeyword) -> Line? {
        statements.first { $0.keyword.name.hasSameBytes(as: keyword.name) }
    }

    /// The value of a line; nil where there is none.
    package func optional<Value>(
        _ setting: Setting<Value>
    ) throws(ConfigurationError) -> Value? {
        guard let statement = first(setting.keyword) else { return nil }
        return try Self.read(statement, setting)
    }

    /// The value of a line or, where there is none, what is used without one.
    ///
    /// - Throws: what is wrong with the line, or that there must be one.
    package func value<Value>(_ setting: Setting<Value>) throws(ConfigurationError) -> Value {
        guard let statement = first(setting.keyword) ?? standard(setting.keyword) else {
            throw missing(setting.keyword)
        }
        return try Self.read(statement, setting)
    }

    /// The values of all lines with a keyword.
    package func all<Value>(_ setting: Setting<Value>) throws(ConfigurationError) -> [Value] {
        var values: [Value] = []
        for statement in lines(setting.keyword) {
            values.append(try Self.read(statement, setting))
        }
        return values
    }

    private func lines(_ keyword: SettingKeyword) -> [Line] {
        statements.filter { $0.keyword.name.hasSameBytes(as: keyword.name) }
    }

    /// A line with what is used without one; nil where nothing is.
    @inline(never)
    private func standard(_ keyword: SettingKeyword) -> Line? {
        guard let text = keyword.standard else { return nil }
        let word = Word(bytes: Array(text.utf8))
        return Line(keyword: keyword, line: line, value: ValueReader(words: [word]))
    }

    /// The error that the block lacks a line, with what its value is.
    @inline(never)
    package func missing(_ keyword: SettingKeyword) -> ConfigurationError {
        missing("\(keyword.name): \(keyword.help)")
    }

    /// The error that the block lacks something.
    package func missing(_ what: String) -> ConfigurationError {
        ConfigurationError(line: line, message: "\(title) needs a line \(what)")
    }

    /// The error that two keywords do not go together as they are.
    package func wrong(_ message: String) -> ConfigurationError {
        ConfigurationError(line: line, message: "\(title): \(message)")
    }

    private static func read<Value>(
        _ statement: Line, _ setting: Setting<Value>
    ) throws(ConfigurationError) -> Value {
        do throws(InvalidText) { return try setting.read(statement.value) } catch {
            throw ConfigurationError(
                line: statement.line, message: error.about(statement.keyword.name).message)
        }
    }
}

extension SettingBlock {
    /// The file that a line names; nil where there is none.
    package mutating func file(
        _ setting: Setting<String>, isSecret: Bool
    ) throws(ConfigurationError) -> ReferencedFile? {
        guard let statement = first(setting.keyword) else { return nil }
        let file = ReferencedFile(
            path: try Self.read(statement, setting), isSecret: isSecret,
            keyword: setting.keyword.name, line: statement.line)
        files.append(file)
        return file
    }

    /// The file that a line must name.
    package mutating func requiredFile(
        _ setting: Setting<String>, isSecret: Bool
    ) throws(ConfigurationError) -> ReferencedFile {
        guard let file = try file(setting, isSecret: isSecret) else {
            throw missing(setting.keyword)
        }
        return file
    }

    /// Who logs in somewhere, and the file with what; nil where both lines are missing.
    mutating func login(
        _ name: Setting<String>, _ password: Setting<String>
    ) throws(ConfigurationError) -> (user: String, password: ReferencedFile)? {
        switch (try optional(name), try file(password, isSecret: true)) {
        case (let name?, let password?): return (name, password)
        case (nil, nil): return nil
        case (nil, _): throw missing(name.keyword)
        case (_, nil): throw missing(password.keyword)
        }
    }

    /// The templates for languages that lines name, each language at most once.
    func messageFiles(
        _ setting: Setting<MessagePath>
    ) throws(ConfigurationError) -> [MessageFile] {
        var files: [MessageFile] = []
        for statement in lines(setting.keyword) {
            let named = try Self.read(statement, setting)
            let (keyword, line) = (setting.keyword.name, statement.line)
            if files.contains(where: { $0.language == named.language }) {
                throw ConfigurationError(
                    line: line,
                    message: "\(keyword): there is one for \(named.language.name) already")
            }
            let file = ReferencedFile(
                path: named.path, isSecret: false, keyword: keyword, line: line)
            files.append(MessageFile(language: named.language, file: file))
        }
        return files
    }

    /// The server that a line names, or that is used without one.
    package mutating func server(
        _ setting: Setting<ServerURL>
    ) throws(ConfigurationError) -> ServerURL {
        let server = try value(setting)
        servers.append(server)
        return server
    }

    /// Notes a program that the block runs.
    package mutating func note(program: String) { programs.append(program) }
}
