package import ArgumentParser
internal import CVersion
internal import HostSystem

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
        version: "sallyport \(SALLYPORT_VERSION)",
        subcommands: [
            Enrol.self, Devices.self, Revoke.self, Resync.self, Recovery.self, Contact.self,
            Prefer.self, Status.self, TrustCommand.self, Off.self, Unlock.self, Invite.self,
            Bypass.self, Forget.self, ImportCommand.self, KeyCommand.self, PolicyCommand.self,
            StackCommand.self, DeliveryCommand.self,
            SendTest.self, Serve.self,
        ])

    /// What stands before the message of an error.
    package static let _errorLabel = "sallyport"

    package init() {}

    /// Carries out a command line.
    ///
    /// - Parameter words: What stands behind `sallyport`.
    /// - Returns: The exit status; most ways to it end the process.
    static func run(_ words: [String]) -> Int32 {
        do {
            var command = try parseAsRoot(words)
            if !CurrentProcess.isRoot, let personal = command as? any PersonalCommand {
                try SelfServiceClient.run(words, at: personal.service.path)
            } else {
                try command.run()
            }
            return 0
        } catch {
            exit(withError: error)
        }
    }
}

/// Carries out the command line that main() got.
///
/// The standard library repairs what is no UTF-8 in it, and a name could so become that of somebody else.
@c(sallyport_run)
package func run(_ count: Int32, _ words: UnsafePointer<UnsafePointer<CChar>?>) -> Int32 {
    var texts: [String] = []
    for index in 1..<max(Int(count), 1) {
        // Safe: main() gets so many pointers to NUL-terminated strings, which live as long as the process.
        guard let word = unsafe words[index], let text = unsafe String(validatingCString: word)
        else {
            Session.system.warn("an argument is not valid UTF-8")
            return ExitCode.validationFailure.rawValue
        }
        texts.append(text)
    }
    return SallyportCommand.run(texts)
}

/// `sallyport policy`: what the policy says.
package struct PolicyCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Check the policy, explain what it means for a login, or apply another.",
        subcommands: [PolicyCheck.self, PolicyExplain.self, PolicyApply.self])

    package init() {}
}

/// `sallyport key`: the key under which all accounts are sealed.
package struct KeyCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Change the key under which all accounts are sealed.",
        subcommands: [KeyRotate.self])

    package init() {}
}

/// `sallyport trust`: the sources that are not asked for a code for a while.
package struct TrustCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "trust",
        abstract: "Show or end trust in sources that have shown a code lately; see TrustPeriod.",
        subcommands: [TrustList.self, TrustRevoke.self])

    package init() {}
}

/// `sallyport stack`: the PAM stacks of this host.
package struct StackCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "stack", abstract: "Prove what the PAM stack of a service does.",
        subcommands: [StackCheck.self])

    package init() {}
}

/// `sallyport delivery`: what sends codes.
package struct DeliveryCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "delivery", abstract: "Check what sends codes.",
        subcommands: [DeliveryCheck.self])

    package init() {}
}
