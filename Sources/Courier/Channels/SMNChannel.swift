internal import Cryptography
internal import TextCoding

/// Publishes a message to a topic of Simple Message Notification of Huawei Cloud.
///
/// PublishMessage of the interface v2. All who subscribed to the topic get it, by mail, text message or both.
struct SMNChannel {
    let settings: SMNSettings
    let web: WebService

    /// Publishes the message.
    func send(_ message: Message) throws(SendingError) {
        let body = try preparing(
            try JSON([("subject", JSON(message.subject)), ("message", JSON(message.text))])
                .serialised())
        let path =
            "/v2/\(PercentEncoding.encode(settings.projectID))/notifications/topics/"
            + "\(PercentEncoding.encode(settings.topicURN))/publish"
        let response = try web.post(
            to: settings.endpoint, path: path,
            headers: try preparing(try headers(path: path, body: body)), body: body)
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

    private func headers(path: String, body: [UInt8]) throws(DeliveryError) -> [String] {
        let time = UTCTime(secondsSince1970: try web.now()).basic
        var signedHeaders: [(name: String, value: String)] = [
            ("content-type", "application/json"), ("host", settings.endpoint.authority),
            ("x-project-id", settings.projectID), ("x-sdk-date", time),
        ]
        if let token = settings.securityToken {
            signedHeaders.append(("x-security-token", token.secret))
        }
        let headers = signedHeaders
        let authorization = try signed { () throws(CryptographyError) in
            try HuaweiSignature.authorization(
                method: "POST", path: path, headers: headers, body: body, time: time,
                accessKey: settings.accessKey, secretKey: settings.secretKey.bytes,
                using: web.cryptography)
        }
        return headers.map { "\($0.name): \($0.value)" } + ["authorization: \(authorization)"]
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
