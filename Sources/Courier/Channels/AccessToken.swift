internal import ConfigurationGrammar
internal import Cryptography
internal import HostSystem
internal import TextCoding

/// Why a call of a provider's interface failed.
struct CallError: Error {
    /// The reason, and what is known of what the call was to do.
    let reason: SendingError
    /// Whether another token may help.
    let isAboutToken: Bool

    init(_ reason: SendingError, isAboutToken: Bool = false) {
        self.reason = reason
        self.isAboutToken = isAboutToken
    }

    /// The same where something else is known of the message.
    func with(_ reason: SendingError) -> CallError {
        CallError(reason, isAboutToken: isAboutToken)
    }

    /// The same of a call that only asks for something: nothing was sent, whatever the answer.
    var ofQuestion: CallError { with(.notSent(reason.reason)) }
}

/// The access token of an application, which is good for two hours and is to be kept meanwhile.
struct AccessToken {
    /// A token as a provider gives it out.
    struct Grant {
        /// The token; nil where the answer has none.
        let token: String?
        /// For how long it is good, in seconds.
        let life: Int
    }

    /// The kind of the channel, which begins the name of the file.
    let kind: String
    /// Who gives it out.
    let endpoint: ServerURL
    /// To whom.
    let application: String
    /// The folder where it is kept, which the courier's user owns.
    let folder: String
    let web: WebService

    /// How long before its end a token is no longer used, in seconds.
    private static let margin: Int64 = 300
    /// The longest life a provider gives, in seconds: a kept time further off is from before the clock was set.
    private static let longestLife: Int64 = 7_200
    /// What a provider can say of a life, in seconds.
    static let lives = 0...Int(Int32.max)
    /// The longest token that is kept, in bytes.
    private static let maximumLength = 512

    /// Sends something with the kept token, or with another one where there is none or it is no longer accepted.
    ///
    /// - Parameters:
    ///   - fetch: Asks the provider for a token.
    ///   - send: Sends with a token.
    /// - Throws: why there is no token, or why it was not sent with one.
    func use(
        fetch: () throws(DeliveryError) -> Grant, _ send: (String) throws(CallError) -> Void
    ) throws(SendingError) {
        if let kept = try preparing(try kept()) {
            do throws(CallError) { return try send(kept) } catch {
                // What may have been sent is not sent again.
                guard error.isAboutToken, !error.reason.isUnknown else { throw error.reason }
                web.steps.step("the kept token is no longer accepted")
            }
        }
        let grant = try preparing(try fetch())
        guard let token = grant.token, Self.isToken(Array(token.utf8)[...]) else {
            throw .notSent("the provider's answer has no token")
        }
        web.steps.step("got a token")
        keep(token, life: grant.life)
        do throws(CallError) { try send(token) } catch { throw error.reason }
    }

    /// The token of an earlier run; nil where there is none that is still good.
    private func kept() throws(DeliveryError) -> String? {
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

    private func keep(_ token: String, life: Int) {
        guard let now = try? web.now(), let file = try? cacheFile() else { return }
        let life = min(Int64(life), Self.longestLife) - Self.margin
        guard life > 0 else { return }
        do throws(SystemError) {
            try file.replace(with: Array(compact("\(now + life)\n\(token)\n").utf8))
        } catch {
            // The code goes out without; only the next one takes longer.
            web.steps.step("the token is not kept: \(error.description)")
        }
    }

    /// One file for each application and endpoint.
    private func cacheFile() throws(DeliveryError) -> CacheFile {
        let application = compact("\(endpoint.text)\n\(application)")
        let hash = try signed { () throws(CryptographyError) in
            try web.cryptography.sha256Text(of: Array(application.utf8))
        }
        return CacheFile(folder: folder, name: compact("\(kind)-\(hash)"))
    }

    /// Whether it is visible ASCII of a sane length.
    private static func isToken(_ bytes: ArraySlice<UInt8>) -> Bool {
        (1...maximumLength).contains(bytes.count)
            && bytes.allSatisfy { (0x21...0x7e).contains($0) }
    }

    /// The keyword for the folder.
    static var cacheDirectory: Setting<String> {
        .path(
            "CacheDirectory", "where the access token is kept until it expires",
            default: "/var/cache/sallyport")
    }

    /// Checks the folder.
    static func inspect(cacheDirectory: String) throws(DeliveryError) -> String {
        do throws(SystemError) {
            try CacheFile(folder: cacheDirectory, name: "").checkFolder()
        } catch {
            throw DeliveryError("CacheDirectory \(error.description)")
        }
        return compact("CacheDirectory \(cacheDirectory) can be used")
    }
}
