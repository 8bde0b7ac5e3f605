package import ArgumentParser

/// The administrator's command, `sallyport`.
package struct SallyportCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "sallyport",
        abstract: "Manage the second factor of this host's logins.",
        discussion: """
            Exit status: 0 when done, 1 when not, 64 for a wrong command line. With --json the answer is \
            one line of JSON on standard output; times are UTC (RFC 3339), and null stands for "none". \
            Messages for people go to standard error.
            """,
        subcommands: [
            Enrol.self, Devices.self, Revoke.self, Resync.self, Recovery.self, Contact.self,
            Prefer.self, Status.self, TrustCommand.self, Off.self, Unlock.self, Invite.self,
            Bypass.self, Forget.self, ImportCommand.self, PolicyCommand.self, DeliveryCommand.self,
            SendTest.self, Serve.self,
        ])

    /// What stands before the message of an error.
    package static let _errorLabel = "sallyport"

    package init() {}
}
