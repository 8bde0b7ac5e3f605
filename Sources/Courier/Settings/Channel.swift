internal import ConfigurationGrammar

/// A way to deliver messages, as the delivery file sets it.
package struct Channel {
    /// Its name.
    package let name: String
    /// The number of its first line.
    package let line: Int
    /// What it is, and what that kind needs.
    package let settings: ChannelSettings
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

    init(_ name: String, _ kind: ChannelKind, _ block: SettingBlock) throws(ConfigurationError) {
        var block = block
        self.name = name
        line = block.line
        settings = try ChannelSettings(kind, &block)
        caFile = try block.optional(.caFile) { (value) throws(InvalidText) in
            try value.absolutePath()
        }
        messageFiles = try block.messageFiles()
        files = block.files
        servers = block.servers
        programs = block.programs
    }
}

/// What a channel of some kind needs.
package enum ChannelSettings {
    case smtp(SMTPSettings)
    case sendmail(SendmailSettings)
    case smn(SMNSettings)
    case dingtalk(DingTalkSettings)
    case aliyunSMS(AliyunSMSSettings)
    case twilio(TwilioSettings)
    case sns(SNSSettings)
    case webhook(WebhookSettings)
    case command(CommandSettings)

    init(_ kind: ChannelKind, _ block: inout SettingBlock) throws(ConfigurationError) {
        switch kind {
        case .smtp: self = .smtp(try SMTPSettings(&block))
        case .sendmail: self = .sendmail(try SendmailSettings(&block))
        case .smn: self = .smn(try SMNSettings(&block))
        case .dingtalk: self = .dingtalk(try DingTalkSettings(&block))
        case .aliyunSMS: self = .aliyunSMS(try AliyunSMSSettings(&block))
        case .twilio: self = .twilio(try TwilioSettings(&block))
        case .sns: self = .sns(try SNSSettings(&block))
        case .webhook: self = .webhook(try WebhookSettings(&block))
        case .command: self = .command(try CommandSettings(&block))
        }
    }
}
