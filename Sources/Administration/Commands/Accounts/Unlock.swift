internal import Accounts
package import ArgumentParser
internal import Cryptography
internal import HostSystem

/// `sallyport unlock`: ends the lock of an account.
package struct Unlock: AdministrationCommand {
    package static let configuration = CommandConfiguration(
        abstract: "End the lock of an account, and forget its wrong codes and the codes sent.",
        usage: "sallyport unlock (<user> | --all) [<options>]",
        discussion: """
            With --all it goes through all accounts, also past one that cannot be read. It works while the policy is \
            broken, and says by which paths.

            \(ChangeHelp.json), "wrongCodes" and "sentCodes" (how many were forgotten). With --all it \
            \(ChangeHelp.all).
            """)

    @OptionGroup var policy: PolicyOption
    @Argument(help: "The user's name.") var user: String?
    @Flag(help: "All accounts.") var all = false
    @Flag(help: "Print JSON.") var json = false

    package init() {}

    package func validate() throws {
        guard all != (user != nil) else {
            throw ValidationError(
                all
                    ? "Give <user> or --all, not both."
                    : "Missing expected argument '<user>' or --all.")
        }
    }

    /// What was forgotten.
    private struct Forgotten: Encodable {
        var wrongCodes: UInt32 = 0
        var sentCodes = 0
    }

    package func perform(in session: Session) throws {
        guard let name = user else {
            let host = try policy.repairHost(in: session)
            let accounts = try host.accounts(using: LibCrypto())
            return try session.changeAll(
                accounts, json: json, unchanged: "nobody was locked, and nothing was counted",
                none: Forgotten()
            ) { user in
                try accounts.account(of: user).map { try unlock($0, of: user, in: session) }
            }
        }
        let user = try User.existing(name)
        let account = try policy.repairHost(in: session).account(of: user)
        let (report, sentence) = try unlock(account, of: user, in: session)
        try session.answer(report, json: json, sentence)
    }

    private func unlock(
        _ account: Account, of user: User, in session: Session
    ) throws -> (report: ChangeReport<Forgotten>, sentence: String) {
        var edit = try AccountEdit(account)
        let forgotten = Forgotten(
            wrongCodes: edit.state.failuresSinceSuccess,
            sentCodes: edit.state.sendCount(within: .max, at: .max))
        guard try edit.unlock(at: session.now()) else {
            return (
                ChangeReport(user.name, changed: false, Forgotten()),
                "\(user.name) was not locked, and nothing was counted"
            )
        }
        try edit.save()
        session.logChange("unlock", user: user)
        return (
            ChangeReport(user.name, changed: true, forgotten),
            "\(user.name) is unlocked; wrong codes forgotten: \(forgotten.wrongCodes), sent codes: "
                + "\(forgotten.sentCodes)"
        )
    }
}
