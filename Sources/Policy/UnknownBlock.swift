// For the command only: what the module never calls would still change how it is compiled, and cost it size.
#if !hasFeature(Embedded)
    internal import TextCoding

    /// A Match block of which it is not known whether it holds for a login.
    package struct UnknownBlock: Sendable {
        /// A line of it: what it would give, and whether it does.
        package struct Line: Sendable {
            /// The number of the line, from 1.
            package let number: Int
            /// Its keyword.
            package let keyword: Keyword
            /// Its value as one would write it in the file.
            package let value: String
            /// Whether it is stricter than what holds without the block, and so gives its value.
            package let isStricter: Bool
        }

        /// The Match line.
        package let match: String
        /// Its number, from 1.
        package let line: Int
        /// The names of its criteria that are not known.
        package let unknown: [String]
        /// The lines in it.
        package let lines: [Line]
    }

    extension PolicyFile {
        /// The blocks of which it is not known whether they hold for a login, in the order of the file.
        package func unknownBlocks(for login: LoginAttributes) -> [UnknownBlock] {
            var resolution = Resolution(of: [global])
            var found: [UnknownBlock] = []
            for block in blocks.reversed() {
                switch block.match.holds(for: login) {
                case .yes: resolution.override(by: block)
                case .no: break
                case .unknown:
                    found.append(block.unknown(for: login, over: resolution.settings))
                    resolution.tighten(by: block)
                }
            }
            return found.reversed()
        }
    }

    extension Section {
        fileprivate func unknown(
            for login: LoginAttributes, over settings: Settings
        ) -> UnknownBlock {
            let kinds = match.criteria.filter { $0.holds(for: login) == .unknown }.map(\.kind.name)
            let lines = effectiveStatements.map { statement in
                var without = settings
                return UnknownBlock.Line(
                    number: statement.line, keyword: statement.keyword,
                    value: statement.keyword.text(statement.settings),
                    isStricter: without.tighten(statement))
            }
            return UnknownBlock(match: match.text, line: match.line, unknown: kinds, lines: lines)
        }
    }

#endif
