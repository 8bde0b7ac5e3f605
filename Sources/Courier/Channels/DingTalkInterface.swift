internal import HostSystem
internal import TextCoding

/// Why a call of DingTalk's interface failed.
struct DingTalkError: Error {
    /// The reason, and what is known of what the call was to do.
    let reason: SendingError
    /// Whether another token may help.
    let isAboutToken: Bool

    init(_ reason: SendingError, isAboutToken: Bool = false) {
        self.reason = reason
        self.isAboutToken = isAboutToken
    }

    /// The same where something else is known of the message.
    func with(_ reason: SendingError) -> DingTalkError {
        DingTalkError(reason, isAboutToken: isAboutToken)
    }
}

/// DingTalk's older interface, where an error comes with HTTP 200 and a number inside.
struct DingTalkInterface {
    let server: ServerURL
    let token: String
    /// What must not get into a log.
    let hidden: [String]
    let web: WebService

    /// How often a call is made that the provider is too busy for.
    private static let maximumCalls = 3
    /// How long to wait before the next, in microseconds.
    private static let pause = 300_000

    /// What answers when the provider is too busy, as others answer with HTTP 503.
    private static let busy = -1

    /// Makes a call, and gives its answer if that is no error.
    ///
    /// - Throws: why it failed. Once the provider was too busy nobody knows what became of the call, whatever
    ///   a later answer says.
    func call(_ path: String, _ body: [UInt8]) throws(DingTalkError) -> JSON {
        var calls = 1
        while true {
            do throws(DingTalkError) {
                let (status, answer) = try answer(path, body)
                let number = answer.integer("errcode", in: Self.busy...Int(Int32.max))
                if status == 200, number == 0 { return answer }
                guard number == Self.busy, calls < Self.maximumCalls else {
                    throw failure(status, number, answer)
                }
            } catch {
                throw calls == 1 ? error : error.with(.unknown(error.reason.reason))
            }
            calls += 1
            SystemClock.sleep(microseconds: Self.pause)
        }
    }

    private func answer(
        _ path: String, _ body: [UInt8]
    ) throws(DingTalkError) -> (Int, JSON) {
        do throws(SendingError) {
            let response = try web.post(
                to: server, path: "\(path)?access_token=\(PercentEncoding.encode(token))",
                headers: ["Content-Type: application/json"], body: body)
            return (response.status, try response.json())
        } catch {
            throw DingTalkError(error)
        }
    }

    private func failure(_ status: Int, _ number: Int?, _ answer: JSON) -> DingTalkError {
        // 88 says that another number is meant, which is a string.
        let code = number == 88 ? answer.string("sub_code") : number.map { String($0) }
        let failure = ProviderFailure(
            status: status, code: code, text: answer.string("sub_msg") ?? answer.string("errmsg"))
        let isAboutToken =
            code.map { code in Self.tokenCodes.contains { $0.hasSameBytes(as: code) } } ?? false
        let error = failure.error(
            isRefusal: number.map { $0 != 0 && $0 != Self.busy } ?? false, Self.meanings,
            hiding: hidden)
        return DingTalkError(error, isAboutToken: isAboutToken)
    }

    /// Invalid, missing or expired access token.
    private static let tokenCodes = ["40014", "40001", "41001", "42001"]

    /// The codes of the interface.
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
    ]
}
