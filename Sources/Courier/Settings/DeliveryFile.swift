package import ConfigurationGrammar

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
    package let channels: [Channel]
    /// The topics.
    package let topics: [Topic]
    /// The directories.
    package let directories: [LDAPDirectory]

    /// Reads a whole delivery file.
    ///
    /// - Parameter bytes: the content of the file, at most ``maximumSize`` bytes.
    /// - Throws: the first line that is wrong.
    package init(parsing bytes: [UInt8]) throws(ConfigurationError) {
        var parser = DeliveryFileParser()
        try parser.read(bytes)
        try self.init(parser.blocks)
    }

    private init(_ blocks: DeliveryFileParser.Blocks) throws(ConfigurationError) {
        let global = blocks.global
        user =
            try global.optional(.user) { (value) throws(InvalidText) in try value.userName() }
            ?? "sallyport"
        caFile = try global.optional(.caFile) { (value) throws(InvalidText) in
            try value.absolutePath()
        }
        messageFiles = try global.messageFiles()
        noticeFiles = try global.messageFiles(.noticeFile)
        var channels: [Channel] = []
        var topics: [Topic] = []
        var directories: [LDAPDirectory] = []
        for (header, block) in blocks.named {
            switch header.kind {
            case .channel(let kind): channels.append(try Channel(header.name, kind, block))
            case .topic: topics.append(try Topic(header.name, block))
            case .directory: directories.append(try LDAPDirectory(header.name, block))
            }
        }
        self.channels = channels
        self.topics = topics
        self.directories = directories
    }
}
