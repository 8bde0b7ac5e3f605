// For the command only: what the module never calls would still change how it is compiled, and cost it size.
#if !hasFeature(Embedded)
    internal import TextCoding
    internal import Vocabulary

    /// A name that a Match line looks for, without wildcards.
    package struct MatchedName: Sendable {
        /// What it is the name of.
        package enum Kind: Sendable {
            case user
            case group
            case service
        }

        /// What it is the name of.
        package let kind: Kind
        /// The name as it is written.
        package let name: String
        /// The number of the Match line.
        package let line: Int
    }

    extension PolicyFile {
        /// The names in Match lines that a system knows or does not, each once for a line.
        package var matchedNames: [MatchedName] {
            blocks.flatMap { block in
                block.match.criteria.flatMap { criterion -> [MatchedName] in
                    guard let kind = criterion.kind.named else { return [] }
                    return criterion.patterns.literals.map {
                        MatchedName(kind: kind, name: $0, line: block.match.line)
                    }
                }
            }
        }
    }

    extension MatchCondition {
        /// Whether no login is excepted, however it is written.
        var isForEverybody: Bool { criteria.allSatisfy { $0.isForEverybody } }
    }

    extension Criterion {
        fileprivate var isForEverybody: Bool {
            // An exception may be for nobody there is, and most are not.
            guard patterns.exceptions.isEmpty else { return false }
            let networks = patterns.wanted.compactMap { pattern -> String? in
                switch pattern {
                case .name(let wildcard, _):
                    wildcard.pattern.allSatisfy { $0 == UInt8(ascii: "*") } ? "*" : nil
                case .address(let address):
                    ["0.0.0.0", "255.255.255.255"].allSatisfy { address.matches($0) } ? "4" : nil
                }
            }
            return networks.contains("*") || networks.contains("4")
        }
    }

    extension AddressPattern {
        fileprivate func matches(_ text: String) -> Bool {
            NetworkAddress(text).map { matches($0) } ?? false
        }
    }

    extension PolicyFile {
        /// Whether some logins are spared a code, or may enrol or go in without anything: not everybody is refused then.
        package var maySpareSomebody: Bool {
            ([global] + blocks).contains { section in
                section.first(.secondFactor).map { $0.settings.secondFactor != .required } ?? false
                    || section.first(.unenrolled).map {
                        $0.settings.unenrolledUntilDeadline != .deny
                    } ?? false
            }
        }
    }

    extension PolicyFile {
        /// Whether some people may enrol at a login.
        package var letsEnrol: Bool {
            ([global] + blocks).contains { section in
                section.first(.unenrolled)?.settings.unenrolledUntilDeadline == .enrol
            }
        }
    }

    extension Criterion.Kind {
        fileprivate var named: MatchedName.Kind? {
            switch self {
            case .user: .user
            case .group: .group
            case .service: .service
            case .address, .host, .auth, .key: nil
            }
        }
    }

    extension PatternList {
        /// The patterns that are names without wildcards; those after a `!` too.
        fileprivate var literals: [String] {
            (wanted + exceptions).compactMap { pattern in
                switch pattern {
                case .name(let wildcard, _):
                    Wildcard.isPresent(in: wildcard.pattern)
                        ? nil : String(bytes: wildcard.pattern)
                case .address: nil
                }
            }
        }
    }
#endif
