internal import Accounts
package import ArgumentParser
internal import HostSystem

/// `sallyport unlock`: ends the lock of an account.
package struct Unlock: AdministrationCommand {
    package static let configuration = CommandConfiguration(
        abstract: "End the lock of an account, and forget its wrong codes and the codes sent.")

    @OptionGroup var policy: PolicyOption
    @Argument(help: "The user's name.") var user: String

    package init() {}

    package func perform(in session: Session) throws {
        let user = try User.existing(user)
        var edit = try AccountEdit(policy.host(in: session).account(of: user))
        let forgotten = edit.state.failuresSinceSuccess
        let sent = edit.state.sendCount(within: .max, at: .max)
        edit.unlock()
        try edit.save()
        session.logChange("unlock", user: user)
        try session.write(
            "\(user.name) can log in again; wrong codes forgotten: \(forgotten), sent codes: \(sent)\n"
        )
    }
}
