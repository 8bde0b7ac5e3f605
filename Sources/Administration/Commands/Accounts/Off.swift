internal import Accounts
package import ArgumentParser
internal import Cryptography
internal import HostSystem
internal import LoginFlow
internal import Messages
internal import Policy

/// `sallyport off`: switches a person's second factor off, where the policy leaves it to them.
package struct Off: PersonalCommand {
    package static let configuration = CommandConfiguration(
        abstract: "Switch a user's second factor off, where the policy lets in without.",
        discussion: """
            Only where Unenrolled of the policy is allow for the user. The whole account goes: devices, contacts, \
            recovery codes, trusted sources. It asks first; anybody but root also shows a code, as at a login. \
            `sallyport enrol` switches it on again.
            """)

    @OptionGroup var policy: PolicyOption
    @OptionGroup package var service: ServiceOption
    @Argument(help: "The user's name; your own without one.") var user: String?
    @Flag(help: "Do not ask first.") var yes = false

    package init() {}

    package func perform(in session: Session) throws {
        let user = try session.user(named: user, for: "off")
        let host = try policy.host(in: session)
        _ = try host.account(of: user)
        try host.requireChoice(of: user, at: session.now())
        if !yes {
            try session.write(session.text(.removalQuestion(user: user.name)))
            guard session.readLine() == "yes" else {
                throw Failure(.notYes)
            }
        }
        _ = try session.proof(of: user, on: host)
        // The policy anew: the questions may have waited for minutes.
        try policy.host(in: session).requireChoice(of: user, at: session.now())
        // In the language of the account, which is gone then.
        let isOff = session.text(.isOff(user: user.name))
        guard try host.accounts(using: LibCrypto()).removeAccount(named: user.name) else {
            throw Failure.noAccount(of: user)
        }
        session.logChange("off", user: user)
        try session.write(isOff + "\n")
    }
}

extension Host {
    /// Stops where a user without an account would not be let in without a code.
    fileprivate func requireChoice(of user: User, at time: Int64) throws {
        let settings = settings(for: user)
        guard settings.unenrolled(at: Int(clamping: time)) == .allow else {
            throw Failure(.offForbidden(user: user.name))
        }
        guard case .unenrolled = settings.enrolmentStatus(of: nil, at: time) else {
            throw Failure(.offUseless(user: user.name))
        }
    }
}
