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
            The table of all has what is out of the ordinary in its last column; with a user all is shown. The last \
            login is the last time a code was accepted, also by this command for a change of one's own: logins that \
            were asked for none (SecondFactor, TrustPeriod, KeyOnlyLogin, Unenrolled) leave nothing in the account, \
            and are in the log.

            An account that cannot be read is shown with the reason, and the exit status is 1. While the policy is \
            broken it says by which paths it goes, and what only the policy can tell is not known.

            --json prints an array with an object for each account: "user", "devices" (their labels), \
            "contacts" (masked), "lastLogin" (null for never, or an object: "time"; "method" and "device", null \
            for a code that no device made; "address" and "service", null unless the source is trusted since), "wrongCodes" (since the last right one), "lock" ("none", \
            "temporary" or "untilUnlocked"), "lockedUntil" (a time or null), "codesSent" (within the time of SendLimit), \
            "codesNotSent" (that could not be sent lately), "recoveryCodesLeft", "trustedSources" \
            (how many are asked for no code now), "ticketUntil" and "bypassUntil" (times or null: until when what \
            was handed out is good), and "error" (null, or why the account cannot be read). What is not known is null: \
            all but the user of an account that cannot be read; and "lock", "codesSent" and "trustedSources" while the \
            policy is broken.
            """)

    @OptionGroup var policy: PolicyOption
    @OptionGroup package var service: ServiceOption
    @Argument(help: Usage.userOrAll) var user: String?
    @Flag(help: "Print JSON.") var json = false

    package init() {}

    package func perform(in session: Session) throws {
        let repair = try policy.repairHost(in: session)
        let host = repair.host
        let accounts = try repair.accounts(using: LibCrypto())
        let time = try session.now()
        if user != nil || session.person != nil {
            let user = try session.user(named: user, for: "status")
            guard let row = AccountStatus(of: user, in: accounts, on: host, at: time) else {
                throw Failure.noAccount(of: user)
            }
            if json { try session.writeJSON([row]) } else { try session.write(row.fields) }
            return try requireReadable([row], in: session)
        }
        let rows = try accounts.userNames().compactMap { (name) -> AccountStatus? in
            do throws(SystemError) {
                guard let user = try User.named(name) else {
                    return AccountStatus(ofUnknownUser: name)
                }
                return AccountStatus(of: user, in: accounts, on: host, at: time)
            } catch {
                // One whose user nobody can look up now must not hide the others.
                return AccountStatus(of: name, error.description)
            }
        }
        try show(rows, in: session)
        if !json, !rows.isEmpty {
            try session.write("fingerprint of the key: \(accounts.keyFingerprint())\n")
            try showHostSends(of: host, at: time, in: session)
        }
        try requireReadable(rows, in: session)
    }

    /// Shows how many codes this host has sent of late, where it has sent or tried any.
    private func showHostSends(of host: Host?, at time: Int64, in session: Session) throws {
        guard let host else { return try session.write("codes sent by this host: not known\n") }
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
            try session.write(Table(header: AccountStatus.header, rows: rows.map(\.cells)))
        }
    }

    /// Says of each account that cannot be read why, or, where none can for one reason, once.
    private func requireReadable(_ rows: [AccountStatus], in session: Session) throws {
        let unopened = rows.count { $0.hasWrongKey || $0.isDamaged }
        if unopened == rows.count, let row = rows.first, rows.count > 1 || row.hasWrongKey {
            let what =
                row.hasWrongKey
                ? row.error ?? "" : "no account opens: the key in KeyFile is probably another one"
            throw Failure("\(what); `sallyport policy check` says more")
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
