internal import ConfigurationGrammar
internal import Cryptography
internal import TextCoding
package import Vocabulary

/// Sends a text message, or publishes to a topic, through Simple Notification Service of Amazon.
///
/// Publish of the interface 2010-03-31.
package final class SNSChannel: Channel {
    /// The host of the region's service.
    package let endpoint: ServerURL
    /// The region, which is signed too.
    package let region: String
    /// The access key.
    package let accessKey: String
    /// The secret key that belongs to it.
    package let secretKey: ReferencedFile
    /// The token of a temporary key; nil with a permanent one.
    package let sessionToken: ReferencedFile?
    /// The name text messages come from; nil for the account's own.
    package let senderID: String?
    /// The topic whose subscribers all get the message; nil for a text message to one number.
    package let topicARN: String?

    package static var kind: ChannelKind {
        ChannelKind(
            "sns",
            [
                host.keyword, regionName.keyword, key.keyword, keyFile.keyword,
                tokenFile.keyword, sender.keyword, topic.keyword, Setting.caFile.keyword,
            ]
        ) { (block) throws(ConfigurationError) in try SNSChannel(&block) }
    }

    private static var host: Setting<ServerURL> {
        .endpoint("the host of the region, as https://sns.eu-central-1.amazonaws.com")
    }

    private static var regionName: Setting<String> {
        .identifier("Region", "its name, as eu-central-1")
    }

    private static var key: Setting<String> {
        .identifier("AccessKey", "an access key that may publish")
    }

    private static var keyFile: Setting<String> { .path("SecretKeyFile", "its secret key") }

    private static var tokenFile: Setting<String> {
        .path("SessionTokenFile", "for temporary keys only")
    }

    private static var sender: Setting<String> {
        Setting("SenderID", "the name it comes from, where the country allows one") {
            (value) throws(InvalidText) in try value.senderName()
        }
    }

    private static var topic: Setting<String> {
        .identifier(
            "TopicARN",
            "publish to this topic instead of a number: all its subscribers get every code")
    }

    private init(_ block: inout SettingBlock) throws(ConfigurationError) {
        endpoint = try block.server(Self.host)
        region = try block.value(Self.regionName)
        accessKey = try block.value(Self.key)
        secretKey = try block.requiredFile(Self.keyFile, isSecret: true)
        sessionToken = try block.file(Self.tokenFile, isSecret: true)
        senderID = try block.optional(Self.sender)
        topicARN = try block.optional(Self.topic)
    }

    /// What becomes of a message to a topic is up to those who subscribed to it.
    package func audience(of method: Method) -> Audience? {
        if let topicARN {
            return method == .email || method == .sms ? .subscribers(ofTopicNamed: topicARN) : nil
        }
        return method == .sms ? .person(by: [.phone]) : nil
    }

    package var sendsTextMessages: Bool { true }

    package func send(
        _ message: Message, to recipient: Recipient, _ attempt: DeliveryAttempt
    ) throws(SendingError) {
        let number = topicARN == nil ? try preparing(try recipient.phone) : nil
        let web = try preparing(try attempt.webService())
        let body = PercentEncoding.form(try preparing(try fields(message, to: number)))
        let response = try web.post(
            to: endpoint, path: "/", headers: try preparing(try headers(body: body, web)),
            body: body)
        guard response.status == 200,
            let identifier = XMLText.element("MessageId", of: response.body)
        else {
            let failure = ProviderFailure(
                status: response.status, code: XMLText.element("Code", of: response.body),
                text: XMLText.element("Message", of: response.body))
            throw failure.error(
                isRefusal: false, Self.meanings,
                hiding: [message.values.code] + (number?.forms ?? []))
        }
        web.steps.step("published, message id \(printable(identifier.utf8, limit: 60))")
    }

    private func headers(body: [UInt8], _ web: WebService) throws(DeliveryError) -> [String] {
        let time = UTCTime(secondsSince1970: try web.now()).basic
        var signedHeaders: [(name: String, value: String)] = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("host", endpoint.authority), ("x-amz-date", time),
        ]
        if let token = sessionToken {
            signedHeaders.append(("x-amz-security-token", token.secret))
        }
        let headers = signedHeaders
        let authorization = try signed { () throws(CryptographyError) in
            try AmazonSignature.authorization(
                method: "POST", headers: headers, body: body, time: time, region: region,
                service: "sns", accessKey: accessKey,
                secretKey: secretKey.bytes, using: web.cryptography)
        }
        return headers.map { compact("\($0.name): \($0.value)") } + [
            compact("authorization: \(authorization)")
        ]
    }

    private func fields(
        _ message: Message, to number: PhoneNumber?
    ) throws(DeliveryError) -> [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = [
            ("Action", "Publish"), ("Version", "2010-03-31"),
        ]
        if let number {
            fields.append(("PhoneNumber", number.text))
            add("AWS.SNS.SMS.SMSType", "Transactional", number: 1, to: &fields)
            if let sender = senderID {
                add("AWS.SNS.SMS.SenderID", sender, number: 2, to: &fields)
            }
        } else if let topic = topicARN {
            fields.append(("TopicArn", topic))
            fields.append(("Subject", Self.subject(message.subject)))
        } else {
            throw DeliveryError("no telephone number, and the channel has no TopicARN")
        }
        fields.append(("Message", message.text))
        return fields
    }

    private func add(
        _ name: String, _ value: String, number: Int,
        to fields: inout [(name: String, value: String)]
    ) {
        let entry = compact("MessageAttributes.entry.\(number)")
        fields.append((compact("\(entry).Name"), name))
        fields.append((compact("\(entry).Value.DataType"), "String"))
        fields.append((compact("\(entry).Value.StringValue"), value))
    }

    /// A subject as a topic takes it: printable ASCII, fewer than 100 characters.
    private static func subject(_ text: String) -> String { printable(text.utf8, limit: 99) }

    /// The codes of the service.
    private static let meanings: [(code: String, meaning: String)] = [
        ("SignatureDoesNotMatch", "SecretKeyFile does not belong to AccessKey, or Region is wrong"),
        ("InvalidClientTokenId", "there is no such AccessKey, or SessionTokenFile is wrong"),
        ("ExpiredToken", "the temporary key in SessionTokenFile has expired"),
        ("RequestExpired", "the clock of this host is wrong"),
        ("AccessDenied", "the account of the AccessKey may not publish"),
        ("AuthorizationError", "the account of the AccessKey may not publish"),
        ("InvalidParameter", "a value is not accepted"),
        ("NotFound", "there is no such topic: see TopicARN and Region"),
        ("OptedOut", "this number does not want text messages"),
        ("Throttling", "too many requests"),
        ("ThrottlingException", "too many requests"),
    ]
}
