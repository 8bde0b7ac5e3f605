internal import Cryptography
internal import HostSystem
internal import TextCoding

/// The access token of a DingTalk application, which is good for two hours and is to be kept meanwhile.
struct DingTalkToken {
    let settings: DingTalkSettings
    let web: WebService

    /// How long before its end a token is no longer used, in seconds.
    private static let margin: Int64 = 300
    /// The longest life a provider gives, in seconds: a kept time further off is from before the clock was set.
    private static let longestLife: Int64 = 7_200
    /// What the provider can say of a life, in seconds.
    private static let lives = 0...Int(Int32.max)
    /// The longest token that is kept, in bytes.
    private static let maximumLength = 512

    /// The token of an earlier run; nil where there is none that is still good.
    func kept() throws(DeliveryError) -> String? {
        let now = try web.now()
        let file = try cacheFile()
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try file.contents(limit: Self.maximumLength + 32)
        } catch {
            if !error.isNotFound { web.steps.step("no kept token is used: \(error.description)") }
            return nil
        }
        // Two lines: when it ends, in seconds since 1970, and the token.
        let lines = bytes.split(separator: UInt8(ascii: "\n"))
        guard lines.count == 2, let end = Decimal.number(lines[0]), Self.isToken(lines[1]),
            Int64(end) > now, Int64(end) <= now &+ Self.longestLife
        else { return nil }
        return String(decoding: lines[1], as: UTF8.self)
    }

    /// Another token from the provider, which is kept.
    func fetch() throws(DeliveryError) -> String {
        let secret = settings.appSecret.secret
        let body = try JSON([("appKey", JSON(settings.appKey)), ("appSecret", JSON(secret))])
            .serialised()
        let response = try asking(
            try web.post(
                to: settings.endpoint, path: "/v1.0/oauth2/accessToken",
                headers: ["Content-Type: application/json"], body: body))
        let answer = try asking(try response.json())
        guard response.status == 200, let token = answer.string("accessToken"),
            Self.isToken(Array(token.utf8)[...])
        else {
            let failure = ProviderFailure(
                status: response.status, code: answer.string("code"),
                text: answer.string("message"))
            throw DeliveryError(
                failure.reason(
                    Self.meanings, hiding: [secret], otherwise: "the provider refused"))
        }
        web.steps.step("got a token")
        keep(token, life: answer.integer("expireIn", in: Self.lives) ?? 0)
        return token
    }

    private func keep(_ token: String, life: Int) {
        guard let now = try? web.now(), let file = try? cacheFile() else { return }
        let life = min(Int64(life), Self.longestLife) - Self.margin
        guard life > 0 else { return }
        do throws(SystemError) {
            try file.replace(with: Array("\(now + life)\n\(token)\n".utf8))
        } catch {
            // The code goes out without; only the next one takes longer.
            web.steps.step("the token is not kept: \(error.description)")
        }
    }

    /// One file for each application and endpoint.
    private func cacheFile() throws(DeliveryError) -> CacheFile {
        let application = "\(settings.endpoint.text)\n\(settings.appKey)"
        let hash = try signed { () throws(CryptographyError) in
            try web.cryptography.sha256Text(of: Array(application.utf8))
        }
        return CacheFile(folder: settings.cacheDirectory, name: "dingtalk-\(hash)")
    }

    /// Whether it is visible ASCII of a sane length.
    private static func isToken(_ bytes: ArraySlice<UInt8>) -> Bool {
        (1...maximumLength).contains(bytes.count)
            && bytes.allSatisfy { (0x21...0x7e).contains($0) }
    }

    /// The codes of the interface.
    private static let meanings: [(code: String, meaning: String)] = [
        ("invalidClientIdOrSecret", "AppKey or AppSecretFile is wrong"),
        (
            "Forbidden.AccessDenied.IpNotInWhiteList",
            "this host's address is not on the list of servers"
        ),
    ]
}
