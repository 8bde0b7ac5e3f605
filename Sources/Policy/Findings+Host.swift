// For the command only: what the module never calls would still change how it is compiled, and cost it size.
#if !hasFeature(Embedded)
    internal import TextCoding

    extension PolicyFile {
        /// Lines `Match host` that miss this host by its domain only.
        ///
        /// - Parameter names: The names of this host, the full one first.
        /// - Returns: A warning for each.
        package func findings(aboutHostNamed names: [String]) -> [Finding] {
            guard let full = names.first else { return [] }
            let (label, domain) = full.bytes.cutAtDot
            return blocks.flatMap { block in
                block.match.criteria.filter { $0.kind == .host }.flatMap { criterion -> [Finding] in
                    criterion.patterns.all.compactMap { pattern -> Finding? in
                        guard case .name(let wildcard, _) = pattern,
                            !names.contains(where: { pattern.matches(.name($0.bytes)) })
                        else { return nil }
                        let (wantedLabel, wantedDomain) = wildcard.pattern.cutAtDot
                        let isNamed = !wantedLabel.allSatisfy { $0 == UInt8(ascii: "*") }
                        // Any host of a domain is meant: only a host without one is missed by it.
                        guard Wildcard(wantedLabel).matches(label.map { $0.lowercased }),
                            isNamed || domain.isEmpty, !wantedDomain.isEmpty
                        else { return nil }
                        return Finding(
                            line: block.match.line, severity: .warning,
                            message:
                                "Match host: \(quoted(wildcard.pattern)) is not this host, which is called "
                                + "\(quoted(full.bytes))"
                                + (domain.isEmpty ? ", without a domain" : ": the domain differs"))
                    }
                }
            }
        }
    }

    extension [UInt8] {
        /// What stands before the first dot, and what behind it.
        fileprivate var cutAtDot: (label: [UInt8], domain: [UInt8]) {
            let label = prefix { $0 != UInt8(ascii: ".") }
            return (Array(label), Array(dropFirst(label.count + 1)))
        }
    }

    extension PatternList {
        /// All patterns, those after a `!` too.
        fileprivate var all: [Pattern] { wanted + exceptions }
    }
#endif
