internal import ConfigurationGrammar
internal import Policy
internal import TextCoding

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

    /// All lines, sorted into blocks.
    struct Blocks {
        var global = SettingBlock(
            title: "the beginning of the file, above all blocks", line: 1,
            keywords: DeliveryKeyword.global)
        var named: [(header: Header, block: SettingBlock)] = []
    }

    private(set) var blocks = Blocks()

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
        guard let keyword = DeliveryKeyword(name) else {
            throw ConfigurationLines.unknownKeyword(name, among: expectedNames)
        }
        do throws(InvalidText) {
            let values = try words.values()
            if DeliveryKeyword.blocks.contains(keyword) {
                try begin(keyword, ValueReader(words: values), line: number)
            } else if let last = blocks.named.indices.last {
                try blocks.named[last].block.add(keyword, values, line: number)
            } else {
                try blocks.global.add(keyword, values, line: number)
            }
        } catch {
            throw error.about(keyword.name)
        }
    }

    private var expectedNames: [String] {
        let keywords = blocks.named.last?.block.keywords ?? DeliveryKeyword.global
        return (keywords + DeliveryKeyword.blocks).map { $0.name }
    }

    private mutating func begin(
        _ keyword: DeliveryKeyword, _ value: ValueReader, line: Int
    ) throws(InvalidText) {
        let header: Header
        let keywords: [DeliveryKeyword]
        switch keyword {
        case .topic:
            header = Header(kind: .topic, name: try value.name())
            keywords = DeliveryKeyword.ofTopic
        case .directory:
            header = Header(kind: .directory, name: try value.name())
            keywords = DeliveryKeyword.ofDirectory
        default:
            let (name, kind) = try value.channelNameAndKind()
            header = Header(kind: .channel(kind), name: name)
            keywords = kind.keywords
        }
        let title = "\(keyword.name) \(header.name)"
        if let first = blocks.named.first(where: { $0.block.title.hasSameBytes(as: title) }) {
            throw InvalidText(
                message: "the name \(header.name) is taken, by line \(first.block.line)")
        }
        blocks.named.append((header, SettingBlock(title: title, line: line, keywords: keywords)))
    }
}

extension ValueReader {
    fileprivate func channelNameAndKind() throws(InvalidText) -> (String, ChannelKind) {
        guard words.count == 2 else {
            throw unexpected(
                "\(Self.expectedName), and a kind: \(alternatives(ChannelKind.names))", maximum: 2)
        }
        return (
            try ValueReader(words: [words[0]]).name(), try ValueReader(words: [words[1]]).choice()
        )
    }
}
