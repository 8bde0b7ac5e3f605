internal import CLibcurl
internal import ConfigurationGrammar
internal import HostSystem
internal import TextCoding
package import Vocabulary

/// Hands mails to a mail server (RFC 5321), one transaction for each address.
package final class SMTPChannel: Channel {
    /// The server, with TLS from the first byte or with STARTTLS.
    package let server: ServerURL
    /// The sender.
    package let from: Mailbox
    /// Who logs in, and with what; nil where nobody does.
    package let login: (user: String, password: ReferencedFile)?
    /// The name this host greets with; nil for its own.
    package let helloName: String?

    package static var kind: ChannelKind {
        ChannelKind(
            "smtp",
            [
                url.keyword, Mailbox.from.keyword, username.keyword, passwordFile.keyword,
                hello.keyword, Setting.caFile.keyword,
            ]
        ) { (block) throws(ConfigurationError) in try SMTPChannel(&block) }
    }

    private static var url: Setting<ServerURL> {
        .server(
            "URL",
            """
            smtps://host (TLS from the first byte, port 465) or smtp://host (STARTTLS, \
            port 25); :port behind it
            """,
            for: .mail)
    }

    private static var username: Setting<String> {
        Setting("Username", "to log in with; needs PasswordFile (no login)") {
            (value) throws(InvalidText) in
            try value.text("the name to log in with")
        }
    }

    private static var passwordFile: Setting<String> {
        .path("PasswordFile", "the password of Username")
    }

    private static var hello: Setting<String> {
        .identifier("HelloName", "the name this host greets with (its own)")
    }

    private init(_ block: inout SettingBlock) throws(ConfigurationError) {
        server = try block.server(Self.url)
        from = try block.value(Mailbox.from)
        login = try block.login(Self.username, Self.passwordFile)
        helloName = try block.optional(Self.hello)
    }

    package func audience(of method: Method) -> Audience? {
        method == .email ? .person(by: [.email]) : nil
    }

    /// Sends the mail to one address.
    ///
    /// Until its last byte was given away the server has no mail (RFC 5321 section 4.1.1.4), whatever goes wrong;
    /// from then on it has one unless it said that it takes none.
    package func send(
        _ message: Message, to recipient: Recipient, _ attempt: DeliveryAttempt
    ) throws(SendingError) {
        let address = try preparing(try recipient.email)
        // Before the mail is written, which takes libcrypto: see `DeliveryAttempt.webService()`.
        let library = try preparing(try LibCurl())
        let mail = try preparing(try Mail(message, from: from, to: address))
        let transfer = try preparing(try upload(of: mail, to: address, library, attempt))
        do throws(TransferError) { try perform(transfer) } catch {
            throw transfer.mayHaveUploaded ? .unknown(error.message) : .notSent(error.message)
        }
        attempt.steps.step("\(server.authority): \(transfer.lastReply)")
    }

    /// What is to be done to send a mail.
    private func upload(
        of mail: Mail, to address: EmailAddress, _ library: LibCurl, _ attempt: DeliveryAttempt
    ) throws(DeliveryError) -> Transfer {
        do throws(TransferError) {
            let transfer = try session(library, attempt)
            try transfer.handle.set(CURLOPT_MAIL_FROM, "<\(from.address.text)>")
            try transfer.handle.setList(CURLOPT_MAIL_RCPT, ["<\(address.text)>"])
            try transfer.setUpload(mail.bytes)
            return transfer
        } catch {
            throw DeliveryError(error.message)
        }
    }

    /// Connects, begins TLS and logs in, and sends nothing.
    package func connect(
        to server: ServerURL, _ attempt: DeliveryAttempt
    ) throws(DeliveryError) {
        let library = try LibCurl()
        do throws(TransferError) {
            let transfer = try session(library, attempt)
            try transfer.handle.set(CURLOPT_CONNECT_ONLY, 1)
            try perform(transfer)
        } catch {
            throw DeliveryError(error.message)
        }
    }

    /// A connection with TLS and login, as far as the settings ask for them.
    private func session(
        _ library: LibCurl, _ attempt: DeliveryAttempt
    ) throws(TransferError) -> Transfer {
        // The path is the name of the greeting.
        let transfer = try Transfer(
            library, server: server, path: "/\(greeting)", caFile: attempt.caFile,
            deadline: attempt.deadline)
        // On the way to this very machine nobody reads along, and its mail server's certificate is seldom one
        // that could be verified; but where a password is sent it is offered TLS.
        if !server.isLoopback {
            try transfer.handle.set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue))
        } else if login != nil {
            try transfer.handle.set(CURLOPT_USE_SSL, Int(CURLUSESSL_TRY.rawValue))
        }
        if let login {
            transfer.requireLogin()
            try transfer.setCredentials(user: login.user, password: login.password.secret)
            // Not all libcurls can be told; what they then choose of what the server offers is safe under TLS.
            _ = try transfer.handle.setIfKnown(CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN")
        }
        return transfer
    }

    /// Does it; where the server refused, its own words say why.
    private func perform(_ transfer: borrowing Transfer) throws(TransferError) {
        do throws(TransferError) { _ = try transfer.perform() } catch {
            if transfer.isLoginMissing { throw noLogin(transfer.loginMethods) }
            let refusal = transfer.lastRefusal
            switch error.reason {
            case .loginDenied where refusal.utf8.isEmpty: throw noLogin(transfer.loginMethods)
            case .loginDenied:
                throw TransferError(error.reason, "\(error.message): \(refusal)")
            case .closed, .other:
                guard !refusal.utf8.isEmpty else { throw error }
                throw TransferError(
                    error.reason, "\(server.authority): refused: \(refusal)")
            case .unknownHost, .unreachable, .timedOut, .certificate, .tls, .tooLong, .unsendable,
                .unsupported:
                throw error
            }
        }
        guard login == nil || transfer.hasLoggedIn else { throw noLogin(transfer.loginMethods) }
    }

    /// Why a server took no login though `Username` is set: it offers none, or none that is spoken here.
    private func noLogin(_ methods: String?) -> TransferError {
        guard let methods else {
            return TransferError(
                .loginDenied, "\(server.authority): offers no login (AUTH), and Username is set")
        }
        return TransferError(
            .loginDenied,
            "\(server.authority): offers AUTH \(methods), and PLAIN and LOGIN are spoken here")
    }

    /// The name of the greeting: that of the settings, else this host's.
    private var greeting: String {
        let own = HostName.all().first ?? ""
        let isUsable =
            !own.utf8.isEmpty
            && own.utf8.allSatisfy { $0.isLetterOrDigit || "-.".utf8.contains($0) }
        return helloName ?? (isUsable ? own : "localhost")
    }
}
