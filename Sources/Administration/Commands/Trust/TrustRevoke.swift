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
        discussion: "With --address it ends for every key that logged in from there.")

    @OptionGroup var policy: PolicyOption
    @OptionGroup package var service: ServiceOption
    @Argument(help: "The user's name; your own without one.") var user: String?
    @Option(help: ArgumentHelp("Only in this address.", valueName: "address")) var address: String?
    @Flag(help: "In all sources.") var all = false

    package init() {}

    package func validate() throws {
        guard all != (address != nil) else { throw ValidationError("give --address or --all") }
        if let address, NetworkAddress(address) == nil {
            throw ValidationError("--address is an IP address, as `sallyport trust list` shows it")
        }
    }

    package func perform(in session: Session) throws {
        let user = try session.user(named: user, for: "trust-revoke")
        let host = try policy.host(in: session)
        let address = address.flatMap(NetworkAddress.init)
        var edit = try AccountEdit(host.account(of: user))
        let count = edit.endTrust { address == nil || $0.source.address == address }
        guard count > 0 else {
            throw Failure(.notTrusted(address: address?.text, user: user.name))
        }
        try edit.save()
        session.logChange(
            "trust-revoke", user: user, details: [("sources", address?.text ?? "all")])
        try session.write(
            session.text(.trustEnded(sources: count, user: user.name)) + "\n")
    }
}
