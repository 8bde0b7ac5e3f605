internal import ConfigurationGrammar
internal import HostSystem
internal import JSON
internal import TextCoding
package import Vocabulary
internal import Wire

/// Sends a text message of a Feishu application to a person: im/v1/messages of the open platform.
///
/// The person is found by the mobile number or, where there is none, by the e-mail address. Lark is the same with
/// another host.
package final class FeishuChannel: Channel {
    /// The host of the open platform.
    package let endpoint: ServerURL
    /// The application.
    package let appID: String
    /// The application's secret.
    package let appSecret: ReferencedFile
    /// The folder for the token, which the courier's user owns.
    package let cacheDirectory: String

    package static var kind: ChannelKind {
        ChannelKind(
            "feishu",
            [
                host.keyword, app.keyword, secretFile.keyword, AccessToken.cacheDirectory.keyword,
                Setting.caFile.keyword,
            ]
        ) { (block) throws(ConfigurationError) in try FeishuChannel(&block) }
    }

    private static var host: Setting<ServerURL> {
        .endpoint("the host of the open platform", default: "https://open.feishu.cn")
    }

    private static var app: Setting<String> {
        .identifier("AppID", "the id of the internal application")
    }

    private static var secretFile: Setting<String> { .path("AppSecretFile", "its secret") }

    private init(_ block: inout SettingBlock) throws(ConfigurationError) {
        endpoint = try block.server(Self.host)
        appID = try block.value(Self.app)
        appSecret = try block.requiredFile(Self.secretFile, isSecret: true)
        cacheDirectory = try block.value(AccessToken.cacheDirectory)
    }

    package func audience(of method: Method) -> Audience? {
        method == .chat ? .person(by: [.phone, .email]) : nil
    }

    package func inspect() throws(DeliveryError) -> String? {
        try AccessToken.inspect(cacheDirectory: cacheDirectory)
    }

    package func send(
        _ message: Message, to recipient: Recipient, _ attempt: DeliveryAttempt
    ) throws(SendingError) {
        let web = try preparing(try attempt.webService())
        let source = AccessToken(
            kind: Self.kind.name, endpoint: endpoint, application: appID, folder: cacheDirectory,
            web: web)
        try source.use { () throws(DeliveryError) in
            try fetchToken(web)
        } _: { (token) throws(CallError) in
            let api = API(
                server: endpoint, token: token,
                hidden: [message.values.code, token] + recipient.forms, web: web)
            let person = try person(recipient, api)
            web.steps.step("found the user")
            let answer = try api.call("/open-apis/im/v1/messages?receive_id_type=open_id") {
                () throws(DeliveryError) in
                let content = try JSON([("text", JSON(message.text))]).text()
                return JSON([
                    ("receive_id", JSON(person)), ("msg_type", JSON("text")),
                    ("content", JSON(String(decoding: content, as: UTF8.self))),
                ])
            }
            let identifier = answer.string("data", "message_id") ?? ""
            web.steps.step("accepted, message id \(printable(identifier.utf8, limit: 60))")
        }
    }

    /// The id of the user with an address or number, as this application knows it.
    private func person(_ recipient: Recipient, _ api: API) throws(CallError) -> String {
        let found: JSON
        do throws(CallError) {
            found = try api.call("/open-apis/contact/v3/users/batch_get_id?user_id_type=open_id") {
                () throws(DeliveryError) in
                switch recipient {
                case .email(let address): JSON([("emails", JSON([JSON(address.text)]))])
                // Of mainland China without the country code, others with.
                case .phone(let number):
                    JSON([("mobiles", JSON([JSON(number.chineseDigits ?? number.text)]))])
                case .subscribers: throw DeliveryError("no topic is a person")
                }
            }
        } catch {
            throw error.ofQuestion
        }
        let users = found.elements("data", "user_list")
        guard users.count == 1, let person = users[0].string("user_id"), !person.utf8.isEmpty else {
            throw CallError(
                .notSent("no user that the application may see has this address or number"))
        }
        return person
    }

    /// Asks for another token.
    private func fetchToken(_ web: WebService) throws(DeliveryError) -> AccessToken.Grant {
        let secret = appSecret.secret
        let body = try JSON([("app_id", JSON(appID)), ("app_secret", JSON(secret))]).text()
        let response = try asking(
            try web.post(
                to: endpoint, path: "/open-apis/auth/v3/tenant_access_token/internal",
                headers: [API.contentType], body: body))
        let answer = try asking(try response.json())
        guard response.status == 200, answer.integer("code", in: API.codes) == 0 else {
            throw DeliveryError(
                API.failure(response.status, answer).reason(
                    API.meanings, hiding: [secret], otherwise: "the provider refused"))
        }
        return AccessToken.Grant(
            token: answer.string("tenant_access_token"),
            life: answer.integer("expire", in: AccessToken.lives) ?? 0)
    }

    /// The open platform, where an error is a number inside the answer, mostly with HTTP 400.
    private struct API {
        let server: ServerURL
        let token: String
        /// What must not get into a log.
        let hidden: [String]
        let web: WebService

        static let contentType = "Content-Type: application/json; charset=utf-8"
        /// What a code can be.
        static let codes = 0...Int(Int32.max)

        /// Makes a call, and gives its answer if that is no error.
        func call(
            _ path: String, _ body: () throws(DeliveryError) -> JSON
        ) throws(CallError) -> JSON {
            let answer: JSON
            let status: Int
            do throws(SendingError) {
                let response = try web.post(
                    to: server, path: path,
                    headers: [Self.contentType, compact("Authorization: Bearer \(token)")],
                    body: try preparing(try body().text()))
                answer = try response.json()
                status = response.status
            } catch {
                throw CallError(error)
            }
            let code = answer.integer("code", in: Self.codes)
            if status == 200, code == 0 { return answer }
            let error = Self.failure(status, answer).error(
                isRefusal: code.map { $0 != 0 } ?? false, Self.meanings, hiding: hidden)
            // A message that is on its way is no refusal, though its status says so.
            guard code != Self.beingSent else { throw CallError(.unknown(error.reason)) }
            throw CallError(error, isAboutToken: code.map { Self.tokenCodes.contains($0) } ?? false)
        }

        static func failure(_ status: Int, _ answer: JSON) -> ProviderFailure {
            ProviderFailure(
                status: status, code: answer.integer("code", in: codes).map { String($0) },
                text: answer.string("msg"))
        }

        /// The message is being sent.
        private static let beingSent = 230_049
        /// Missing or invalid access token.
        private static let tokenCodes = [
            99_991_661, 99_991_663, 99_991_664, 99_991_668, 99_991_671,
        ]

        /// The codes of the platform and of messages.
        static let meanings: [(code: String, meaning: String)] = [
            ("10003", "AppID or AppSecretFile is wrong"),
            ("10014", "AppSecretFile is wrong"),
            ("99991663", "the provider does not accept its own token"),
            ("99991668", "the provider does not accept its own token"),
            (
                "99991672",
                "the application lacks a permission: ids by number or address, or messages"
            ),
            ("99991400", "too many requests"),
            ("99991401", "this host's address is not on the application's list"),
            ("230001", "a value is not accepted"),
            ("230006", "the application is no bot: switch that on, and publish it"),
            ("230013", "the application is not available to this user"),
            ("230020", "too many messages to this user for now"),
            ("230022", "the message has words in it that the provider refuses"),
            ("230025", "the text is too long"),
            ("230027", "the application lacks a permission to send messages"),
            ("230053", "the user has stopped messages of the application"),
        ]
    }
}
