extension PolicyFile {
    /// Blocks that ask for more than what holds without them, where the login's attribute may be unknown.
    ///
    /// The group database leaves groups out when a directory cannot be reached, and an address is unknown where
    /// sshd tells a name only, and how somebody authenticated where sshd is older than 7.8, or where it checks that
    /// in the same stack. Such a block then matches nobody, and the laxer value lets them in.
    func laxFallbacks() -> [Finding] {
        let sections = blocks + [global]
        return blocks.indices.flatMap { index -> [Finding] in
            let block = blocks[index]
            guard let kind = block.match.criteria.first(where: { $0.kind.mayBeUnknown })?.kind
            else {
                return []
            }
            return block.effectiveStatements.compactMap { statement in
                guard let strict = statement.laxness,
                    let fallback = fallback(for: statement, in: sections[(index + 1)...]),
                    let lax = fallback.laxness, lax > strict
                else { return nil }
                return Finding(
                    line: statement.line, severity: .warning,
                    message: "\(statement.keyword.name) is stricter here than in line "
                        + "\(fallback.line), which holds whenever the \(kind.name) of a login is not "
                        + "known; give the stricter value to all, and the laxer one in a Match block"
                )
            }
        }
    }

    /// What gives the keyword its value where the block of a statement does not match: the first laxer one of
    /// those that may.
    private func fallback(
        for statement: Statement, in sections: ArraySlice<Section>
    ) -> Statement? {
        for section in sections {
            guard let other = section.first(statement.keyword) else { continue }
            let isLaxer = (other.laxness ?? 0) > (statement.laxness ?? 0)
            if isLaxer || section.match.isAll { return other }
        }
        return nil
    }
}

extension Criterion.Kind {
    /// Whether a login may come without it, through no fault of the policy.
    fileprivate var mayBeUnknown: Bool {
        switch self {
        case .group, .address, .auth: true
        case .user, .host, .service: false
        }
    }
}

extension Statement {
    /// How much it lets through, where that decides whether a code is asked for.
    ///
    /// 0 for the strictest value; nil for other keywords.
    fileprivate var laxness: Int? {
        switch setting {
        case .secondFactor(let value): value.rawValue
        case .unenrolled(let value): value.rawValue
        case .keyOnlyLogin(let value): value == .deny ? 0 : 1
        default: nil
        }
    }
}
