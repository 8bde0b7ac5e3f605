internal import ConfigurationGrammar
internal import JSON
internal import TextCoding
package import Vocabulary

/// Sends a text message through Twilio: the resource Messages of the interface 2010-04-01.
package final class TwilioChannel: Channel {
    /// Whom a message comes from.
    package enum Sender: Sendable {
        /// A number or a name.
        case from(String)
        /// A service that chooses the number, by its SID.
        case messagingService(String)
    }

    /// The host of the service.
    package let endpoint: ServerURL
    /// The account.
    package let accountSID: String
    /// The API key that signs in; nil where the account does itself.
    package let apiKeySID: String?
    /// The token of the account, or the secret of the API key.
    package let authToken: ReferencedFile
    /// Whom a message comes from.
    package let sender: Sender

    package static var kind: ChannelKind {
        ChannelKind(
            "twilio",
            [
                host.keyword, account.keyword, tokenFile.keyword, key.keyword, from.keyword,
                service.keyword, Setting.caFile.keyword,
            ]
        ) { (block) throws(ConfigurationError) in try TwilioChannel(&block) }
    }

    private static var host: Setting<ServerURL> {
        .endpoint("the host of the service", default: "https://api.twilio.com")
    }

    private static var account: Setting<String> {
        .identifier("AccountSID", "the account")
    }

    private static var tokenFile: Setting<String> {
        .path("AuthTokenFile", "its token, or the secret of APIKeySID")
    }

    private static var key: Setting<String> {
        .identifier("APIKeySID", "an API key to sign in with (the account itself)")
    }

    private static var from: Setting<String> {
        Setting("From", "the number or name it comes from; or:") { (value) throws(InvalidText) in
            try value.messageSender()
        }
    }

    private static var service: Setting<String> {
        .identifier("MessagingServiceSID", "a service that chooses the number")
    }

    private init(_ block: inout SettingBlock) throws(ConfigurationError) {
        endpoint = try block.server(Self.host)
        accountSID = try block.value(Self.account)
        apiKeySID = try block.optional(Self.key)
        authToken = try block.requiredFile(Self.tokenFile, isSecret: true)
        switch (try block.optional(Self.from), try block.optional(Self.service)) {
        case (let from?, nil): sender = .from(from)
        case (nil, let service?): sender = .messagingService(service)
        case (nil, nil): throw block.missing("From or MessagingServiceSID")
        case (_?, _?): throw block.wrong("leave out either From or MessagingServiceSID")
        }
    }

    package func audience(of method: Method) -> Audience? {
        method == .sms ? .person(by: [.phone]) : nil
    }

    package var sendsTextMessages: Bool { true }

    package func send(
        _ message: Message, to recipient: Recipient, _ attempt: DeliveryAttempt
    ) throws(SendingError) {
        let number = try preparing(try recipient.phone)
        let web = try preparing(try attempt.webService())
        let sender: (name: String, value: String) =
            switch sender {
            case .from(let sender): ("From", sender)
            case .messagingService(let service): ("MessagingServiceSid", service)
            }
        let body = PercentEncoding.form([("To", number.text), sender, ("Body", message.text)])
        let account = PercentEncoding.encode(accountSID)
        let response = try web.post(
            to: endpoint, path: compact("/2010-04-01/Accounts/\(account)/Messages.json"),
            headers: ["Content-Type: application/x-www-form-urlencoded"], body: body
        ) { (transfer) throws(TransferError) in
            try transfer.setCredentials(
                user: self.apiKeySID ?? self.accountSID,
                password: self.authToken.secret)
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

extension ValueReader {
    /// The sender of a text message: a telephone number, a short code or a name.
    fileprivate func messageSender() throws(InvalidText) -> String {
        guard let word = onlyWord else {
            throw unexpected("a telephone number as +15551234567, or a name of at most 11 letters")
        }
        return word.bytes.first == UInt8(ascii: "+") ? try phone().text : try senderName()
    }
}
