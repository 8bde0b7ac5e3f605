internal import Accounts
package import ArgumentParser
internal import HostSystem
internal import Messages
internal import Vocabulary

/// `sallyport trust revoke`: has sources asked for a code again.
package struct TrustRevoke: PersonalCommand {
    package static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract:
            "End the trust in a source, or in all of a user; their next login is asked again.",
        discussion: "With --address or --session it ends for every key and service that has it.")

    @OptionGroup var policy: PolicyOption
    @OptionGroup package var service: ServiceOption
    @Argument(help: "The user's name; your own without one.") var user: String?
    @Option(help: ArgumentHelp("Only in this address.", valueName: "address")) var address: String?
    @Option(help: ArgumentHelp("Only in this session.", valueName: "number")) var session: UInt32?
    @Flag(help: "In all sources.") var all = false

    package init() {}

    package func validate() throws {
        guard [all, address != nil, session != nil].count(where: \.self) == 1 else {
            throw ValidationError("give --address, --session or --all")
        }
        if let address, NetworkAddress(address) == nil {
            throw ValidationError("--address is an IP address, as `sallyport trust list` shows it")
        }
    }

    package func perform(in session: Session) throws {
        let user = try session.user(named: user, for: "trust-revoke")
        let host = try policy.host(in: session)
        let address = address.flatMap(NetworkAddress.init)
        let number = self.session
        var edit = try AccountEdit(host.account(of: user))
        let count = edit.endTrust { trust in
            switch trust.source.origin {
            case .address(let other): number == nil && (address == nil || other == address)
            case .session(let other): address == nil && (number == nil || other.number == number)
            }
        }
        let source = address?.text ?? number.map { "session \($0)" }
        guard count > 0 else { throw Failure(.notTrusted(source: source, user: user.name)) }
        try edit.save()
        session.logChange(
            "trust-revoke", user: user, details: [("sources", source ?? "all")])
        try session.write(
            session.text(.trustEnded(sources: count, user: user.name)) + "\n")
    }
}
