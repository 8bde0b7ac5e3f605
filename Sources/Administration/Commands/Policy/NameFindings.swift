internal import ConfigurationGrammar
internal import HostSystem
internal import Policy
internal import TextCoding

/// What this system knows of the names in Match lines.
struct NameFindings {
    /// Where services of PAM are configured, each in a file of its name; pam.conf(5).
    private static let serviceFolders = ["/etc/pam.d", "/usr/lib/pam.d"]

    private var users: [String]?
    private var groups: [String]?
    private var services: [String]?

    /// What is to be said of a name: nothing where this system knows it so, a warning where it knows one that is nearly
    /// the same, and else a note.
    ///
    /// A directory that is away knows nothing, and one may well write of users who are made later: so a note.
    mutating func finding(about matched: MatchedName) -> Finding? {
        let name = matched.name
        let known: String?
        let kind: String
        var others: [String]
        switch matched.kind {
        case .user:
            kind = "user"
            known = (try? User.named(name))??.name
            if users == nil { users = NameDatabase.users().map(\.name) }
            others = users ?? []
        case .group:
            kind = "group"
            // A group that no service knows a name of goes by its number.
            if name.utf8.allSatisfy({ $0.isDigit }) { return nil }
            known = (try? NameDatabase.groupName(name)) ?? nil
            if groups == nil { groups = NameDatabase.groupNames() }
            others = groups ?? []
        case .service:
            kind = "service"
            if services == nil {
                services = Self.serviceFolders.flatMap { folder in
                    (try? Directory(path: folder).entries()) ?? []
                }
            }
            others = services ?? []
            // libpam compares them in lower case.
            known = others.first { $0.hasSameLetters(as: name.bytes) } == nil ? nil : name
        }
        if let known {
            guard !known.hasSameBytes(as: name) else { return nil }
            others = [known]
        }
        guard let near = Self.near(name, among: others) else {
            return Finding(
                line: matched.line, severity: .note,
                message: "Match \(kind): this system knows no \(kind) \(quoted(name.bytes)) now")
        }
        return Finding(
            line: matched.line, severity: .warning,
            message:
                "Match \(kind): this system knows no \(kind) \(quoted(name.bytes)), but \(quoted(near.bytes)); "
                + "the spelling of the system counts")
    }

    /// The name that differs in case, in its domain, or in a letter or two; nil where there is none.
    private static func near(_ name: String, among others: [String]) -> String? {
        let bare = withoutDomain(name)
        return others.first { $0.hasSameLetters(as: name.bytes) }
            ?? others.first { withoutDomain($0).hasSameLetters(as: bare.bytes) }
            ?? others.first { isSwapped($0.bytes, name.bytes) }
            ?? nearestSpelling(of: Word(bytes: name.bytes), among: others)
    }

    /// Whether two names are the same but for two letters side by side.
    private static func isSwapped(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        guard one.count == other.count else { return false }
        let differing = one.indices.filter { one[$0] != other[$0] }
        guard differing.count == 2, differing[0] + 1 == differing[1] else { return false }
        return one[differing[0]] == other[differing[1]] && one[differing[1]] == other[differing[0]]
    }

    /// A name without what a directory writes around it: `alice@example.org`, `EXAMPLE\alice`.
    private static func withoutDomain(_ name: String) -> String {
        let last = name.split(separator: "\\").last.map(String.init) ?? name
        return last.split(separator: "@").first.map(String.init) ?? last
    }
}
