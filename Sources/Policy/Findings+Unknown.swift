// For the command only: what the module never calls would still change how it is compiled, and cost it size.
#if !hasFeature(Embedded)
    internal import TextCoding

    // What holds where something is not known of a login.
    extension PolicyFile {
        /// The blocks that say something else while something is not known of a login.
        ///
        /// Of them only what is stricter than what holds without them then holds. Some leave no method so.
        ///
        /// The groups are not known while a name service does not answer, the address where a program tells none or sshd
        /// a name only, and how and by which key somebody authenticated where sshd is older than 7.8, and for other
        /// programs.
        func changesWhereUnknown() -> [Finding] {
            let sections = blocks + [global]
            return blocks.indices.flatMap { index -> [Finding] in
                let block = blocks[index]
                let kinds = block.match.criteria.map(\.kind).filter(\.mayBeUnknown)
                guard !kinds.isEmpty else { return [] }
                let names = kinds.map(\.name).joined(separator: " or the ")
                let found = block.effectiveStatements.flatMap { statement in
                    changes(by: statement, over: sections[(index + 1)...])
                }
                return found.compactMap { $0.warning(whereUnknown: names) }
                    + [note(of: found, line: block.match.line, whereUnknown: names)].compactMap {
                        $0
                    }
            }
        }

        /// What a line of a block comes to over what holds without the block; one for each section that may give that.
        private func changes(
            by statement: Statement, over sections: ArraySlice<Section>
        ) -> [Change] {
            var changes: [Change] = []
            for section in sections {
                let other = section.first(statement.keyword)
                guard other != nil || section.isGlobal else { continue }
                var settings = Resolution(of: [section]).settings
                let before = statement.keyword.text(settings)
                let isStricter = settings.tighten(statement)
                if isStricter || statement.keyword.text(statement.settings) != before {
                    changes.append(
                        Change(
                            statement: statement, other: other?.line, isStricter: isStricter,
                            leavesNoMethod: settings.methods.isEmpty))
                }
                if isStricter || section.match.isAll { break }
            }
            return changes
        }

        private func note(
            of changes: [Change], line: Int, whereUnknown names: String
        ) -> Finding? {
            func lines(_ areStricter: Bool) -> String {
                var texts: [String] = []
                for change in changes where change.isStricter == areStricter {
                    let text = "\(change.statement.keyword.name) (line \(change.statement.line))"
                    if !texts.contains(text) { texts.append(text) }
                }
                return texts.joined(separator: ", ")
            }
            guard !changes.isEmpty else { return nil }
            let (stricter, laxer) = (lines(true), lines(false))
            let what =
                if stricter.isEmpty {
                    "nothing of this block holds, since it is not stricter than what holds without it: \(laxer)"
                } else if laxer.isEmpty {
                    "this block holds too, since it is stricter than what holds without it: \(stricter)"
                } else {
                    "only what is stricter than without this block holds of it: \(stricter); not \(laxer)"
                }
            return Finding(
                line: line, severity: .note,
                message: "while the \(names) of a login is not known, \(what)")
        }
    }

    /// What a line comes to where it is not known whether its block holds.
    private struct Change {
        let statement: Statement
        /// The line that holds without it; nil for the default.
        let other: Int?
        /// Whether the line holds, since it is stricter.
        let isStricter: Bool
        let leavesNoMethod: Bool

        /// What is to be said of two lists of methods that have none in common.
        func warning(whereUnknown names: String) -> Finding? {
            guard isStricter, leavesNoMethod, statement.keyword == .methods else { return nil }
            let what = other.map { "line \($0)" } ?? "the default"
            return statement.warning(
                "\(statement.keyword.name) is stricter here than \(what) and has no method in common with it: nobody gets "
                    + "in while the \(names) of a login is not known")
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
#endif
