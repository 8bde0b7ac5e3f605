internal import ConfigurationGrammar
internal import HostSystem
internal import JSON
internal import TextCoding
package import Vocabulary
internal import Wire

/// Sends a message of a WeCom application to the person with a mobile number.
package final class WeComChannel: Channel {
    /// The host of the interface.
    package let endpoint: ServerURL
    /// The organisation.
    package let corpID: String
    /// The application's secret.
    package let secret: ReferencedFile
    /// The application's number.
    package let agentID: Int
    /// The folder for the token, which the courier's user owns.
    package let cacheDirectory: String

    /// The longest text, in bytes: what is longer is not sent.
    private static let maximumTextLength = 2_048

    package static var kind: ChannelKind {
        ChannelKind(
            "wecom",
            [
                host.keyword, corp.keyword, secretFile.keyword, Setting.agentID.keyword,
                AccessToken.cacheDirectory.keyword, Setting.caFile.keyword,
            ]
        ) { (block) throws(ConfigurationError) in try WeComChannel(&block) }
    }

    private static var host: Setting<ServerURL> {
        .endpoint("the host of the interface", default: "https://qyapi.weixin.qq.com")
    }

    private static var corp: Setting<String> {
        .identifier("CorpID", "the id of the organisation")
    }

    private static var secretFile: Setting<String> {
        .path("AppSecretFile", "the secret of the application")
    }

    private init(_ block: inout SettingBlock) throws(ConfigurationError) {
        endpoint = try block.server(Self.host)
        corpID = try block.value(Self.corp)
        secret = try block.requiredFile(Self.secretFile, isSecret: true)
        agentID = try block.value(.agentID)
        cacheDirectory = try block.value(AccessToken.cacheDirectory)
    }

    package func audience(of method: Method) -> Audience? {
        method == .chat ? .person(by: [.phone]) : nil
    }

    package func inspect() throws(DeliveryError) -> String? {
        try AccessToken.inspect(cacheDirectory: cacheDirectory)
    }

    package func send(
        _ message: Message, to recipient: Recipient, _ attempt: DeliveryAttempt
    ) throws(SendingError) {
        let number = try preparing(try recipient.phone)
        let web = try preparing(try attempt.webService())
        guard message.text.utf8.count <= Self.maximumTextLength else {
            throw .notSent("the text is too long for a message")
        }
        let source = AccessToken(
            kind: Self.kind.name, endpoint: endpoint, application: compact("\(corpID)\n\(agentID)"),
            folder: cacheDirectory, web: web)
        try source.use { () throws(DeliveryError) in
            try fetchToken(web)
        } _: { (token) throws(CallError) in
            let api = NumberedInterface(
                server: endpoint, token: token, tokenCodes: Self.tokenCodes,
                meanings: Self.meanings, hidden: [message.values.code, token] + number.forms,
                web: web)
            try send(message.text, to: try person(with: number, api), api)
        }
    }

    private func send(
        _ text: String, to person: String, _ api: NumberedInterface
    ) throws(CallError) {
        api.web.steps.step("found the user by the mobile number")
        let answer = try api.call("/cgi-bin/message/send") { () throws(DeliveryError) in
            JSON([
                ("touser", JSON(person)), ("msgtype", JSON("text")), ("agentid", JSON(agentID)),
                ("text", JSON([("content", JSON(text))])),
            ])
        }
        // Those who get nothing are named in an answer that is no error.
        for list in ["invaliduser", "unlicenseduser"] {
            guard let names = answer.string(list), !names.utf8.isEmpty else { continue }
            throw CallError(
                .notSent("the application is not available to the user, or not licensed for it"))
        }
        let identifier = answer.string("msgid") ?? ""
        api.web.steps.step("accepted, message id \(printable(identifier.utf8, limit: 60))")
    }

    /// The user with a mobile number.
    private func person(
        with number: PhoneNumber, _ api: NumberedInterface
    ) throws(CallError) -> String {
        let found: JSON
        do throws(CallError) {
            found = try api.call("/cgi-bin/user/getuserid") { () throws(DeliveryError) in
                // Of mainland China without the country code, others with.
                JSON([("mobile", JSON(number.chineseDigits ?? number.text))])
            }
        } catch {
            throw error.ofQuestion
        }
        // A bar would make a list of it, and @all is everybody.
        guard let person = found.string("userid"), !person.utf8.isEmpty,
            !person.utf8.contains(UInt8(ascii: "|")), person.utf8.first != UInt8(ascii: "@")
        else { throw CallError(.notSent("the provider named no user for the number")) }
        return person
    }

    /// Asks for another token.
    private func fetchToken(_ web: WebService) throws(DeliveryError) -> AccessToken.Grant {
        let secret = secret.secret
        let path =
            compact("/cgi-bin/gettoken?corpid=\(PercentEncoding.encode(corpID))")
            + compact("&corpsecret=\(PercentEncoding.encode(secret))")
        let response = try asking(try web.get(from: endpoint, path: path))
        let answer = try asking(try response.json())
        let code = answer.integer("errcode", in: -1...Int(Int32.max))
        guard response.status == 200, code == 0 else {
            let failure = ProviderFailure(
                status: response.status, code: code.map { String($0) },
                text: answer.string("errmsg"))
            throw DeliveryError(
                failure.reason(
                    Self.meanings, hiding: [secret], otherwise: "the provider refused"))
        }
        return AccessToken.Grant(
            token: answer.string("access_token"),
            life: answer.integer("expires_in", in: AccessToken.lives) ?? 0)
    }

    /// Invalid, missing or expired access token.
    private static let tokenCodes = ["40014", "41001", "42001"]

    /// The codes of the interface.
    private static let meanings: [(code: String, meaning: String)] = [
        ("-1", "the provider is too busy; try again"),
        ("40001", "AppSecretFile is wrong"),
        ("40013", "CorpID is wrong"),
        ("40014", "the provider does not accept its own token"),
        ("42001", "the provider does not accept its own token"),
        ("40056", "AgentID is no application"),
        ("301002", "AgentID and AppSecretFile are of two applications"),
        ("46004", "no member of the organisation has this mobile number"),
        ("60103", "the provider takes this for no mobile number"),
        ("60011", "the application lacks a permission to see members"),
        ("48002", "the application lacks a permission: members by mobile number"),
        ("60020", "this host's address is not on the application's list of trusted addresses"),
        ("81013", "the application is not available to the user"),
        ("45009", "too many requests"),
        ("45033", "too many requests at once"),
    ]
}
