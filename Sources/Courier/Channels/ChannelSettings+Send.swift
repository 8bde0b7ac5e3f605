extension ChannelSettings {
    /// The topic of a provider that keeps the list of who gets a message, whoever logs in; nil for the others.
    var topic: String? {
        switch self {
        case .smn(let settings): Self.lastPart(of: settings.topicURN)
        case .sns(let settings): settings.topicARN.map { Self.lastPart(of: $0) }
        case .smtp, .sendmail, .dingtalk, .aliyunSMS, .twilio, .webhook, .command: nil
        }
    }

    /// Whether what it sends are text messages, which must fit in one segment.
    var sendsTextMessages: Bool {
        switch self {
        case .smn, .aliyunSMS, .twilio, .sns: true
        case .smtp, .sendmail, .dingtalk, .webhook, .command: false
        }
    }

    /// Whether it starts programs that may need the privileges of a set-user-ID file, as those of mail systems do.
    var startsPrograms: Bool {
        switch self {
        case .sendmail, .command: true
        case .smtp, .smn, .dingtalk, .aliyunSMS, .twilio, .sns, .webhook: false
        }
    }

    /// Sends a message to one recipient.
    ///
    /// - Throws: why it was not taken, or why nobody knows whether it was. Where nothing is thrown the other side
    ///   took it, which for most is all that can be known.
    func send(
        _ message: Message, to recipient: Recipient, _ attempt: DeliveryAttempt
    ) throws(SendingError) {
        switch self {
        case .smtp(let settings):
            let channel = SMTPChannel(settings: settings, attempt: attempt)
            try channel.send(message, to: try preparing(try recipient.email))
        case .sendmail(let settings):
            let channel = SendmailChannel(settings: settings, attempt: attempt)
            try channel.send(message, to: try preparing(try recipient.email))
        case .smn(let settings):
            let web = try preparing(try attempt.webService())
            try SMNChannel(settings: settings, web: web).send(message)
        case .dingtalk(let settings):
            let web = try preparing(try attempt.webService())
            try DingTalkChannel(settings: settings, web: web)
                .send(message, to: try preparing(try recipient.phone))
        case .aliyunSMS(let settings):
            let web = try preparing(try attempt.webService())
            try AliyunSMSChannel(settings: settings, web: web)
                .send(message, to: try preparing(try recipient.phone))
        case .twilio(let settings):
            let web = try preparing(try attempt.webService())
            try TwilioChannel(settings: settings, web: web)
                .send(message, to: try preparing(try recipient.phone))
        case .sns(let settings):
            let web = try preparing(try attempt.webService())
            try SNSChannel(settings: settings, web: web)
                .send(message, to: topic == nil ? try preparing(try recipient.phone) : nil)
        case .webhook(let settings):
            let web = try preparing(try attempt.webService())
            try WebhookChannel(settings: settings, web: web).send(message, to: recipient)
        case .command(let settings):
            let channel = CommandChannel(settings: settings, attempt: attempt)
            try channel.send(message, to: recipient)
        }
    }

    private static func lastPart(of name: String) -> String {
        let bytes = Array(name.utf8)
        let start = bytes.lastIndex(of: UInt8(ascii: ":")).map { $0 + 1 } ?? 0
        return String(decoding: bytes[start...], as: UTF8.self)
    }
}
