internal import Accounts
package import ArgumentParser
internal import Cryptography
internal import HostSystem
internal import LoginFlow
internal import Policy

/// `sallyport invite`: a ticket, with which a person enrols their first device.
package struct Invite: AdministrationCommand {
    /// How long a ticket may be good, in seconds: a minute to thirty days.
    private static let lifetimes = 60...30 * 86_400

    package static let configuration = CommandConfiguration(
        abstract: "Print a ticket, with which a user enrols their first device.",
        discussion: """
            The ticket is shown only now and is good once, until a device is stored. Hand it over in person, or in \
            another way than the password went: whoever has both can enrol. It is asked for at the login where the \
            policy says "Unenrolled enrol", also of people who have lost all devices, and by `sallyport enrol` of the \
            user. A ticket made before is void. A user without an account gets one.

            --json prints an object with "user", "ticket" and "expires" (a time).
            """)

    @OptionGroup var policy: PolicyOption
    @Argument(help: "The user's name.") var user: String
    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("How long it is good, 1m to 30d.", valueName: "time"))
    var lifetime = TimeOption(seconds: 7 * 86_400)
    @Flag(help: "Print JSON.") var json = false

    package init() {}

    package func validate() throws { try lifetime.require(Self.lifetimes) }

    private struct Invitation: Encodable {
        let user: String
        let ticket: String
        let expires: Timestamp
    }

    package func perform(in session: Session) throws {
        let host = try policy.host(in: session)
        let user = try User.existing(user)
        let time = try session.now()
        let accounts = try host.accounts(using: LibCrypto())
        var edit = try AccountEdit(of: user, in: accounts)
        let settings = host.settings(for: user)
        let status = settings.enrolmentStatus(of: edit.identity, edit.state, at: time)
        let ticket = try edit.invite(at: time, for: Int64(lifetime.seconds))
        try edit.save()
        session.logChange("invite", user: user, details: [("for", lifetime.description)])
        warn(of: user, status, under: settings, at: time, in: session)

        let expires = Timestamp(time + Int64(lifetime.seconds))
        if json {
            return try session.writeJSON(
                Invitation(user: user.name, ticket: ticket, expires: expires))
        }
        try session.write(
            "Ticket for \(user.name): \(ticket)\nIt is good once, until \(expires).\n")
    }

    /// Warns where logins will not ask for the ticket.
    private func warn(
        of user: User, _ status: EnrolmentStatus, under settings: Settings, at time: Int64,
        in session: Session
    ) {
        switch status {
        case .usable, .unusable:
            return session.warn(
                "\(user.name) has something to show already: logins will not ask for this ticket")
        case .unenrolled where settings.enrolment == .firstLogin:
            session.warn(
                "Enrolment of the policy is first-login: logins will not ask for this ticket")
        case .unenrolled, .withoutDevice: break
        }
        switch settings.unenrolled(at: Int(clamping: time)) {
        case .deny:
            session.warn("Unenrolled of the policy is deny: nobody can enrol with this ticket")
        case .allow:
            if case .withoutDevice = status {
                return session.warn(
                    "Unenrolled of the policy is allow, not enrol: \(user.name) had something to show before, "
                        + "and cannot enrol with this ticket")
            }
            session.warn(
                "Unenrolled of the policy is allow: logins will not ask for this ticket, only "
                    + "`sallyport enrol` will")
        case .enrol where settings.secondFactor != .required:
            session.warn("SecondFactor of the policy is not required: logins will not ask for it")
        case .enrol: break
        }
    }
}
