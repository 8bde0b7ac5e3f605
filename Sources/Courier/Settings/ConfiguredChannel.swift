internal import ConfigurationGrammar

/// A channel as the delivery file sets it: its name, and what all kinds have in common.
package struct ConfiguredChannel {
    /// Its name.
    package let name: String
    /// The number of its first line.
    package let line: Int
    /// What delivers.
    package let channel: any Channel
    /// The certificates of the authorities to trust; nil for those of libcurl.
    package let caFile: String?
    /// Templates of its own.
    package let messageFiles: [MessageFile]
    /// The files its lines name, but for templates.
    package let files: [ReferencedFile]
    /// All servers it speaks to.
    package let servers: [ServerURL]
    /// All programs it runs.
    package let programs: [String]

    init(
        _ name: String, _ kind: ChannelKind, _ block: SettingBlock
    ) throws(ConfigurationError) {
        var block = block
        self.name = name
        line = block.line
        channel = try kind.make(&block)
        caFile = try block.optional(.caFile)
        messageFiles = try block.messageFiles(.messageFile)
        files = block.files
        servers = block.servers
        programs = block.programs
    }
}
