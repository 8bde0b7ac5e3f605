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
            "trust revoke", "<which> ", or: ["--all-users"]),
        discussion: """
            <which> is --address <ip>, --session <n> or --all. With --address or --session it ends for every key and service that has it. With --all-users it goes through \
            all accounts, also past one that cannot be read.

            \(ChangeHelp.json), and "sources" (in how many it ended). With --all-users it \(ChangeHelp.all).
            """)

    @OptionGroup var policy: PolicyOption
    @OptionGroup package var service: ServiceOption
    @Argument(help: Usage.user) var user: String?
    @Option(help: ArgumentHelp("Only in this address.", valueName: "ip")) var address: String?
    @Option(help: ArgumentHelp("Only in this session.", valueName: "n")) var session: UInt32?
    @Flag(help: "In all sources.") var all = false
    @Flag(help: "Of all users, for root.") var allUsers = false
    @Flag(help: "Print JSON.") var json = false

    package init() {}

    package func validate() throws {
        guard [all, address != nil, session != nil].count(where: \.self) == 1 else {
            throw ValidationError("give --address, --session or --all")
        }
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

    /// Which sources are meant.
    private enum Sources {
        case all
        case address(NetworkAddress)
        case session(UInt32)

        func contain(_ trust: Trust) -> Bool {
            switch (self, trust.source.origin) {
            case (.all, _): true
            case (.address(let wanted), .address(let address)): wanted == address
            case (.session(let wanted), .session(let session)): wanted == session.number
            case (.address, .session), (.session, .address): false
            }
        }

        /// The one that is meant, in words; nil for all.
        var text: String? {
            switch self {
            case .all: nil
            case .address(let address): address.text
            case .session(let number): "session \(number)"
            }
        }
    }

    private var sources: Sources {
        if let address = address.flatMap(NetworkAddress.init) { return .address(address) }
        return session.map { .session($0) } ?? .all
    }

    package func perform(in session: Session) throws {
        guard allUsers else {
            let user = try session.user(named: user, for: "trust-revoke")
            let account = try policy.host(in: session).account(of: user)
            let (report, sentence) = try endTrust(account, of: user, session)
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
            unchanged: session.text(
                sources.text.map { .notTrusted(source: $0, user: "anybody") } ?? .noSources),
            none: Ended()
        ) { user in
            try accounts.account(of: user).map { try endTrust($0, of: user, session) }
        }
    }

    private func endTrust(
        _ account: Account, of user: User, _ session: Session
    ) throws -> (report: ChangeReport<Ended>, sentence: String) {
        let sources = sources
        var edit = try AccountEdit(account)
        let count = edit.endTrust { sources.contain($0) }
        guard count > 0 else {
            return (
                ChangeReport(user.name, changed: false, Ended()),
                session.text(.notTrusted(source: sources.text, user: user.name))
            )
        }
        try edit.save()
        session.logChange(
            "trust-revoke", user: user, details: [("sources", sources.text ?? "all")])
        return (
            ChangeReport(user.name, changed: true, Ended(sources: count)),
            session.text(.trustEnded(sources: count, user: user.name))
        )
    }
}
