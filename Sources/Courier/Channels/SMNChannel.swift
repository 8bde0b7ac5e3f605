internal import ConfigurationGrammar
internal import Cryptography
internal import HostSystem
internal import JSON
internal import TextCoding
package import Vocabulary

/// Publishes a message to a topic of Simple Message Notification of Huawei Cloud.
///
/// PublishMessage of the interface v2. All who subscribed to the topic get it, by mail, text message or both.
package final class SMNChannel: Channel {
    /// The host of the region's service.
    package let endpoint: ServerURL
    /// The project of the topic.
    package let projectID: String
    /// The topic.
    package let topicURN: String
    /// The access key.
    package let accessKey: String
    /// The secret key that belongs to it.
    package let secretKey: ReferencedFile
    /// The token of a temporary key; nil with a permanent one.
    package let securityToken: ReferencedFile?

    package static var kind: ChannelKind {
        ChannelKind(
            "smn",
            [
                host.keyword, project.keyword, topic.keyword, key.keyword, keyFile.keyword,
                tokenFile.keyword, Setting.caFile.keyword,
            ]
        ) { (block) throws(ConfigurationError) in try SMNChannel(&block) }
    }

    private static var host: Setting<ServerURL> {
        .endpoint(
            "the host of your region's service, as https://smn.ap-southeast-3.myhuaweicloud.com")
    }

    private static var project: Setting<String> {
        .identifier("ProjectID", "the id of the project in that region")
    }

    private static var topic: Setting<String> {
        .identifier("TopicURN", "the URN of the topic")
    }

    private static var key: Setting<String> {
        .identifier("AccessKey", "an access key that may publish to it")
    }

    private static var keyFile: Setting<String> { .path("SecretKeyFile", "its secret key") }

    private static var tokenFile: Setting<String> {
        .path("SecurityTokenFile", "for temporary keys only")
    }

    private init(_ block: inout SettingBlock) throws(ConfigurationError) {
        endpoint = try block.server(Self.host)
        projectID = try block.value(Self.project)
        topicURN = try block.value(Self.topic)
        accessKey = try block.value(Self.key)
        secretKey = try block.requiredFile(Self.keyFile, isSecret: true)
        securityToken = try block.file(Self.tokenFile, isSecret: true)
    }

    /// What becomes of a message to a topic is up to those who subscribed to it.
    package func audience(of method: Method) -> Audience? {
        method == .email || method == .sms ? .subscribers(ofTopicNamed: topicURN) : nil
    }

    package var sendsTextMessages: Bool { true }

    package func send(
        _ message: Message, to recipient: Recipient, _ attempt: DeliveryAttempt
    ) throws(SendingError) {
        let web = try preparing(try attempt.webService())
        let body = try preparing(
            try JSON([("subject", JSON(message.subject)), ("message", JSON(message.text))])
                .text())
        let path =
            compact("/v2/\(PercentEncoding.encode(projectID))/notifications/topics/")
            + compact("\(PercentEncoding.encode(topicURN))/publish")
        let response = try web.post(
            to: endpoint, path: path,
            headers: try preparing(try headers(path: path, body: body, web)), body: body)
        let answer = try response.json()
        guard response.status == 200, let identifier = answer.string("message_id") else {
            let failure = ProviderFailure(
                status: response.status,
                code: answer.string("code") ?? answer.string("error_code")
                    ?? answer.string("errorCode"),
                text: answer.string("message") ?? answer.string("error_msg")
                    ?? answer.string("errorMsg"))
            throw failure.error(
                isRefusal: false, Self.meanings, hiding: [message.values.code])
        }
        web.steps.step("published, message id \(printable(identifier.utf8, limit: 60))")
    }

    private func headers(
        path: String, body: [UInt8], _ web: WebService
    ) throws(DeliveryError) -> [String] {
        let time = UTCTime(secondsSince1970: try web.now()).basic
        var signedHeaders: [(name: String, value: String)] = [
            ("content-type", "application/json"), ("host", endpoint.authority),
            ("x-project-id", projectID), ("x-sdk-date", time),
        ]
        if let token = securityToken {
            signedHeaders.append(("x-security-token", token.secret))
        }
        let headers = signedHeaders
        let authorization = try signed { () throws(CryptographyError) in
            try HuaweiSignature.authorization(
                method: "POST", path: path, headers: headers, body: body, time: time,
                accessKey: accessKey, secretKey: secretKey.bytes,
                using: web.cryptography)
        }
        return headers.map { compact("\($0.name): \($0.value)") } + [
            compact("authorization: \(authorization)")
        ]
    }

    /// The codes of the gateway and of the service.
    private static let meanings: [(code: String, meaning: String)] = [
        ("APIGW.0301", "AccessKey or SecretKeyFile is wrong"),
        ("APIGW.0302", "the account of the AccessKey may not use this interface"),
        ("APIGW.0303", "the clock of this host is wrong by more than 15 minutes"),
        ("APIGW.0101", "the Endpoint does not offer this interface"),
        ("APIGW.0308", "too many requests"),
        ("SMN.0001", "the account of the AccessKey may not publish to the topic"),
        ("SMN.0005", "TopicURN is not a topic's URN"),
        ("SMN.0006", "there is no such topic: see TopicURN, ProjectID and Endpoint"),
        ("SMN.0009", "the message is not accepted"),
        ("SMN.0021", "the message is not accepted"),
        ("SMN.0057", "too many text messages for today"),
        ("SMN.0065", "too many e-mails for today"),
        ("SMN.0070", "the account is restricted"),
        ("SMN.0071", "the account is restricted"),
        ("SMN.0227", "the message has words in it that the provider refuses"),
    ]
}
