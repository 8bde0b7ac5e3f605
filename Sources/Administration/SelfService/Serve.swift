package import ArgumentParser
internal import TextCoding

/// `sallyport serve`: does for people what is theirs, so that they need not be root.
package struct Serve: AdministrationCommand {
    package static let configuration = CommandConfiguration(
        abstract: "Serve people who manage their own second factor.",
        discussion: """
            Without --listen: serves the one connection that is its standard input, as systemd starts it \
            (sallyport.socket). With --listen: waits for connections at a path, and starts itself for each; for \
            systems without systemd.

            Who connects is known by the kernel's word. They can use devices, enrol, revoke, recovery, trust, prefer, \
            off, status, and contact --language, each for their own account. Whatever adds, renews, removes or \
            switches off asks for a code first, as a login does.
            """)

    @OptionGroup var policy: PolicyOption
    @Option(
        help: ArgumentHelp("Wait for connections at this path.", valueName: "path"),
        completion: .file())
    var listen: String?

    package init() {}

    package func perform(in session: Session) throws {
        try Host.requireRoot()
        if let listen {
            return try ServiceListener.run(at: listen, policyPath: policy.path, in: session)
        }
        do {
            try SelfService.serve(policyPath: policy.path, in: session)
        } catch {
            // Its standard error may be nowhere.
            session.logServiceFailure(SallyportCommand.message(for: error))
            throw error
        }
    }
}

extension Session {
    /// Logs why a connection was not served to its end.
    func logServiceFailure(_ reason: String) {
        var line = AuditLine()
        line.add("result", "failed")
        line.add("action", "serve")
        line.add("reason", reason)
        log(line.text)
    }
}
