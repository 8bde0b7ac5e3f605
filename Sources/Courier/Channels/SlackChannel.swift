internal import ConfigurationGrammar
internal import HostSystem
internal import JSON
internal import TextCoding
package import Vocabulary

/// Sends a direct message of a Slack app to the person with an e-mail address: users.lookupByEmail and
/// chat.postMessage of the Web API.
package final class SlackChannel: Channel {
    /// The host of the Web API.
    package let endpoint: ServerURL
    /// The token of the app's bot, which does not expire.
    package let token: ReferencedFile

    package static var kind: ChannelKind {
        ChannelKind(
            "slack", [host.keyword, tokenFile.keyword, Setting.caFile.keyword]
        ) { (block) throws(ConfigurationError) in try SlackChannel(&block) }
    }

    private static var host: Setting<ServerURL> {
        .endpoint("the host of the Web API", default: "https://slack.com")
    }

    private static var tokenFile: Setting<String> {
        .path("BotTokenFile", "the token of the app's bot, xoxb-…")
    }

    private init(_ block: inout SettingBlock) throws(ConfigurationError) {
        endpoint = try block.server(Self.host)
        token = try block.requiredFile(Self.tokenFile, isSecret: true)
    }

    package func audience(of method: Method) -> Audience? {
        method == .chat ? .person(by: [.email]) : nil
    }

    package func send(
        _ message: Message, to recipient: Recipient, _ attempt: DeliveryAttempt
    ) throws(SendingError) {
        let address = try preparing(try recipient.email)
        let web = try preparing(try attempt.webService())
        let hidden = [message.values.code, token.secret, address.text]
        let person = try preparing(
            try asking(try person(PercentEncoding.form([("email", address.text)]), web, hidden)))
        web.steps.step("found the user by the e-mail address")
        let body = try preparing(
            try JSON([
                ("channel", JSON(person)), ("text", JSON(Self.escaped(message.text))),
                ("mrkdwn", JSON(false)), ("unfurl_links", JSON(false)),
            ]).text())
        let answer = try call(
            "chat.postMessage", "application/json; charset=utf-8", body, web, hidden)
        web.steps.step("accepted, ts \(printable((answer.string("ts") ?? "").utf8, limit: 60))")
    }

    /// The id of the user with an address.
    private func person(
        _ form: [UInt8], _ web: WebService, _ hidden: [String]
    ) throws(SendingError) -> String {
        let found = try call(
            "users.lookupByEmail", "application/x-www-form-urlencoded", form, web, hidden)
        guard let person = found.string("user", "id"), !person.utf8.isEmpty,
            person.utf8.allSatisfy({ $0.isLetterOrDigit }), !found.isTrue("user", "deleted")
        else { throw .notSent("the provider named no user for the address") }
        return person
    }

    /// Makes a call, and gives its answer if that is no error.
    private func call(
        _ method: String, _ contentType: String, _ body: [UInt8], _ web: WebService,
        _ hidden: [String]
    ) throws(SendingError) -> JSON {
        let response = try web.post(
            to: endpoint, path: compact("/api/\(method)"),
            headers: [
                compact("Content-Type: \(contentType)"),
                compact("Authorization: Bearer \(token.secret)"),
            ],
            body: body)
        let answer = try response.json()
        if response.status == 200, answer.isTrue("ok") { return answer }
        let code = answer.string("error")
        let failure = ProviderFailure(
            status: response.status, code: code, text: answer.string("needed"))
        throw failure.error(
            isRefusal: code.map { code in
                !Self.faults.contains { $0.hasSameBytes(as: code) }
            } ?? false, Self.meanings, hiding: hidden)
    }

    /// The text with the three characters escaped that make links, mentions and entities.
    private static func escaped(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes += Array("&amp;".utf8)
            case UInt8(ascii: "<"): bytes += Array("&lt;".utf8)
            case UInt8(ascii: ">"): bytes += Array("&gt;".utf8)
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Errors of which it is documented that something may have been done, or not said that nothing was.
    private static let faults = ["fatal_error", "internal_error", "service_unavailable"]

    /// The errors of the interface.
    private static let meanings: [(code: String, meaning: String)] = [
        ("invalid_auth", "BotTokenFile is wrong, or this host's address is not allowed"),
        ("not_authed", "BotTokenFile is wrong"),
        ("token_revoked", "the token in BotTokenFile was revoked"),
        ("token_expired", "the token in BotTokenFile has expired: switch token rotation off"),
        ("account_inactive", "the app was taken away from the workspace"),
        ("missing_scope", "the app lacks a scope: users:read.email and chat:write"),
        ("users_not_found", "nobody in the workspace has this address"),
        ("channel_not_found", "the app cannot write to this user"),
        ("is_archived", "the app cannot write to this user"),
        ("msg_too_long", "the text is too long"),
        ("ratelimited", "too many requests"),
        ("rate_limited", "too many messages"),
        ("restricted_action", "the workspace does not let the app write"),
    ]
}
