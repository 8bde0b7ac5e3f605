internal import Accounts
package import ArgumentParser
internal import Cryptography
internal import HostSystem
internal import LoginFlow
internal import Policy
internal import TextCoding

/// `sallyport policy apply`: lets logins go by another policy.
package struct PolicyApply: AdministrationCommand {
    package static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Check a policy, and let it take the place of the one logins go by.",
        discussion: """
            The file is left as it is; - is standard input. Nothing is changed where `sallyport policy check` would find \
            an error, or where nobody could log in any more. The policy before is kept beside, with .old behind its name: \
            `sallyport policy apply /etc/sallyport/policy.conf.old` goes back to it. It holds from the next login on.

            --json prints an object: "changed" (false where the file says the same as the policy), "previous" (the path of \
            the policy before, or null), "refused" (the names of people with an account whom it refuses), and "findings", \
            as `sallyport policy check` prints them.
            """)

    /// How many names are printed at most.
    private static let shownNames = 10

    @OptionGroup var policy: PolicyOption
    @Argument(help: "The file; - for standard input.", completion: .file()) var file: String
    @Flag(help: "Print JSON.") var json = false

    package init() {}

    private struct Report: Encodable {
        let changed: Bool
        @Nullable private(set) var previous: String?
        let refused: [String]
        let findings: [PolicyFinding]

        init(
            changed: Bool, previous: String? = nil, refused: [String] = [],
            findings: [PolicyFinding]
        ) {
            self.changed = changed
            self.refused = refused
            self.findings = findings
            self.previous = previous
        }
    }

    package func perform(in session: Session) throws {
        try Host.requireRoot()
        let source = PolicySource(file, in: session, checksOwner: false)
        let review = PolicyReview(of: source, scope: .candidate, at: session.clock())
        if !json { try review.write(in: session) }
        guard let bytes = source.bytes, let new = review.policy, !review.hasErrors else {
            if json { try session.writeJSON(Report(changed: false, findings: review.findings)) }
            throw Failure("not applied: the policy has an error; \(policy.path) is as it was")
        }
        let refused = try refused(by: Host(policy: new), in: session)
        let before = try? UncheckedFile.contents(path: policy.path, limit: PolicyFile.maximumSize)
        guard before != bytes else {
            if json {
                return try session.writeJSON(
                    Report(changed: false, refused: refused, findings: review.findings))
            }
            return try session.write("\(policy.path) says so already\n")
        }
        let previous = before == nil ? nil : policy.path + ".old"
        try replace(before, with: bytes)
        session.logPolicy()
        if json {
            return try session.writeJSON(
                Report(
                    changed: true, previous: previous, refused: refused, findings: review.findings))
        }
        try session.write(
            "\(policy.path) is applied, from the next login on\n"
                + (previous.map { "the policy before is in \($0)\n" } ?? ""))
    }

    /// Who has an account and would be refused.
    ///
    /// - Throws: a ``Failure`` where nobody could log in any more.
    private func refused(by host: Host, in session: Session) throws -> [String] {
        let accounts = try host.accounts(using: LibCrypto())
        let time = try session.now()
        let names = try accounts.userNames()
        var users: [User] = []
        for name in names {
            if let user = try? User.named(name) { users.append(user) }
        }
        let others = NameDatabase.users().filter { user in
            NameDatabase.isPerson(user) && !users.contains { $0.name.hasSameBytes(as: user.name) }
        }
        var refused: [String] = []
        var admitsSomebody = false
        for user in users + others {
            // Whose account does not open is refused, whatever the policy says.
            switch host.forecast(of: user, in: accounts, at: time)?.outcome ?? .refused {
            case .refused: refused.append(user.name)
            case .admitted, .asked, .enrols: admitsSomebody = true
            }
        }
        guard admitsSomebody || refused.isEmpty else {
            throw Failure(
                """
                not applied: nobody could log in any more, since nobody has what Methods takes; \(policy.path) is as it \
                was. Enrol somebody first, or begin with SecondFactor observe
                """)
        }
        let enrolled = refused.filter { name in names.contains { $0.hasSameBytes(as: name) } }
        if !enrolled.isEmpty {
            let shown = enrolled.prefix(Self.shownNames).map(\.printable).joined(separator: ", ")
            let more =
                enrolled.count > Self.shownNames
                ? " and \(enrolled.count - Self.shownNames) more" : ""
            session.warn("refused under this policy, of those with an account: \(shown)\(more)")
        }
        let own = session.administrator
        if refused.contains(where: { $0.hasSameBytes(as: own) }) {
            session.warn("\(own.printable) would be refused too: keep this shell open")
        }
        return enrolled
    }

    /// Keeps the policy before, and puts the new one into its place; each file is there whole at any moment.
    private func replace(_ before: [UInt8]?, with bytes: [UInt8]) throws {
        let (folder, name) = File.split(policy.path)
        let directory = try Directory(path: folder)
        if let before { try directory.replaceFile(named: name + ".old", contents: before.span) }
        try directory.replaceFile(named: name, contents: bytes.span)
    }
}

extension Session {
    /// Logs that logins go by another policy.
    fileprivate func logPolicy() {
        var line = AuditLine()
        line.add("action", "policy-apply")
        line.add("by", administrator)
        log(line.text)
    }
}
