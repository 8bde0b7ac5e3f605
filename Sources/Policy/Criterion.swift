internal import ConfigurationGrammar
internal import TextCoding

/// One criterion of a Match line: an attribute of the login and the patterns it must match.
struct Criterion: Sendable {
    /// The attribute a criterion is about.
    enum Kind: Int, Choice {
        case user
        case group
        case address
        case host
        case service
        case auth
        case key
    }

    let kind: Kind
    /// The list as it is written.
    let list: Word
    let patterns: PatternList

    /// Reads the list of a criterion.
    init(_ kind: Kind, _ list: Word) throws(InvalidText) {
        self.kind = kind
        self.list = list
        patterns = try PatternList(list, of: kind)
    }

    /// Whether the criterion can hold for any login at all.
    var canMatch: Bool { patterns.canMatch }

    /// Whether the criterion holds for this login.
    func holds(for login: LoginAttributes) -> Truth {
        let (subjects, areAll) = login.subjects(of: kind)
        return kind == .key
            ? patterns.holds(forEachOf: subjects, areKnown: areAll)
            : patterns.holds(for: subjects, areAll: areAll)
    }
}

extension Criterion.Kind {
    /// The names of the criteria in a Match line, each at the place its raw value says.
    static var names: [String] { ["user", "group", "address", "host", "service", "auth", "key"] }

    /// Whether upper and lower case are the same.
    ///
    /// User and group names that differ in case are different names. Host names are compared as
    /// DNS does, and libpam turns the name of a service into lower case.
    var ignoresCase: Bool {
        switch self {
        case .user, .group: false
        case .address, .host, .service, .auth, .key: true
        }
    }
}
