internal import ConfigurationGrammar
internal import TextCoding
internal import Vocabulary

/// Turns the bytes of a delivery file into blocks of lines.
struct DeliveryFileParser {
    /// What begins a block.
    struct Header {
        /// What the block is.
        let kind: Kind
        /// Its name.
        let name: String

        enum Kind {
            case channel(ChannelKind)
            case topic
            case directory
        }
    }

    /// The keywords that begin a block.
    private enum BlockKeyword: Int, CaseIterable, Choice {
        case channel, topic, directory

        static var names: [String] { ["Channel", "Topic", "Directory"] }
    }

    /// The lines above the first block.
    private(set) var global = SettingBlock(
        title: "the beginning of the file, above all blocks", line: 1,
        keywords: DeliveryFile.keywords)
    /// The blocks, in the order of the file.
    private(set) var named: [(header: Header, block: SettingBlock)] = []

    private let kinds: [ChannelKind]

    /// Reads files that can have channels of these kinds.
    init(kinds: [ChannelKind]) { self.kinds = kinds }

    /// Reads all lines, or stops at the first that is wrong.
    mutating func read(_ bytes: [UInt8]) throws(ConfigurationError) {
        try ConfigurationLines.forEach(bytes, maximumSize: DeliveryFile.maximumSize) {
            (line, number) throws(InvalidText) in
            try read(line, number: number)
        }
    }

    private mutating func read(_ line: ArraySlice<UInt8>, number: Int) throws(InvalidText) {
        var words = WordScanner(line)
        guard let name = try words.name() else { return }
        if let keyword = BlockKeyword.allCases.first(where: { name.means($0.name) }) {
            do throws(InvalidText) {
                try begin(keyword, ValueReader(words: try words.values()), line: number)
            } catch {
                throw error.about(keyword.name)
            }
            return
        }
        let own = named.last?.block.keywords ?? global.keywords
        guard
            let keyword = own.first(where: { name.means($0.name) })
                ?? allKeywords.first(where: { name.means($0.name) })
        else {
            throw ConfigurationLines.unknownKeyword(
                name, among: own.map { $0.name } + BlockKeyword.names)
        }
        do throws(InvalidText) {
            let values = try words.values()
            if let last = named.indices.last {
                try named[last].block.add(keyword, values, line: number)
            } else {
                try global.add(keyword, values, line: number)
            }
        } catch {
            throw error.about(keyword.name)
        }
    }

    /// All keywords that some block can have.
    private var allKeywords: [SettingKeyword] {
        kinds.reduce(DeliveryFile.keywords + Topic.keywords + LDAPDirectory.keywords) {
            $0 + $1.keywords
        }
    }

    private mutating func begin(
        _ keyword: BlockKeyword, _ value: ValueReader, line: Int
    ) throws(InvalidText) {
        let header: Header
        let keywords: [SettingKeyword]
        switch keyword {
        case .topic:
            header = Header(kind: .topic, name: try value.name())
            keywords = Topic.keywords
        case .directory:
            header = Header(kind: .directory, name: try value.name())
            keywords = LDAPDirectory.keywords
        case .channel:
            let (name, kind) = try channelNameAndKind(value)
            header = Header(kind: .channel(kind), name: name)
            keywords = kind.keywords
        }
        let title = compact("\(keyword.name) \(header.name)")
        if let first = named.first(where: { $0.block.title.hasSameBytes(as: title) }) {
            throw InvalidText(
                message: "the name \(header.name) is taken, by line \(first.block.line)")
        }
        named.append((header, SettingBlock(title: title, line: line, keywords: keywords)))
    }

    private func channelNameAndKind(
        _ value: ValueReader
    ) throws(InvalidText) -> (String, ChannelKind) {
        let names = kinds.map { $0.name }
        guard value.words.count == 2 else {
            throw value.unexpected(
                "\(ValueReader.expectedName), and a kind: \(alternatives(names))", maximum: 2)
        }
        let name = try ValueReader(words: [value.words[0]]).name()
        // What a person types is one or the other.
        if let method = Method(named: name) {
            throw InvalidText(
                message: "\(method.name) is the name of a method; give the channel another")
        }
        return (name, kinds[try ValueReader(words: [value.words[1]]).index(among: names)])
    }
}
