internal import HostSystem

/// Why a call of DingTalk's interface failed.
struct DingTalkError: Error {
    /// The reason.
    let reason: DeliveryError
    /// Whether another token may help.
    let isAboutToken: Bool

    init(_ reason: DeliveryError, isAboutToken: Bool = false) {
        self.reason = reason
        self.isAboutToken = isAboutToken
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
    /// How long it is waited before the next, in microseconds.
    private static let pause = 300_000

    /// Makes a call, and gives its answer if that is no error.
    func call(_ path: String, _ body: [UInt8]) throws(DingTalkError) -> JSON {
        var calls = 1
        while true {
            let (status, answer) = try answer(path, body)
            let number = answer.integer("errcode")
            if status == 200, number == 0 { return answer }
            if number == -1, calls < Self.maximumCalls {
                calls += 1
                SystemClock.sleep(microseconds: Self.pause)
                continue
            }
            throw failure(status, number, answer)
        }
    }

    private func answer(
        _ path: String, _ body: [UInt8]
    ) throws(DingTalkError) -> (Int, JSON) {
        do throws(DeliveryError) {
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
        return DingTalkError(
            failure.error(Self.meanings, hiding: hidden), isAboutToken: isAboutToken)
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
