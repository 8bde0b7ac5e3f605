internal import Accounts
package import ArgumentParser
internal import Cryptography
internal import HostSystem
internal import Policy

/// `sallyport bypass`: a code that lets a person in once, whatever became of their devices.
package struct Bypass: AdministrationCommand {
    /// How long a code may be good, in seconds: a minute to a day.
    private static let lifetimes = 60...86_400

    package static let configuration = CommandConfiguration(
        abstract: "Print a code that lets a user in once, in place of every other code.",
        discussion: """
            For somebody whose devices and recovery codes are out of reach: make sure that it is them. The code \
            is shown only now and is good once, whatever Methods of the policy says. A lock ends, and wrong codes \
            are forgotten. A code made before works no longer. A user without an account gets one, but not while the \
            policy is broken: then the command says by which paths it goes, and the code lets in once that is mended.

            --json prints an object with "user", "code" and "expires" (a time).
            """)

    @OptionGroup var policy: PolicyOption
    @Argument(help: "The user's name.") var user: String
    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("How long it is good, 1m to 24h.", valueName: "time"))
    var lifetime = TimeOption(seconds: 3600)
    @Flag(help: "Print JSON.") var json = false

    package init() {}

    package func validate() throws { try lifetime.require(Self.lifetimes) }

    private struct IssuedBypass: Encodable {
        let user: String
        let code: String
        let expires: Timestamp
    }

    package func perform(in session: Session) throws {
        let repair = try policy.repairHost(in: session)
        let user = try User.existing(user)
        let time = try session.now()
        var edit =
            try repair.host == nil
            ? AccountEdit(repair.account(of: user))
            : AccountEdit(of: user, in: repair.accounts(using: LibCrypto()))
        let code = try edit.bypass(at: time, for: Int64(lifetime.seconds))
        try edit.save()
        session.logChange("bypass", user: user, details: [("for", lifetime.description)])
        if let host = repair.host, host.settings(for: user).secondFactor != .required {
            session.warn("SecondFactor of the policy is not required: logins ask for no code")
        }

        let expires = Timestamp(time + Int64(lifetime.seconds))
        if json {
            return try session.writeJSON(
                IssuedBypass(user: user.name, code: code, expires: expires))
        }
        try session.write("Code for \(user.name): \(code)\nIt is good once, until \(expires).\n")
    }
}
