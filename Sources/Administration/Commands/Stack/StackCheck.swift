package import ArgumentParser
internal import HostSystem
internal import PAMStack

/// `sallyport stack check`: proves that no login gets past the code.
package struct StackCheck: AdministrationCommand {
    package static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Prove what the PAM stack of a service does, whatever its modules answer.",
        discussion: """
            Reads the stack as libpam does, and follows every way that a login can take through it: that a wrong \
            password never comes to the code, that nothing lets in without it, that a refusal is not forgotten, that a \
            module which is missing refuses, and that who has both gets in. Nobody is asked anything.

            Each finding is a line "file:line: error: ..." or "file:line: warning: ..." on standard output, and below it \
            what the modules answer on a way that shows it. The exit status is 1 if there is an error, and 0 else.

            --json prints an array with an object for each finding: "file" and "line" (or null), "severity" ("error" or \
            "warning"), "message", and "way", an array of objects with "file", "line", "module" and "answer".
            """)

    @Argument(help: "The service, as sshd or sudo.") var service = "sshd"
    @Flag(help: "Print JSON.") var json = false

    package init() {}

    package func validate() throws {
        guard !service.isEmpty, !service.contains("/") else {
            throw ValidationError("a service is the name of a file in /etc/pam.d")
        }
    }

    package func perform(in session: Session) throws {
        let host = StackFiles()
        let stack = try host.stack(of: service)
        let findings = StackProof(stack, isMissing: host.isMissing).findings
        let reports = findings.map { StackReport($0, service: service) }
        if json {
            try session.writeJSON(reports)
        } else {
            try session.write(reports.map(\.text).joined())
            if !reports.contains(where: \.isError) {
                try session.write("\(service): nothing gets past the code\n")
            }
        }
        guard !reports.contains(where: \.isError) else { throw ExitCode.failure }
    }
}
