internal import Accounts
package import ArgumentParser
internal import Cryptography
internal import HostSystem
internal import Policy
internal import TextCoding
internal import Vocabulary

/// `sallyport status`: what logins have left in the accounts.
package struct Status: PersonalCommand {
    package static let configuration = CommandConfiguration(
        abstract: "Show one account or all: devices, contacts, last login, wrong codes, lock.",
        discussion: """
            An account that cannot be read is shown with the reason, and the exit status is 1.

            --json prints an array with an object for each account: "user", "devices" (their labels), \
            "contacts" (masked), "lastSuccess" (a time or null), "wrongCodes" (since the last right one), "lock" ("none", \
            "temporary" or "untilUnlocked"), "lockedUntil" (a time or null), "codesSent" (within the time of SendLimit), \
            "codesNotSent" (that could not be sent lately), "recoveryCodesLeft", "trustedSources" \
            (how many are asked for no code now), "ticketUntil" and "bypassUntil" (times or null: until when what \
            was handed out is good), and "error" (null, or why the account cannot be read; nothing else is known of it then).
            """)

    @OptionGroup var policy: PolicyOption
    @OptionGroup package var service: ServiceOption
    @Argument(help: "The user's name; all accounts without one, or for anybody but root their own.")
    var user: String?
    @Flag(help: "Print JSON.") var json = false

    package init() {}

    package func perform(in session: Session) throws {
        let host = try policy.host(in: session)
        let accounts = try host.accounts(using: LibCrypto())
        let time = try session.now()
        var rows: [AccountStatus] = []
        if user != nil || session.person != nil {
            let user = try session.user(named: user, for: "status")
            guard let row = AccountStatus(of: user, in: accounts, on: host, at: time) else {
                throw Failure.noAccount(of: user)
            }
            rows = [row]
        } else {
            for name in try accounts.userNames() {
                let row = try User.named(name).map {
                    AccountStatus(of: $0, in: accounts, on: host, at: time)
                }
                if let row = row ?? AccountStatus(ofUnknownUser: name) { rows.append(row) }
            }
        }
        try show(rows, in: session)
        if user == nil, session.person == nil, !json, !rows.isEmpty {
            try session.write("fingerprint of the key: \(accounts.keyFingerprint())\n")
            try showHostSends(of: host, at: time, in: session)
        }
        try requireReadable(rows, in: session)
    }

    /// Shows how many codes this host has sent of late, where it has sent or tried any.
    private func showHostSends(of host: Host, at time: Int64, in session: Session) throws {
        let settings = host.policy.hostSettings
        let limit = settings.hostSendLimit
        let counts: (sent: Int, failed: Int)
        do throws(AccountError) {
            counts = try HostSends.counts(
                in: settings.stateDirectory, limit: limit.count, period: Int64(limit.period),
                at: time)
        } catch {
            // What is shown above is worth more than this.
            return session.warn(error.description.printable)
        }
        guard counts.sent > 0 || counts.failed > 0 else { return }
        try session.write(
            "codes sent by this host: \(counts.sent) of \(settings.hostSendLimit.text); could not be sent lately: "
                + "\(counts.failed)\n")
    }

    private func show(_ rows: [AccountStatus], in session: Session) throws {
        if json {
            try session.writeJSON(rows)
        } else if rows.isEmpty {
            try session.write("no account yet; `sallyport enrol USER` makes one\n")
        } else {
            try session.write(Table(header: AccountStatus.header, rows: rows.map(\.cells)).text)
        }
    }

    /// Says of each account that cannot be read why, or, where none can for one reason, once.
    private func requireReadable(_ rows: [AccountStatus], in session: Session) throws {
        if let row = rows.first(where: \.hasWrongKey) {
            throw Failure("\(row.error ?? ""); `sallyport policy check` shows both fingerprints")
        }
        for row in rows {
            if let error = row.error { session.warn("\(row.user.printable): \(error.printable)") }
        }
        let unreadable = rows.count { $0.error != nil }
        if unreadable == 1, let row = rows.first(where: \.isDamaged) {
            session.warn(
                "damaged, or of a user who was made anew: `sallyport forget \(row.user.printable)` removes the account"
            )
        }
        guard unreadable == 0 else { throw Failure("accounts that cannot be read: \(unreadable)") }
    }
}
