package import ArgumentParser
internal import HostSystem
internal import Policy

/// `sallyport policy explain`: what holds for a login, and why.
package struct PolicyExplain: AdministrationCommand {
    package static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Show each setting that holds for a login, and the line that decided it.",
        discussion: """
            The groups of the user and the names of this host are looked up as at a login.

            --json prints an array with an object for each setting: "keyword", "value" as in the file, and \
            "source" in words.
            """)

    @OptionGroup var policy: PolicyOption
    @Option(help: "Who logs in.") var user: String
    @OptionGroup(title: "Login options") var login: LoginOptions
    @Flag(help: "Print JSON.") var json = false

    package init() {}

    private struct Row: Encodable {
        let keyword: String
        let value: String
        let source: String
    }

    package func perform(in session: Session) throws {
        let host = try policy.host(in: session)
        let known = try User.named(user)
        if known == nil {
            session.warn("this system has no user named \(user); taken as in no group")
        }
        let login = try login.attributes(of: user, known, under: host.policy)
        let rows = host.policy.resolve(login).explanations.map {
            Row(keyword: $0.keyword.name, value: $0.value, source: $0.origin.description)
        }
        if json { return try session.writeJSON(rows) }
        let table = Table(
            header: ["SETTING", "VALUE", "DECIDED BY"],
            rows: rows.map { [$0.keyword, $0.value, $0.source] })
        try session.write(table.text)
    }
}
