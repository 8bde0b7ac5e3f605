internal import Accounts
package import ArgumentParser
internal import Cryptography
internal import Delivery
internal import HostSystem
internal import OneTimePassword
internal import Policy
internal import TextCoding
internal import Vocabulary
internal import Wire

/// `sallyport send-test`: sends a user a code that opens nothing.
package struct SendTest: AdministrationCommand {
    package static let configuration = CommandConfiguration(
        abstract: "Send a user a code as a login would, and tell each step.",
        discussion: """
            The settings are those of a login of this user, as `sallyport policy explain` shows them. The \
            code opens nothing, and is not counted by SendLimit or HostSendLimit. The exit status is 1 \
            where it was not sent, or where nobody knows whether it was; the last line says which.

            --json prints an object, also where it was not sent: "user", "method", "channel", "result" ("sent", "notSent" \
            or "unknown"), "target" (to whom, masked; null where it was not sent), "code", "number", \
            \(CourierReport.jsonHelp), and "error" (null, or the reason). Where there is no channel or no contact, nothing \
            is tried, and the reason is on standard error only.
            """)

    /// How a code can be sent.
    enum Via: String, CaseIterable, ExpressibleByArgument {
        case email
        case sms
        case chat

        fileprivate var method: Method {
            switch self {
            case .email: .email
            case .sms: .sms
            case .chat: .chat
            }
        }
    }

    @OptionGroup var policy: PolicyOption
    @Argument(help: "The user's name.") var user: String
    @Option(help: "How to send it; the first such method of the policy without this option.")
    var via: Via?
    @OptionGroup(title: "Login options") var login: LoginOptions
    @Flag(help: "Print JSON.") var json = false

    package init() {}

    package func perform(in session: Session) throws {
        let host = try policy.host(in: session)
        let user = try User.existing(user)
        let attributes = login.attributes(of: user.name, user, under: host.policy)
        let settings = host.policy.settings(for: attributes)
        let library = try LibCrypto()
        let contacts = try host.accounts(using: library).contacts(of: user)
        let method = try method(under: settings, in: session)
        guard let channel = settings.channel(for: method) else {
            throw Failure(
                "\(method.channelKeyword?.name ?? "") is none for this login: "
                    + "nothing sends codes by \(method.name)")
        }
        let code = CodeToSend(
            text: try OneTimeCode.random(length: settings.codeLength, using: library).text,
            number: Int.random(in: Challenge.numbers), lifetime: settings.codeLifetime)
        let message = OutgoingMessage(
            channel: channel, method: method,
            target: try target(of: user, contacts, by: method, under: settings), user: user.name,
            host: attributes.hostNames.first ?? "", source: attributes.address ?? "",
            time: try session.now(), language: contacts.language ?? settings.language)
        let request = DeliveryRequest(
            deliveryFile: settings.deliveryFile, timeout: settings.deliveryTimeout,
            task: .send(code, message, tellsSteps: true))
        session.logChange("send-test", user: user, details: [("method", method.name)])
        let report = session.runCourier(settings.courierProgram, request, json: json)
        if json {
            try session.writeJSON(
                SentTest(
                    user: user.name, method: method.name, channel: channel, result: report.result,
                    target: Nullable(report.answer), code: code.text, number: code.number,
                    steps: report.steps, problems: report.problems,
                    error: Nullable(report.failure?.reason)))
        } else if let target = report.answer {
            try session.write(
                "sent to \(target): code \(code.text), number \(code.number); it opens nothing\n")
        }
        guard let failure = report.failure else { return }
        throw Failure(
            failure.isCertain
                ? failure.reason : "nobody knows whether it was sent: \(failure.reason)")
    }

    /// The method asked for, or the one a login would begin with.
    private func method(under settings: Settings, in session: Session) throws -> Method {
        guard let via else {
            guard let method = settings.methods.first(where: \.isSent) else {
                throw Failure(
                    "Methods of the policy has none that is sent, for this login: "
                        + Keyword.methods.text(settings))
            }
            return method
        }
        if !settings.methods.contains(via.method) {
            session.warn("Methods of the policy lacks \(via.rawValue): logins will not send it")
        }
        return via.method
    }

    private func target(
        of user: User, _ contacts: Contacts, by method: Method, under settings: Settings
    ) throws -> OutgoingMessage.Target {
        switch settings.recipients {
        case .topic(let name): return .topic(name)
        case .directory(let name): return .directory(name)
        case .account: break
        }
        let (email, phone) = (contacts.email?.text, contacts.phone?.text)
        let (found, what, option): ([String?], String, String) =
            switch method {
            case .email: ([email], "e-mail address", "--email ADDRESS")
            case .chat:
                (
                    [phone, email], "telephone number and no e-mail address",
                    "--phone NUMBER --email ADDRESS"
                )
            case .sms, .totp, .hotp, .screen, .recovery:
                ([phone], "telephone number", "--phone NUMBER")
            }
        let known = found.compactMap { $0 }
        guard !known.isEmpty else {
            throw Failure(
                "\(user.name) has no \(what); `sallyport contact \(user.name) \(option)` gives one")
        }
        return .contacts(known)
    }
}

/// What `send-test --json` prints.
private struct SentTest: Encodable {
    /// What became of the code.
    enum Result: String, Encodable {
        case sent
        case notSent
        case unknown
    }

    let user: String
    let method: String
    let channel: String
    let result: Result
    @Nullable private(set) var target: String?
    let code: String
    let number: Int
    let steps: [String]
    let problems: [String]
    @Nullable private(set) var error: String?
}

extension CourierReport {
    /// What became of the code.
    fileprivate var result: SentTest.Result {
        guard let failure else { return .sent }
        return failure.isCertain ? .notSent : .unknown
    }
}

extension AccountStore {
    /// The contacts of a user, who may have no account.
    fileprivate borrowing func contacts(of user: User) throws -> Contacts {
        guard let account = try account(of: user) else { return Contacts() }
        return account.identity.contacts
    }
}
