internal import Accounts
package import ArgumentParser
internal import Cryptography
internal import HostSystem
internal import Messages
internal import Vocabulary

/// `sallyport trust revoke`: has sources asked for a code again.
package struct TrustRevoke: PersonalCommand {
    package static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract:
            "End the trust in a source, or in all of a user; their next login is asked again.",
        usage: Usage.both(
            "trust revoke", "(--address <ip> | --all) ", or: ["--all-users"]),
        discussion: """
            With --address it ends for every key that logged in from there. With --all-users it goes through all \
            accounts, also past one that cannot be read.

            \(ChangeHelp.json), and "sources" (in how many it ended). With --all-users it \(ChangeHelp.all).
            """)

    @OptionGroup var policy: PolicyOption
    @OptionGroup package var service: ServiceOption
    @Argument(help: Usage.user) var user: String?
    @Option(help: ArgumentHelp("Only in this address.", valueName: "ip")) var address: String?
    @Flag(help: "In all sources.") var all = false
    @Flag(help: "Of all users, for root.") var allUsers = false
    @Flag(help: "Print JSON.") var json = false

    package init() {}

    package func validate() throws {
        guard all != (address != nil) else { throw ValidationError("give --address or --all") }
        if let address, NetworkAddress(address) == nil {
            throw ValidationError("--address is an IP address, as `sallyport trust list` shows it")
        }
        if allUsers, user != nil {
            throw ValidationError("give <user> or --all-users, not both")
        }
    }

    /// In how many sources trust ended.
    private struct Ended: Encodable {
        var sources = 0
    }

    package func perform(in session: Session) throws {
        let address = address.flatMap(NetworkAddress.init)
        guard allUsers else {
            let user = try session.user(named: user, for: "trust-revoke")
            let account = try policy.host(in: session).account(of: user)
            let (report, sentence) = try endTrust(account, of: user, in: address, session)
            return try session.answer(report, json: json, sentence)
        }
        if let person = session.person {
            session.logRefusal(
                of: "trust-revoke", user: "all", by: person, "the accounts are not their own")
            throw Failure(.onlyRootForOthers)
        }
        let accounts = try policy.host(in: session).accounts(using: LibCrypto())
        try session.changeAll(
            accounts, json: json,
            unchanged: session.text(.noSources), none: Ended()
        ) { user in
            try accounts.account(of: user).map { try endTrust($0, of: user, in: address, session) }
        }
    }

    private func endTrust(
        _ account: Account, of user: User, in address: NetworkAddress?, _ session: Session
    ) throws -> (report: ChangeReport<Ended>, sentence: String) {
        var edit = try AccountEdit(account)
        let count = edit.endTrust { address == nil || $0.source.address == address }
        guard count > 0 else {
            return (
                ChangeReport(user.name, changed: false, Ended()),
                session.text(.notTrusted(address: address?.text, user: user.name))
            )
        }
        try edit.save()
        session.logChange(
            "trust-revoke", user: user, details: [("sources", address?.text ?? "all")])
        return (
            ChangeReport(user.name, changed: true, Ended(sources: count)),
            session.text(.trustEnded(sources: count, user: user.name))
        )
    }
}
