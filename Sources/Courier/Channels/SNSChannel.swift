internal import Cryptography
internal import TextCoding
internal import Vocabulary

/// Sends a text message, or publishes to a topic, through Simple Notification Service of Amazon.
///
/// Publish of the interface 2010-03-31.
struct SNSChannel {
    let settings: SNSSettings
    let web: WebService

    /// Sends the text to one number, or to the topic of the settings where there is none.
    func send(_ message: Message, to number: PhoneNumber?) throws(SendingError) {
        let body = PercentEncoding.form(try preparing(try fields(message, to: number)))
        let response = try web.post(
            to: settings.endpoint, path: "/", headers: try preparing(try headers(body: body)),
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

    private func headers(body: [UInt8]) throws(DeliveryError) -> [String] {
        let time = UTCTime(secondsSince1970: try web.now()).basic
        var signedHeaders: [(name: String, value: String)] = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("host", settings.endpoint.authority), ("x-amz-date", time),
        ]
        if let token = settings.sessionToken {
            signedHeaders.append(("x-amz-security-token", token.secret))
        }
        let headers = signedHeaders
        let authorization = try signed { () throws(CryptographyError) in
            try AmazonSignature.authorization(
                method: "POST", headers: headers, body: body, time: time, region: settings.region,
                service: "sns", accessKey: settings.accessKey,
                secretKey: settings.secretKey.bytes, using: web.cryptography)
        }
        return headers.map { "\($0.name): \($0.value)" } + ["authorization: \(authorization)"]
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
            if let sender = settings.senderID {
                add("AWS.SNS.SMS.SenderID", sender, number: 2, to: &fields)
            }
        } else if let topic = settings.topicARN {
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
        let entry = "MessageAttributes.entry.\(number)"
        fields.append(("\(entry).Name", name))
        fields.append(("\(entry).Value.DataType", "String"))
        fields.append(("\(entry).Value.StringValue", value))
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
