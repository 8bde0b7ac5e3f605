internal import CLibcurl
internal import HostSystem
internal import TextCoding
internal import Vocabulary

/// Hands mails to a mail server (RFC 5321), one transaction for each address.
struct SMTPChannel {
    let settings: SMTPSettings
    let attempt: DeliveryAttempt

    /// Sends the mail to one address.
    ///
    /// Until its last byte was given away the server has no mail (RFC 5321 section 4.1.1.4), whatever goes wrong;
    /// from then on it has one unless it said that it takes none.
    func send(_ message: Message, to address: EmailAddress) throws(SendingError) {
        // Before the mail is written, which takes libcrypto: see `DeliveryAttempt.webService()`.
        let library = try preparing(try LibCurl())
        let mail = try preparing(try Mail(message, from: settings.from, to: address))
        let transfer = try preparing(try upload(of: mail, to: address, library))
        do throws(TransferError) { try perform(transfer) } catch {
            throw transfer.mayHaveUploaded ? .unknown(error.message) : .notSent(error.message)
        }
        attempt.steps.step("\(settings.server.authority): \(transfer.lastLine)")
    }

    /// What is to be done to send a mail.
    private func upload(
        of mail: Mail, to address: EmailAddress, _ library: LibCurl
    ) throws(DeliveryError) -> Transfer {
        do throws(TransferError) {
            let transfer = try session(library)
            try transfer.handle.set(CURLOPT_MAIL_FROM, "<\(settings.from.address.text)>")
            try transfer.handle.setList(CURLOPT_MAIL_RCPT, ["<\(address.text)>"])
            try transfer.setUpload(mail.bytes)
            return transfer
        } catch {
            throw DeliveryError(error.message)
        }
    }

    /// Connects, begins TLS and logs in, and sends nothing.
    func connect() throws(DeliveryError) {
        let library = try LibCurl()
        do throws(TransferError) {
            let transfer = try session(library)
            try transfer.handle.set(CURLOPT_CONNECT_ONLY, 1)
            try perform(transfer)
        } catch {
            throw DeliveryError(error.message)
        }
    }

    /// A connection with TLS and login, as far as the settings ask for them.
    private func session(_ library: LibCurl) throws(TransferError) -> Transfer {
        let server = settings.server
        // The path is the name of the greeting.
        let transfer = try Transfer(
            library, server: server, path: "/\(helloName)", caFile: attempt.caFile,
            deadline: attempt.deadline)
        // On the way to this very machine nobody reads along, and its mail server's certificate is seldom one
        // that could be verified; but where a password is sent it is offered TLS.
        if !server.isLoopback {
            try transfer.handle.set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue))
        } else if settings.login != nil {
            try transfer.handle.set(CURLOPT_USE_SSL, Int(CURLUSESSL_TRY.rawValue))
        }
        if let login = settings.login {
            try transfer.setCredentials(user: login.user, password: login.password.secret)
            // Not all libcurls can be told; what they then choose of what the server offers is safe under TLS.
            _ = try transfer.handle.setIfKnown(CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN")
        }
        return transfer
    }

    /// Does it; where the server refused, its own words say why.
    private func perform(_ transfer: borrowing Transfer) throws(TransferError) {
        do throws(TransferError) { _ = try transfer.perform() } catch {
            let refusal = transfer.lastRefusal
            guard !refusal.utf8.isEmpty else { throw error }
            switch error.reason {
            case .loginDenied:
                throw TransferError(error.reason, "\(error.message): \(refusal)")
            case .closed, .other:
                throw TransferError(
                    error.reason, "\(settings.server.authority): refused: \(refusal)")
            default: throw error
            }
        }
    }

    /// The name of the greeting: that of the settings, else this host's.
    private var helloName: String {
        let own = HostName.all().first ?? ""
        let isUsable =
            !own.utf8.isEmpty
            && own.utf8.allSatisfy { $0.isLetterOrDigit || "-.".utf8.contains($0) }
        return settings.helloName ?? (isUsable ? own : "localhost")
    }
}
