package import ConfigurationGrammar
internal import TextCoding

/// How codes are delivered: the channels, topics and directories of a host.
///
/// It is made from the bytes of the file. Who owns the file and who may write it is for the caller to check.
package struct DeliveryFile {
    /// The largest file that is read, in bytes: 64 KiB.
    package static let maximumSize = 64 * 1024

    /// The user the courier becomes.
    package let user: String
    /// The certificates of the authorities that channels and directories trust by default; nil for libcurl's.
    package let caFile: String?
    /// Templates for the mails of all channels that have none of their own.
    package let messageFiles: [MessageFile]
    /// Templates for the notices of all channels.
    package let noticeFiles: [MessageFile]
    /// The channels, in the order of the file.
    package let channels: [ConfiguredChannel]
    /// The topics.
    package let topics: [Topic]
    /// The directories.
    package let directories: [LDAPDirectory]

    /// Reads a whole delivery file.
    ///
    /// - Parameters:
    ///   - bytes: the content of the file, at most ``maximumSize`` bytes.
    ///   - kinds: the kinds of channels it can have.
    /// - Throws: the first line that is wrong.
    package init(
        parsing bytes: [UInt8], kinds: [ChannelKind] = ChannelKind.all
    ) throws(ConfigurationError) {
        var parser = DeliveryFileParser(kinds: kinds)
        try parser.read(bytes)
        let global = parser.global
        user = try global.value(Self.user)
        caFile = try global.optional(.caFile)
        messageFiles = try global.messageFiles(.messageFile)
        noticeFiles = try global.messageFiles(Self.noticeFile)
        var channels: [ConfiguredChannel] = []
        var topics: [Topic] = []
        var directories: [LDAPDirectory] = []
        for (header, block) in parser.named {
            switch header.kind {
            case .channel(let kind):
                channels.append(try ConfiguredChannel(header.name, kind, block))
            case .topic: topics.append(try Topic(header.name, block))
            case .directory: directories.append(try LDAPDirectory(header.name, block))
            }
        }
        self.channels = channels
        self.topics = topics
        self.directories = directories
    }

    private static var user: Setting<String> {
        Setting("User", "the user the courier becomes", default: "sallyport") {
            (value) throws(InvalidText) in try value.text("the name of a user")
        }
    }

    private static var noticeFile: Setting<MessagePath> {
        .template("NoticeFile", "the same for notices (built-in texts)")
    }

    /// What can stand above the first block.
    package static var keywords: [SettingKeyword] {
        [
            user.keyword, Setting.caFile.keyword, Setting.messageFile.keyword, noticeFile.keyword,
        ]
    }
}
