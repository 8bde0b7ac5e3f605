internal import Accounts
package import ArgumentParser
internal import Policy

/// `sallyport policy check`: finds what is wrong before a login does.
package struct PolicyCheck: AdministrationCommand {
    package static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check the policy, and the files it names.",
        discussion: """
            The same checks as at a login, with the same words; and that the delivery file has what the \
            policy names, while `sallyport delivery check` tries it. Each finding is a line "file:line: error: \
            ...", "file:line: warning: ..." or "file:line: note: ..." on standard output. The exit status is 1 if \
            there is an error, and 0 else. A note says what holds while something is not known of a login.

            --json prints an array with an object for each finding: "file", "line" (or null), "severity" \
            ("error", "warning" or "note"), and "message".
            """)

    @OptionGroup var policy: PolicyOption
    @Flag(help: "Print JSON.") var json = false

    package init() {}

    package func perform(in session: Session) throws {
        try Host.requireRoot()
        let findings = findings()
        if json {
            try session.writeJSON(findings)
        } else {
            try session.write(findings.map { $0.text + "\n" }.joined())
            if !findings.contains(where: { $0.severity == .error }) {
                try session.write("\(policy.path): no errors\n")
            }
        }
        guard !findings.contains(where: { $0.severity == .error }) else { throw ExitCode.failure }
    }

    private func findings() -> [PolicyFinding] {
        do throws(PolicyFault) {
            let file = try PolicyFile(readingFrom: policy.path)
            let settings = file.hostSettings
            let faults = AccountStore.faults(
                stateDirectory: settings.stateDirectory, keyFile: settings.keyFile)
            return file.findings().map { PolicyFinding($0, in: policy.path) }
                + file.deliveryFindings(in: policy.path)
                + faults.map { PolicyFinding($0, under: policy.path) }
                + (faults.isEmpty ? settings.keyFindings() : [])
        } catch {
            return [PolicyFinding(error, in: policy.path)]
        }
    }
}
