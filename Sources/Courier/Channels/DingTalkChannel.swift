internal import ConfigurationGrammar
internal import JSON
internal import TextCoding
package import Vocabulary

/// Sends a work notice of DingTalk to the person with a mobile number.
package final class DingTalkChannel: Channel {
    /// The host of the current interface, which gives out tokens.
    package let endpoint: ServerURL
    /// The host of the older interface, which knows people and sends notices.
    package let legacyEndpoint: ServerURL
    /// The application's key.
    package let appKey: String
    /// The application's secret.
    package let appSecret: ReferencedFile
    /// The application's agent.
    package let agentID: Int
    /// The folder for the token, which the courier's user owns.
    package let cacheDirectory: String

    package static var kind: ChannelKind {
        ChannelKind(
            "dingtalk",
            [
                host.keyword, legacyHost.keyword, key.keyword, secretFile.keyword,
                Setting.agentID.keyword,
                AccessToken.cacheDirectory.keyword, Setting.caFile.keyword,
            ]
        ) { (block) throws(ConfigurationError) in try DingTalkChannel(&block) }
    }

    private static var host: Setting<ServerURL> {
        .endpoint("the host that gives out tokens", default: "https://api.dingtalk.com")
    }

    private static var legacyHost: Setting<ServerURL> {
        .server(
            "LegacyEndpoint", "the older interface, which sends", for: .service,
            default: "https://oapi.dingtalk.com")
    }

    private static var key: Setting<String> {
        .identifier("AppKey", "the key of the internal application")
    }

    private static var secretFile: Setting<String> { .path("AppSecretFile", "its secret") }

    private init(_ block: inout SettingBlock) throws(ConfigurationError) {
        endpoint = try block.server(Self.host)
        legacyEndpoint = try block.server(Self.legacyHost)
        appKey = try block.value(Self.key)
        appSecret = try block.requiredFile(Self.secretFile, isSecret: true)
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
        let source = AccessToken(
            kind: Self.kind.name, endpoint: endpoint, application: appKey, folder: cacheDirectory,
            web: web)
        try source.use { () throws(DeliveryError) in
            try fetchToken(web)
        } _: { (token) throws(CallError) in
            try send(message, to: number, token: token, web)
        }
    }

    private func send(
        _ message: Message, to number: PhoneNumber, token: String, _ web: WebService
    ) throws(CallError) {
        let api = NumberedInterface(
            server: legacyEndpoint, token: token, tokenCodes: Self.tokenCodes,
            meanings: Self.meanings, hidden: [message.values.code, token] + number.forms, web: web)
        let person = try person(with: number, api)
        web.steps.step("found the user by the mobile number")
        let answer = try api.call("/topapi/message/corpconversation/asyncsend_v2") {
            () throws(DeliveryError) in try notice(message.text, to: person, web)
        }
        web.steps.step("accepted, task \(answer.integer("task_id", in: 0...Int.max) ?? 0)")
    }

    /// The user with a mobile number.
    ///
    /// - Throws: where there is none, or it cannot be asked; nothing was sent then, whatever the provider answers.
    private func person(
        with number: PhoneNumber, _ api: NumberedInterface
    ) throws(CallError) -> String {
        let found: JSON
        do throws(CallError) {
            found = try api.call("/topapi/v2/user/getbymobile") { () throws(DeliveryError) in
                // Of mainland China without the country code, others with.
                JSON([("mobile", JSON(number.chineseDigits ?? number.text))])
            }
        } catch {
            throw error.ofQuestion
        }
        // A comma would make a list of it.
        guard let person = found.string("result", "userid"), !person.utf8.isEmpty,
            !person.utf8.contains(UInt8(ascii: ","))
        else { throw CallError(.notSent("the provider named no user for the number")) }
        return person
    }

    private func notice(
        _ text: String, to person: String, _ web: WebService
    ) throws(DeliveryError) -> JSON {
        let content = JSON([("content", JSON(try varied(text, web)))])
        return JSON([
            ("agent_id", JSON(agentID)), ("userid_list", JSON(person)),
            ("msg", JSON([("msgtype", JSON("text")), ("text", content)])),
        ])
    }

    /// The text with the time of sending: the same text twice on a day would silently not arrive.
    private func varied(_ text: String, _ web: WebService) throws(DeliveryError) -> String {
        guard text.utf8.count <= Self.maximumTextLength else {
            throw DeliveryError("the text is too long for a work notice")
        }
        return compact("\(text)\n\(UTCTime(secondsSince1970: try web.now()).timeOfDay) UTC")
    }

    /// The longest text, in bytes: a notice may have 2048 with what is around the text.
    private static let maximumTextLength = 1_800

    /// Asks for another token.
    private func fetchToken(_ web: WebService) throws(DeliveryError) -> AccessToken.Grant {
        let secret = appSecret.secret
        let body = try JSON([("appKey", JSON(appKey)), ("appSecret", JSON(secret))]).text()
        let response = try asking(
            try web.post(
                to: endpoint, path: "/v1.0/oauth2/accessToken",
                headers: ["Content-Type: application/json"], body: body))
        let answer = try asking(try response.json())
        guard response.status == 200, let token = answer.string("accessToken") else {
            let failure = ProviderFailure(
                status: response.status, code: answer.string("code"),
                text: answer.string("message"))
            throw DeliveryError(
                failure.reason(
                    Self.meanings, hiding: [secret], otherwise: "the provider refused"))
        }
        return AccessToken.Grant(
            token: token, life: answer.integer("expireIn", in: AccessToken.lives) ?? 0)
    }

    /// Invalid, missing or expired access token.
    private static let tokenCodes = ["40014", "40001", "41001", "42001"]

    /// The codes of both interfaces.
    private static let meanings: [(code: String, meaning: String)] = [
        ("-1", "the provider is too busy; try again"),
        ("33001", "AppKey belongs to no organisation"),
        ("33012", "the provider does not know the user"),
        ("40014", "the provider does not accept its own token"),
        ("42001", "the provider does not accept its own token"),
        ("40035", "a value is not accepted"),
        ("40104", "no member of the organisation has this mobile number"),
        ("60121", "no member of the organisation has this mobile number"),
        ("400002", "a value is not accepted; is the mobile number one?"),
        ("60011", "the application lacks a permission: members by mobile number, or work notices"),
        ("60020", "this host's address is not on the application's list of servers"),
        ("90018", "too many requests"),
        ("invalidClientIdOrSecret", "AppKey or AppSecretFile is wrong"),
        (
            "Forbidden.AccessDenied.IpNotInWhiteList",
            "this host's address is not on the list of servers"
        ),
    ]
}
