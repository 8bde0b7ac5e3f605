internal import HostSystem
internal import JSON
internal import TextCoding

/// An interface where an error comes with HTTP 200 and a number inside, `errcode`, as those of DingTalk and WeCom do.
struct NumberedInterface {
    let server: ServerURL
    let token: String
    /// The numbers that mean an invalid, missing or expired token.
    let tokenCodes: [String]
    /// What numbers mean that an administrator can do something about.
    let meanings: [(code: String, meaning: String)]
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
    func call(
        _ path: String, _ body: () throws(DeliveryError) -> JSON
    ) throws(CallError) -> JSON {
        let bytes: [UInt8]
        do throws(DeliveryError) { bytes = try body().text() } catch {
            throw CallError(.notSent(error.reason))
        }
        var calls = 1
        while true {
            do throws(CallError) {
                let (status, answer) = try answer(path, bytes)
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
    ) throws(CallError) -> (Int, JSON) {
        do throws(SendingError) {
            let response = try web.post(
                to: server, path: compact("\(path)?access_token=\(PercentEncoding.encode(token))"),
                headers: ["Content-Type: application/json"], body: body)
            return (response.status, try response.json())
        } catch {
            throw CallError(error)
        }
    }

    private func failure(_ status: Int, _ number: Int?, _ answer: JSON) -> CallError {
        // With DingTalk 88 says that another number is meant, which is a string.
        let code = number == 88 ? answer.string("sub_code") : number.map { String($0) }
        let failure = ProviderFailure(
            status: status, code: code, text: answer.string("sub_msg") ?? answer.string("errmsg"))
        let isAboutToken =
            code.map { code in tokenCodes.contains { $0.hasSameBytes(as: code) } } ?? false
        let error = failure.error(
            isRefusal: number.map { $0 != 0 && $0 != Self.busy } ?? false, meanings,
            hiding: hidden)
        return CallError(error, isAboutToken: isAboutToken)
    }
}
