internal import Accounts
package import ArgumentParser
internal import HostSystem

/// `sallyport recovery`: the recovery codes of an account.
package struct Recovery: AdministrationCommand {
    package static let configuration = CommandConfiguration(
        abstract: "Say how many recovery codes are left, or make new ones.",
        discussion: """
            New codes are shown once and void those before.

            --json prints an object with "user" and "recoveryCodesLeft", and "recoveryCodes": the new \
            codes, or an empty array without --new.
            """)

    @OptionGroup var policy: PolicyOption
    @Argument(help: "The user's name.") var user: String
    @Flag(name: .customLong("new"), help: "Make new codes.") var makesNew = false
    @Flag(help: "Print JSON.") var json = false

    package init() {}

    private struct Answer: Encodable {
        let user: String
        let recoveryCodesLeft: Int
        let recoveryCodes: [String]
    }

    package func perform(in session: Session) throws {
        let user = try User.existing(user)
        let account = try policy.host().account(of: user)
        guard makesNew else {
            let state = try account.state()
            let left = try account.identity().recovery.map(state.unusedCount) ?? 0
            if json {
                return try session.writeJSON(
                    Answer(user: user.name, recoveryCodesLeft: left, recoveryCodes: []))
            }
            return try session.write("recovery codes left: \(left)\n")
        }
        var edit = try AccountEdit(account)
        let codes = try edit.renewRecoveryCodes()
        try edit.save()
        session.logChange("recovery", user: user)
        if json {
            try session.writeJSON(
                Answer(user: user.name, recoveryCodesLeft: codes.count, recoveryCodes: codes))
        } else {
            try session.showRecoveryCodes(codes)
        }
    }
}

extension AccountEdit {
    /// How many recovery codes still work.
    var unusedRecoveryCodes: Int { identity.recovery.map(state.unusedCount) ?? 0 }
}

extension Session {
    /// Shows new recovery codes, which nobody can show again.
    func showRecoveryCodes(_ codes: [String]) throws {
        try write(
            """

            Recovery codes. Each lets in once, in place of a code from the app. They are shown only now,
            and those made before work no longer:

            \(codes.map { "    \($0)" }.joined(separator: "\n"))


            """)
    }
}
