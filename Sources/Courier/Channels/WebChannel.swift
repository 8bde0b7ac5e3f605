internal import Delivery

/// A channel that is a web service.
enum WebChannel {
    case smn(SMNChannel)
    case dingtalk(DingTalkChannel)
    case aliyunSMS(AliyunSMSChannel)
    case twilio(TwilioChannel)
    case sns(SNSChannel)
    case webhook(WebhookChannel)

    /// The channel with these settings; nil where they are those of another kind.
    init?(_ settings: ChannelSettings, web: WebService) {
        switch settings {
        case .smn(let settings): self = .smn(SMNChannel(settings: settings, web: web))
        case .dingtalk(let settings):
            self = .dingtalk(DingTalkChannel(settings: settings, web: web))
        case .aliyunSMS(let settings):
            self = .aliyunSMS(AliyunSMSChannel(settings: settings, web: web))
        case .twilio(let settings): self = .twilio(TwilioChannel(settings: settings, web: web))
        case .sns(let settings): self = .sns(SNSChannel(settings: settings, web: web))
        case .webhook(let settings): self = .webhook(WebhookChannel(settings: settings, web: web))
        case .smtp, .sendmail, .command: return nil
        }
    }

    /// Whether the provider keeps the list of who gets a message, whoever logs in.
    var hasSubscribers: Bool {
        switch self {
        case .smn: true
        case .sns(let channel): channel.settings.topicARN != nil
        case .dingtalk, .aliyunSMS, .twilio, .webhook: false
        }
    }

    /// Sends the message to one recipient.
    ///
    /// A channel with subscribers takes no other recipient, one without takes telephone numbers; a webhook takes
    /// any.
    func send(_ message: Message, to recipient: Recipient) throws(DeliveryError) {
        switch self {
        case .smn(let channel): try channel.send(message)
        case .dingtalk(let channel): try channel.send(message, to: try Self.number(recipient))
        case .aliyunSMS(let channel): try channel.send(message, to: try Self.number(recipient))
        case .twilio(let channel): try channel.send(message, to: try Self.number(recipient))
        case .sns(let channel):
            try channel.send(message, to: hasSubscribers ? nil : try Self.number(recipient))
        case .webhook(let channel): try channel.send(message, to: recipient)
        }
    }

    private static func number(_ recipient: Recipient) throws(DeliveryError) -> PhoneNumber {
        guard case .phone(let number) = recipient else {
            throw DeliveryError("this channel sends to telephone numbers only")
        }
        return number
    }
}
