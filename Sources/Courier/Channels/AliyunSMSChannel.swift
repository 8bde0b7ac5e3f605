internal import ConfigurationGrammar
internal import Cryptography
internal import HostSystem
internal import JSON
internal import TextCoding
package import Vocabulary

/// Sends a text message through Alibaba Cloud: SendSms of the interface 2017-05-25.
///
/// The text is the template that was approved there; only its parameters go out.
package final class AliyunSMSChannel: Channel {
    /// A parameter of the template.
    package struct Parameter: Sendable {
        /// Its name there.
        package let name: String
        /// What is put in.
        package let placeholder: Placeholder
    }

    /// The host of the service.
    package let endpoint: ServerURL
    /// The access key.
    package let accessKeyID: String
    /// The secret that belongs to it.
    package let accessKeySecret: ReferencedFile
    /// The approved signature.
    package let signName: String
    /// The approved template.
    package let templateCode: String
    /// What the template is filled with.
    package let parameters: [Parameter]

    package static var kind: ChannelKind {
        ChannelKind(
            "aliyun-sms",
            [
                host.keyword, key.keyword, secretFile.keyword, signature.keyword,
                template.keyword, parameter.keyword, Setting.caFile.keyword,
            ]
        ) { (block) throws(ConfigurationError) in try AliyunSMSChannel(&block) }
    }

    private static var host: Setting<ServerURL> {
        .endpoint("the host of the service", default: "https://dysmsapi.aliyuncs.com")
    }

    private static var key: Setting<String> {
        .identifier("AccessKeyID", "an access key that may send")
    }

    private static var secretFile: Setting<String> { .path("AccessKeySecretFile", "its secret") }

    private static var signature: Setting<String> {
        Setting("SignName", "the approved signature") { (value) throws(InvalidText) in
            try value.text("the approved signature")
        }
    }

    private static var template: Setting<String> {
        .identifier("TemplateCode", "the approved template")
    }

    private static var parameter: Setting<Parameter> {
        Setting(
            "TemplateParameter", "a parameter of it and what fills it; several (code code)",
            isRepeatable: true
        ) { (value) throws(InvalidText) in try value.templateParameter() }
    }

    private init(_ block: inout SettingBlock) throws(ConfigurationError) {
        endpoint = try block.server(Self.host)
        accessKeyID = try block.value(Self.key)
        accessKeySecret = try block.requiredFile(Self.secretFile, isSecret: true)
        signName = try block.value(Self.signature)
        templateCode = try block.value(Self.template)
        let named = try block.all(Self.parameter)
        parameters = named.isEmpty ? [Parameter(name: "code", placeholder: .code)] : named
        guard parameters.contains(where: { $0.placeholder == .code }) else {
            throw block.wrong("no TemplateParameter has the code; add: TemplateParameter code code")
        }
    }

    package func audience(of method: Method) -> Audience? {
        method == .sms ? .person(by: [.phone]) : nil
    }

    package var sendsTextMessages: Bool { true }

    package func send(
        _ message: Message, to recipient: Recipient, _ attempt: DeliveryAttempt
    ) throws(SendingError) {
        let number = try preparing(try recipient.phone)
        let web = try preparing(try attempt.webService())
        let query: [(name: String, value: String)] = [
            // Of mainland China without the country code, others with.
            ("PhoneNumbers", number.chineseDigits ?? number.digits),
            ("SignName", signName),
            ("TemplateCode", templateCode),
            ("TemplateParam", try preparing(try parameters(for: message.values))),
        ]
        let response = try web.post(
            to: endpoint, path: "/?" + CanonicalRequest.queryText(query),
            headers: try preparing(try headers(query: query, web)), body: [])
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
        query: [(name: String, value: String)], _ web: WebService
    ) throws(DeliveryError) -> [String] {
        let time = UTCTime(secondsSince1970: try web.now()).extended
        let bodyHash = try signed { () throws(CryptographyError) in
            try web.cryptography.sha256Text(of: [])
        }
        let headers: [(name: String, value: String)] = [
            ("host", endpoint.authority), ("x-acs-action", "SendSms"),
            ("x-acs-content-sha256", bodyHash), ("x-acs-date", time),
            ("x-acs-signature-nonce", try nonce(web)), ("x-acs-version", "2017-05-25"),
        ]
        let authorization = try signed { () throws(CryptographyError) in
            try AlibabaSignature.authorization(
                method: "POST", query: query, headers: headers, bodyHash: bodyHash,
                accessKeyID: accessKeyID, secret: accessKeySecret.bytes,
                using: web.cryptography)
        }
        return headers.map { compact("\($0.name): \($0.value)") } + [
            "accept: application/json", compact("authorization: \(authorization)"),
            // There is no body, whose type libcurl would add.
            "content-type:",
        ]
    }

    /// The parameters of the template, a JSON object in one text.
    private func parameters(for values: MessageValues) throws(DeliveryError) -> String {
        var members: [(name: String, value: JSON)] = []
        for parameter in self.parameters {
            members.append((parameter.name, JSON(values.value(of: parameter.placeholder))))
        }
        let text = try JSON(members).text()
        return String(decoding: text, as: UTF8.self)
    }

    /// A number that no other request has.
    private func nonce(_ web: WebService) throws(DeliveryError) -> String {
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

extension ValueReader {
    /// The name of a template's parameter, and what is put in there.
    fileprivate func templateParameter() throws(InvalidText) -> AliyunSMSChannel.Parameter {
        guard words.count == 2 else {
            throw unexpected(
                "the name of a parameter, and one of \(alternatives(Placeholder.names))",
                maximum: 2)
        }
        return AliyunSMSChannel.Parameter(
            name: try ValueReader(words: [words[0]]).identifier(),
            placeholder: try ValueReader(words: [words[1]]).choice())
    }
}
