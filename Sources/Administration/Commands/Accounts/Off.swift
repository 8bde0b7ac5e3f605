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
        usage: Usage.both("off"),
        discussion: """
            Only where Unenrolled of the policy is allow for the user. The whole account goes: devices, contacts, \
            recovery codes, trusted sources. It asks first; anybody but root also shows a code, as at a login. \
            `sallyport enrol` switches it on again.

            \(ChangeHelp.json).
            """)

    @OptionGroup var policy: PolicyOption
    @OptionGroup package var service: ServiceOption
    @Argument(help: Usage.user) var user: String?
    @Flag(help: "Do not ask first.") var yes = false
    @Flag(help: "Print JSON.") var json = false

    package init() {}

    package func perform(in session: Session) throws {
        let user = try session.user(named: user, for: "off")
        let host = try policy.host(in: session)
        try host.requireChoice(of: user, at: session.now())
        let isOffAlready = session.text(.isOffAlready(user: user.name))
        guard try host.accounts(using: LibCrypto()).account(of: user) != nil else {
            return try session.answer(
                ChangeReport(user.name, changed: false), json: json, isOffAlready)
        }
        if !yes {
            let question = session.text(.removalQuestion(user: user.name))
            guard try session.ask(question, json: json) == "yes" else {
                throw Failure(.notYes)
            }
        }
        _ = try session.proof(of: user, on: host)
        // The policy anew: the questions may have waited for minutes.
        try policy.host(in: session).requireChoice(of: user, at: session.now())
        // In the language of the account, which is gone then.
        let isOff = session.text(.isOff(user: user.name))
        let isRemoved = try host.accounts(using: LibCrypto()).removeAccount(named: user.name)
        if isRemoved { session.logChange("off", user: user) }
        try session.answer(
            ChangeReport(user.name, changed: isRemoved), json: json,
            isRemoved ? isOff : isOffAlready)
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
