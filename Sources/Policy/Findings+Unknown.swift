internal import TextCoding

// What holds where something is not known of a login.
extension PolicyFile {
    /// Lines about whether a code is asked for that hold also where it is not known whether their block does, since
    /// they are stricter than what holds without it; and those that leave no method then.
    ///
    /// The groups are not known while a name service does not answer, the address where a program tells none or sshd
    /// a name only, and how and by which key somebody authenticated where sshd is older than 7.8, and for other programs.
    func strictnessWhereUnknown() -> [Finding] {
        let sections = blocks + [global]
        return blocks.indices.flatMap { index -> [Finding] in
            let block = blocks[index]
            guard let kind = block.match.criteria.first(where: { $0.kind.mayBeUnknown })?.kind
            else { return [] }
            return block.effectiveStatements.compactMap { statement in
                strictness(of: statement, over: sections[(index + 1)...], whereUnknown: kind)
            }
        }
    }

    private func strictness(
        of statement: Statement, over sections: ArraySlice<Section>,
        whereUnknown kind: Criterion.Kind
    ) -> Finding? {
        for section in sections {
            let other = section.first(statement.keyword)
            guard other != nil || section.isGlobal else { continue }
            var settings = Resolution(of: [section]).settings
            if settings.tighten(statement) {
                let what = other.map { "line \($0.line)" } ?? "the default"
                let isEmpty = statement.keyword == .methods && settings.methods.isEmpty
                guard isEmpty || statement.keyword.role == .decision else { return nil }
                return Finding(
                    line: statement.line, severity: isEmpty ? .warning : .note,
                    message: "\(statement.keyword.name) is stricter here than \(what)"
                        + (isEmpty
                            ? " and has no method in common with it: nobody gets in while the "
                                + "\(kind.name) of a login is not known"
                            : ", and holds also while the \(kind.name) of a login is not known"))
            }
            if section.match.isAll { return nil }
        }
        return nil
    }
}

extension Criterion.Kind {
    /// Whether a login may come without it, through no fault of the policy.
    fileprivate var mayBeUnknown: Bool {
        switch self {
        case .group, .address, .auth, .key: true
        case .user, .host, .service: false
        }
    }
}
