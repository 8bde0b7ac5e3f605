internal import Accounts
package import ArgumentParser
internal import Cryptography
internal import HostSystem
internal import Messages
internal import TextCoding

/// `sallyport trust list`: which sources are asked for no code now.
package struct TrustList: PersonalCommand {
    package static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the sources whose logins are asked for no code now.",
        discussion: """
            A source is an address or a session of this host, with the key of the login where it had one and the \
            service that asked for the code. Whether other services and keys are asked too is what TrustBinds says. \
            Both it and TrustPeriod are as the policy is now for that service. An account that cannot be read is \
            an error.

            --json prints an array with an object for each source: "user", "address" or "session" (the number that \
            ausearch has) with the other null, "key" (the fingerprint as `ssh-keygen -l` shows it, or null), "service" \
            (or null), "granted" and "until" (times).
            """)

    @OptionGroup var policy: PolicyOption
    @OptionGroup package var service: ServiceOption
    @Argument(help: Usage.userOrAll) var user: String?
    @Flag(help: "Print JSON.") var json = false

    package init() {}

    package func perform(in session: Session) throws {
        let host = try policy.host(in: session)
        let time = try session.now()
        var sources: [TrustedSource] = []
        var unreadable = 0
        if user != nil || session.person != nil {
            let user = try session.user(named: user, for: "trust-list")
            sources = try host.account(of: user).state.trustedSources(
                of: user, under: host, at: time)
        } else {
            let accounts = try host.accounts(using: LibCrypto())
            for name in try accounts.userNames() {
                do {
                    // Without the user the account cannot be opened; `sallyport status` tells.
                    guard let user = try User.named(name),
                        let account = try accounts.account(of: user)
                    else { continue }
                    sources += account.state.trustedSources(of: user, under: host, at: time)
                } catch {
                    // One that is damaged, or whose user nobody can look up now, must not hide the others.
                    session.warn("\(name.printable): \("\(error)".printable)")
                    unreadable += 1
                }
            }
        }
        try show(sources, in: session)
        guard unreadable == 0 else { throw Failure("accounts that cannot be read: \(unreadable)") }
    }

    private func show(_ sources: [TrustedSource], in session: Session) throws {
        if json { return try session.writeJSON(sources) }
        guard !sources.isEmpty else {
            return try session.write(session.text(.noSources) + "\n")
        }
        let table = Table(header: TrustedSource.header, rows: sources.map(\.cells))
        try session.write(table)
    }
}
