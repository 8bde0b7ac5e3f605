internal import Accounts
package import ArgumentParser
internal import Cryptography
internal import HostSystem
internal import LoginFlow
internal import Policy
internal import TextCoding

/// `sallyport policy explain`: what holds for a login, and why.
package struct PolicyExplain: AdministrationCommand {
    package static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract:
            "Say what a login will look like, and show each setting and the line that decided it.",
        discussion: """
            The groups of the user and the names of this host are looked up as at a login. What no option tells is \
            not known, such as the address without --from. A block about what is not known gives a value only where \
            that is stricter than what holds without the block; such blocks are listed below the settings. --changed \
            leaves out the settings that have their default.

            --json prints an array with an object for each setting: "keyword", "value" as in the file, "source" in \
            words, and "stricter", which of two values asks or refuses more.
            """)

    @OptionGroup var policy: PolicyOption
    @Option(help: "Who logs in.") var user: String
    @OptionGroup(title: "Login options") var login: LoginOptions
    @Flag(help: "Leave out the settings that have their default.") var changed = false
    @Flag(help: "Print JSON.") var json = false

    package init() {}

    private struct Row: Encodable {
        let keyword: String
        let value: String
        let source: String
        let stricter: String
    }

    package func perform(in session: Session) throws {
        let host = try policy.host(in: session)
        let known = try User.named(user)
        if known == nil {
            session.warn("this system has no user named \(user); taken as in no group")
        }
        let login = login.attributes(of: user, known, under: host.policy)
        let resolution = host.policy.resolve(login)
        let rows = resolution.explanations().filter { !changed || !$0.origin.isDefault }.map {
            Row(
                keyword: $0.keyword.name, value: $0.value, source: $0.origin.description,
                stricter: $0.keyword.stricterValue)
        }
        if json { return try session.writeJSON(rows) }
        try session.write(
            sentence: forecast(of: known, under: resolution.settings, on: host, session))
        try session.write("\n")
        let table = Table(
            header: ["SETTING", "VALUE", "DECIDED BY"],
            rows: rows.map { [$0.keyword, $0.value, $0.source] })
        try session.write(table)
        try showUnknown(host.policy.unknownBlocks(for: login), of: login, in: session)
    }

    /// What the login will look like, with what is enrolled where the account can be read.
    private func forecast(
        of user: User?, under settings: Settings, on host: Host, _ session: Session
    ) -> String {
        guard let time = session.clock() else { return "" }
        var person = LoginForecast.Applicant.unreadable
        if let user {
            do {
                person = .init(
                    user, in: try host.accounts(using: LibCrypto()), under: settings, at: time)
            } catch {
                session.warn("what is enrolled is not known: \("\(error)".printable)")
            }
        } else {
            person = .unknownUser
        }
        return LoginForecast(
            of: (user?.name ?? self.user).printable, under: settings, person,
            at: Int(clamping: time)
        ).text
    }

    /// Lists the blocks of which it is not known whether they hold, and what becomes of their lines.
    private func showUnknown(
        _ blocks: [UnknownBlock], of login: LoginAttributes, in session: Session
    ) throws {
        guard !blocks.isEmpty else { return }
        try session.write("\nNot known for this login, so that only what is stricter holds:\n")
        for block in blocks {
            let unknown = block.unknown.map { kind in
                kind == "group" ? "group (\(login.groupDoubt ?? ""))" : kind
            }
            let text = "\(block.match) of line \(block.line): \(unknown.joined(separator: ", "))"
            try session.write(text.printable + "\n")
            for line in block.lines {
                let verdict = line.isStricter ? "holds" : "does not hold"
                try session.write(
                    "  line \(line.number), \(line.keyword.name) \(line.value): \(verdict); "
                        + "stricter is \(line.keyword.stricterValue)\n")
            }
        }
    }
}
