package import ConfigurationGrammar

/// A kind of channel: its name, its keywords, and how a channel is made of the lines of a block.
package struct ChannelKind: Sendable {
    /// The name of the kind in the delivery file.
    package let name: String
    /// The keywords that a channel of this kind can have.
    package let keywords: [SettingKeyword]
    private let makeChannel:
        @Sendable (inout SettingBlock) throws(ConfigurationError) -> any Channel

    /// Declares a kind.
    ///
    /// - Parameters:
    ///   - name: Its name in the delivery file.
    ///   - keywords: Its keywords, without ``Setting/messageFile``, which every channel has.
    ///   - make: Makes a channel of the lines of a block.
    package init(
        _ name: String, _ keywords: [SettingKeyword],
        make: @escaping @Sendable (inout SettingBlock) throws(ConfigurationError) -> any Channel
    ) {
        self.name = name
        self.keywords = keywords + [Setting.messageFile.keyword]
        makeChannel = make
    }

    /// Makes a channel of the lines of a block.
    package func make(_ block: inout SettingBlock) throws(ConfigurationError) -> any Channel {
        try makeChannel(&block)
    }

    /// All kinds there are.
    ///
    /// Another one is a file with its type, and a line here.
    package static var all: [ChannelKind] {
        [
            SMTPChannel.kind,
            SendmailChannel.kind,
            SMNChannel.kind,
            DingTalkChannel.kind,
            FeishuChannel.kind,
            WeComChannel.kind,
            SlackChannel.kind,
            AliyunSMSChannel.kind,
            TwilioChannel.kind,
            SNSChannel.kind,
            WebhookChannel.kind,
            CommandChannel.kind,
        ]
    }
}
