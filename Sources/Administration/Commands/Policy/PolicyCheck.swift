package import ArgumentParser
internal import Policy

/// `sallyport policy check`: finds what is wrong before a login does.
package struct PolicyCheck: AdministrationCommand {
    package static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check the policy, and the files it names.",
        discussion: """
            The policy logins go by, or a file that is to become one, whoever owns it; - is standard input. The same \
            checks as at a login, with the same words. And what the policy names: users, groups, services and this \
            host, the key and the accounts, programs, delivery file and secrets; root sees all of them, and `sallyport \
            delivery check` reaches the servers too. Each finding is a line "file:line: error: ...", "file:line: \
            warning: ..." or "file:line: note: ..." on standard output. The exit status is 1 if there is an error, with \
            --strict also if there is a warning, and 0 else. A note says what is good to know.

            --elsewhere leaves out what only the host can know that the policy is for.

            --json prints an array with an object for each finding: "file", "line" (or null), "severity" \
            ("error", "warning" or "note"), and "message".
            """)

    @OptionGroup var policy: PolicyOption
    @Argument(help: "The file; the policy logins go by without one.", completion: .file())
    var file: String?
    @Flag(help: "Let warnings be an exit status of 1 too.") var strict = false
    @Flag(help: "Leave out what only the host can know that the policy is for.") var elsewhere =
        false
    @Flag(help: "Print JSON.") var json = false

    package init() {}

    package func validate() throws {
        guard file == nil || policy.givenPath == nil else {
            throw ValidationError("give the file, or --policy")
        }
    }

    package func perform(in session: Session) throws {
        let review = PolicyReview(
            of: PolicySource(file ?? policy.path, in: session),
            scope: elsewhere ? .elsewhere : file == nil ? .inForce : .candidate,
            at: session.clock())
        if json {
            try session.writeJSON(review.findings)
        } else {
            try review.write(in: session)
        }
        let isFailure = review.findings.contains {
            $0.severity == .error || strict && $0.severity == .warning
        }
        guard !isFailure else { throw ExitCode.failure }
    }
}

extension PolicyReview {
    /// Prints each finding on a line, and that there is no error where there is none.
    func write(in session: Session) throws {
        try session.write(findings.map { $0.text + "\n" }.joined())
        if !hasErrors { try session.write("\(name): no errors\n") }
    }
}
