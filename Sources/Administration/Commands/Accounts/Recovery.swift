internal import Accounts
package import ArgumentParser
internal import HostSystem
internal import Messages
internal import Vocabulary

/// `sallyport recovery`: the recovery codes of an account.
package struct Recovery: PersonalCommand {
    package static let configuration = CommandConfiguration(
        abstract: "Say how many recovery codes are left, or make new ones.",
        usage: Usage.both("recovery"),
        discussion: """
            New codes are shown once and void those before. Anybody but root first shows a code, as at a login.

            --json prints an object with "user" and "recoveryCodesLeft", and "recoveryCodes": the new \
            codes, or an empty array without --new.
            """)

    @OptionGroup var policy: PolicyOption
    @OptionGroup package var service: ServiceOption
    @Argument(help: Usage.user) var user: String?
    @Flag(name: .customLong("new"), help: "Make new codes.") var makesNew = false
    @Flag(help: "Print JSON.") var json = false

    package init() {}

    private struct IssuedRecoveryCodes: Encodable {
        let user: String
        let recoveryCodesLeft: Int
        let recoveryCodes: [String]
    }

    package func perform(in session: Session) throws {
        let user = try session.user(named: user, for: "recovery")
        let host = try policy.host(in: session)
        let account = try host.account(of: user)
        guard makesNew else {
            let state = account.state
            let left = account.identity.recovery.map(state.unusedCount) ?? 0
            if json {
                return try session.writeJSON(
                    IssuedRecoveryCodes(user: user.name, recoveryCodesLeft: left, recoveryCodes: [])
                )
            }
            return try session.write(session.text(.recoveryCodesLeft(left)) + "\n")
        }
        let proof = try session.proof(of: user, on: host)
        var edit = try AccountEdit(account)
        try proof.check(&edit, under: host.settings(for: user), at: session.now())
        let codes = try edit.renewRecoveryCodes()
        let contacts = edit.identity.contacts
        try edit.save()
        session.logChange("recovery", user: user)
        session.send(
            .recoveryCodesRenewed, to: user, contacts, under: host.settings(for: user))
        if json {
            try session.writeJSON(
                IssuedRecoveryCodes(
                    user: user.name, recoveryCodesLeft: codes.count, recoveryCodes: codes))
        } else {
            try session.write(session.text(.recoveryCodes(codes)))
        }
    }
}

extension AccountEdit {
    /// How many recovery codes still work.
    var unusedRecoveryCodes: Int { identity.recovery.map(state.unusedCount) ?? 0 }
}
