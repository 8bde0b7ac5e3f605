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
        guard let bytes = source.bytes, let new = review.policy, !hasNewErrors(review, session)
        else {
            if json { try session.writeJSON(Report(changed: false, findings: review.findings)) }
            throw Failure("not applied: the policy has an error; \(policy.path) is as it was")
        }
        let before = try? UncheckedFile.contents(path: policy.path, limit: PolicyFile.maximumSize)
        let old = before.flatMap { try? PolicyFile(parsing: $0) }
        let refused = try compare(
            Prospect(under: new), with: Prospect(under: old ?? new), isFirst: old == nil,
            in: session
        )
        guard before != bytes else {
            if json {
                return try session.writeJSON(
                    Report(changed: false, refused: refused, findings: review.findings))
            }
            return try session.write("\(policy.path) says so already\n")
        }
        let previous = before == nil ? nil : policy.path + ".old"
        try replace(before, with: bytes)
        session.logChange("policy-apply")
        if json {
            return try session.writeJSON(
                Report(
                    changed: true, previous: previous, refused: refused, findings: review.findings))
        }
        try session.write(
            "\(policy.path) is applied, from the next login on\n"
                + (previous.map { "the policy before is in \($0)\n" } ?? ""))
    }

    /// Whether a line of the policy is wrong, or a file it names is in a way in which none was before: what is broken
    /// in any case must not keep the policy from being applied that lets people in meanwhile.
    private func hasNewErrors(_ review: PolicyReview, _ session: Session) -> Bool {
        let errors = review.findings.filter { $0.severity == .error }
        guard !errors.isEmpty else { return false }
        let inForce = PolicyReview(
            of: PolicySource(policy.path, in: session), scope: .inForce, at: session.clock())
        return !errors.allSatisfy { error in
            error.file != review.name
                && inForce.findings.contains {
                    $0.severity == .error && $0.file == error.file && $0.message == error.message
                }
        }
    }

    /// Tells whom the policy refuses, and whom it lets in without a code, of those with an account.
    ///
    /// - Returns: Who is refused.
    /// - Throws: a ``Failure`` where nobody could log in any more.
    private func compare(
        _ new: borrowing Prospect, with old: borrowing Prospect, isFirst: Bool, in session: Session
    ) throws -> [String] {
        let time = try session.now()
        var enrolled = try old.enrolledUsers()
        enrolled.add(try new.enrolledUsers())
        var everybody = enrolled
        everybody.add(NameDatabase.users().filter(NameDatabase.isPerson))
        var refused: [String] = []
        var admitted: [String] = []
        var admitsSomebody = false
        for (index, user) in everybody.enumerated() {
            let after = new.outcome(of: user, at: time)
            if after != .refused { admitsSomebody = true }
            guard index < enrolled.count else { continue }
            if after == .refused { refused.append(user.name) }
            if after == .admitted, old.outcome(of: user, at: time) == .asked {
                admitted.append(user.name)
            }
        }
        guard admitsSomebody || everybody.isEmpty || new.host.policy.maySpareSomebody else {
            throw Failure(
                """
                not applied: nobody could log in any more, since nobody has what Methods takes; \(policy.path) is as it \
                was. Enrol somebody first, or begin with SecondFactor observe
                """)
        }
        if !isFirst, !new.host.keepsAccounts(of: old.host) {
            session.warn(
                "StateDirectory or KeyFile is another: the accounts there are now are not looked at any more"
            )
        }
        Self.warn("refused under this policy, of those with an account", refused, session)
        Self.warn("let in without a code under this policy, and asked before", admitted, session)
        if refused.contains(where: { $0.hasSameBytes(as: session.administrator) }) {
            session.warn(
                "\(session.administrator.printable) would be refused too: keep this shell open")
        }
        return refused
    }

    private static func warn(_ what: String, _ names: [String], _ session: Session) {
        guard !names.isEmpty else { return }
        let shown = names.prefix(shownNames).map(\.printable).joined(separator: ", ")
        let more = names.count > shownNames ? " and \(names.count - shownNames) more" : ""
        session.warn("\(what): \(shown)\(more)")
    }

    /// Puts the new policy into its place, and keeps the one before; each file is there whole at any moment, and
    /// so is each of the two policies.
    private func replace(_ before: [UInt8]?, with bytes: [UInt8]) throws {
        let (folder, name) = File.split(policy.path)
        let directory = try Directory(path: folder)
        let old = name + ".old"
        // Nobody but root may write it, whoever could before.
        let mode = directory.mode(of: name).map { $0 & 0o644 | 0o600 } ?? 0o644
        if let before { try directory.stageFile(for: old, contents: before.span, mode: mode) }
        try directory.stageFile(for: name, contents: bytes.span, mode: mode)
        try directory.putInPlace(name)
        if before != nil { try directory.putInPlace(old) }
    }
}

extension [User] {
    /// Adds those whose names are not among these.
    fileprivate mutating func add(_ others: [User]) {
        for user in others where !contains(where: { $0.name.hasSameBytes(as: user.name) }) {
            append(user)
        }
    }
}

extension Host {
    /// Whether both have their accounts in one place, under one key.
    fileprivate func keepsAccounts(of other: Host) -> Bool {
        let (own, others) = (policy.hostSettings, other.policy.hostSettings)
        return own.stateDirectory.hasSameBytes(as: others.stateDirectory)
            && own.keyFile.hasSameBytes(as: others.keyFile)
    }
}
