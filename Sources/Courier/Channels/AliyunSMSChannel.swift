internal import Cryptography
internal import Delivery
internal import HostSystem
internal import TextCoding
internal import Vocabulary

/// Sends a text message through Alibaba Cloud: SendSms of the interface 2017-05-25.
///
/// The text is the template that was approved there; only its parameters go out.
struct AliyunSMSChannel {
    let settings: AliyunSMSSettings
    let web: WebService

    /// Sends the values to one number.
    func send(_ message: Message, to number: PhoneNumber) throws(SendingError) {
        let query: [(name: String, value: String)] = [
            // Of mainland China without the country code, others with.
            ("PhoneNumbers", number.chineseDigits ?? number.digits),
            ("SignName", settings.signName),
            ("TemplateCode", settings.templateCode),
            ("TemplateParam", try preparing(try parameters(for: message.values))),
        ]
        let response = try web.post(
            to: settings.endpoint, path: "/?" + CanonicalRequest.queryText(query),
            headers: try preparing(try headers(query: query)), body: [])
        let answer = try response.json()
        let code = answer.string("Code")
        guard response.status == 200, let code, code.utf8.elementsEqual("OK".utf8) else {
            let failure = ProviderFailure(
                status: response.status, code: code, text: answer.string("Message"))
            throw failure.error(
                isRefusal: code.map { Self.isRefusal($0) } ?? false, Self.meanings,
                hiding: [message.values.code] + number.forms)
        }
        let identifier = answer.string("BizId") ?? ""
        web.steps.step("accepted, BizId \(printable(identifier.utf8, limit: 60))")
    }

    /// Whether a code says that nothing was sent: all but those of a fault of the service itself, which begin
    /// with `isp.`, among which is one that refuses.
    private static func isRefusal(_ code: String) -> Bool {
        !code.utf8.starts(with: "isp.".utf8) || code.hasSameBytes(as: "isp.RAM_PERMISSION_DENY")
    }

    private func headers(
        query: [(name: String, value: String)]
    ) throws(DeliveryError) -> [String] {
        let time = UTCTime(secondsSince1970: try web.now()).extended
        let bodyHash = try signed { () throws(CryptographyError) in
            try web.cryptography.sha256Text(of: [])
        }
        let headers: [(name: String, value: String)] = [
            ("host", settings.endpoint.authority), ("x-acs-action", "SendSms"),
            ("x-acs-content-sha256", bodyHash), ("x-acs-date", time),
            ("x-acs-signature-nonce", try nonce()), ("x-acs-version", "2017-05-25"),
        ]
        let authorization = try signed { () throws(CryptographyError) in
            try AlibabaSignature.authorization(
                method: "POST", query: query, headers: headers, bodyHash: bodyHash,
                accessKeyID: settings.accessKeyID, secret: settings.accessKeySecret.bytes,
                using: web.cryptography)
        }
        return headers.map { "\($0.name): \($0.value)" } + [
            "accept: application/json", "authorization: \(authorization)",
            // There is no body, whose type libcurl would add.
            "content-type:",
        ]
    }

    /// The parameters of the template, a JSON object in one text.
    private func parameters(for values: MessageValues) throws(DeliveryError) -> String {
        var members: [(name: String, value: JSON)] = []
        for parameter in settings.parameters {
            members.append((parameter.name, try JSON(values.value(of: parameter.placeholder))))
        }
        let text = try JSON(members).serialised()
        return String(decoding: text, as: UTF8.self)
    }

    /// A number that no other request has.
    private func nonce() throws(DeliveryError) -> String {
        try signed { () throws(CryptographyError) in
            let bytes = try web.cryptography.randomBytes(16)
            return bytes.withBytes { Hexadecimal.encode($0) }
        }
    }

    /// The codes of the gateway and of the service.
    private static let meanings: [(code: String, meaning: String)] = [
        ("SignatureDoesNotMatch", "AccessKeySecretFile does not belong to AccessKeyID"),
        ("InvalidAccessKeyId.NotFound", "there is no such AccessKeyID"),
        ("InvalidAccessKeyId.Inactive", "the AccessKeyID is switched off"),
        ("InvalidTimeStamp.Expired", "the clock of this host is wrong by more than 15 minutes"),
        ("Throttling.User", "too many requests"),
        ("isp.RAM_PERMISSION_DENY", "the account of AccessKeyID may not send text messages"),
        ("isp.SYSTEM_ERROR", "the provider has a fault; try again"),
        ("isv.BUSINESS_LIMIT_CONTROL", "too many messages to this number for now"),
        ("isv.DAY_LIMIT_CONTROL", "the account's limit of messages for the day is reached"),
        ("isv.MONTH_LIMIT_CONTROL", "the account's limit of messages for the month is reached"),
        ("isv.MOBILE_NUMBER_ILLEGAL", "the provider takes this for no mobile number"),
        ("isv.SMS_TEMPLATE_ILLEGAL", "TemplateCode is no approved template"),
        ("isv.SMS_SIGNATURE_ILLEGAL", "SignName is no approved signature"),
        ("isv.SMS_SIGNATURE_SCENE_ILLEGAL", "SignName and TemplateCode do not go together"),
        (
            "isv.TEMPLATE_MISSING_PARAMETERS",
            "the template has parameters without a line TemplateParameter"
        ),
        ("isv.INVALID_JSON_PARAM", "the template does not take these parameters"),
        ("isv.PARAM_LENGTH_LIMIT", "a parameter is longer than the template allows"),
        ("isv.OUT_OF_SERVICE", "the account is out of service"),
        ("isv.AMOUNT_NOT_ENOUGH", "the account has no money left"),
        ("isv.BLACK_KEY_CONTROL_LIMIT", "a parameter has words in it that the provider refuses"),
        ("isv.DENY_IP_RANGE", "the provider refuses this host's address"),
    ]
}
