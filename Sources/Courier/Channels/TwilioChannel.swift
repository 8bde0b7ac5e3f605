internal import TextCoding
internal import Vocabulary

/// Sends a text message through Twilio: the resource Messages of the interface 2010-04-01.
struct TwilioChannel {
    let settings: TwilioSettings
    let web: WebService

    /// Sends the text to one number.
    func send(_ message: Message, to number: PhoneNumber) throws(SendingError) {
        let sender: (name: String, value: String) =
            switch settings.sender {
            case .from(let sender): ("From", sender)
            case .messagingService(let service): ("MessagingServiceSid", service)
            }
        let body = PercentEncoding.form([("To", number.text), sender, ("Body", message.text)])
        let account = PercentEncoding.encode(settings.accountSID)
        let response = try web.post(
            to: settings.endpoint, path: "/2010-04-01/Accounts/\(account)/Messages.json",
            headers: ["Content-Type: application/x-www-form-urlencoded"], body: body
        ) { (transfer) throws(TransferError) in
            try transfer.setCredentials(
                user: settings.apiKeySID ?? settings.accountSID,
                password: settings.authToken.secret)
        }
        let answer = try response.json()
        let code =
            answer.integer("code", in: Self.codes) ?? answer.integer("error_code", in: Self.codes)
        let status = answer.string("status")
        guard response.status == 200 || response.status == 201, code == nil,
            let identifier = answer.string("sid"), let status, !Self.hasFailed(status)
        else {
            let failure = ProviderFailure(
                status: response.status, code: code.map { String($0) } ?? status,
                text: answer.string("message") ?? answer.string("error_message"))
            throw failure.error(
                isRefusal: status.map { Self.isRefusal($0) } ?? false, Self.meanings,
                hiding: [message.values.code] + number.forms)
        }
        web.steps.step(
            "\(printable(status.utf8, limit: 20)), SID \(printable(identifier.utf8, limit: 60))")
    }

    /// Whether a status of a message says that it will not arrive.
    private static func hasFailed(_ status: String) -> Bool {
        // What is undelivered was handed on.
        isRefusal(status) || status.hasSameBytes(as: "undelivered")
    }

    /// Whether a status of a message says that it was not handed on.
    private static func isRefusal(_ status: String) -> Bool {
        status.hasSameBytes(as: "failed") || status.hasSameBytes(as: "canceled")
    }

    /// What a code can be: any number, since it is only shown, and none is no success.
    private static let codes = Int.min...Int.max

    /// The codes of the interface.
    private static let meanings: [(code: String, meaning: String)] = [
        ("20003", "AccountSID, APIKeySID or AuthTokenFile is wrong"),
        ("20404", "there is no such AccountSID"),
        ("20429", "too many requests"),
        ("21211", "the provider takes this for no telephone number"),
        ("21212", "From is no valid sender"),
        ("21408", "the account may not send to this country"),
        ("21606", "From is not a sender of this account, or not for this number"),
        ("21608", "a trial account sends to verified numbers only"),
        ("21610", "this number does not want messages from the sender"),
        ("21612", "there is no way from the sender to this number"),
        ("21614", "this is not the number of a mobile telephone"),
        ("21703", "MessagingServiceSID has no sender"),
    ]
}
