internal import TextCoding
internal import ConfigurationGrammar
internal import Vocabulary

/// One criterion of a Match line: an attribute of the login and the patterns it must match.
struct Criterion: Sendable {
    /// The attribute a criterion is about.
    enum Kind: Sendable, CaseIterable {
        case user
        case group
        case address
        case host
        case service
        case auth
    }

    /// The patterns: an address has more than one spelling, a name has one.
    enum Patterns: Sendable {
        case names(PatternList<NamePattern>)
        case addresses(PatternList<AddressPattern>)
    }

    let kind: Kind
    let patterns: Patterns

    /// Reads the list of a criterion.
    init(_ kind: Kind, _ list: Word) throws(InvalidText) {
        self.kind = kind
        switch kind {
        case .address:
            patterns = .addresses(
                try PatternList(list) { (text) throws(InvalidText) in try AddressPattern(text) }
            )
        case .user, .group, .host, .service, .auth:
            patterns = .names(
                try PatternList(list) { (text) throws(InvalidText) in
                    NamePattern(text, ignoresCase: kind.ignoresCase)
                }
            )
        }
    }

    /// Whether the criterion can hold for any login at all.
    var canMatch: Bool {
        switch patterns {
        case .names(let list): list.canMatch
        case .addresses(let list): list.canMatch
        }
    }

    /// Whether the criterion holds for this login.
    func holds(for login: LoginAttributes) -> Truth {
        let (values, areAll) = login.values(of: kind)
        return switch patterns {
        case .names(let list): list.holds(for: values.map { Array($0.utf8) }, areAll: areAll)
        case .addresses(let list):
            list.holds(for: values.compactMap { NetworkAddress($0) }, areAll: areAll)
        }
    }
}

extension Criterion.Kind {
    /// The name of the criterion in a Match line.
    var name: String {
        switch self {
        case .user: "user"
        case .group: "group"
        case .address: "address"
        case .host: "host"
        case .service: "service"
        case .auth: "auth"
        }
    }

    /// Whether upper and lower case are the same.
    ///
    /// User and group names that differ in case are different names. Host names are compared as
    /// DNS does, and libpam turns the name of a service into lower case.
    var ignoresCase: Bool {
        switch self {
        case .user, .group: false
        case .address, .host, .service, .auth: true
        }
    }

    /// All names, as a message lists them.
    static var allNames: String {
        alternatives(allCases.map { $0.name })
    }

    /// Finds the criterion of this name, in upper or lower case; nil if there is none.
    init?(_ name: Word) {
        guard let kind = Self.allCases.first(where: { name.means($0.name) }) else {
            return nil
        }
        self = kind
    }
}
