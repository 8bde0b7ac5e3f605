/// One criterion of a Match line: an attribute of the login and the patterns it must match.
enum Criterion: Sendable {
    case user(PatternList<NamePattern>)
    case group(PatternList<NamePattern>)
    case address(PatternList<AddressPattern>)
    // Without case: DNS compares host names so, libpam turns services into lower case, and nobody tells
    // methods apart by case.
    case host(PatternList<NamePattern>)
    case service(PatternList<NamePattern>)
    case auth(PatternList<NamePattern>)

    /// The attribute a criterion is about.
    enum Kind: Sendable, CaseIterable {
        case user
        case group
        case address
        case host
        case service
        case auth
    }

    /// Reads the list of a criterion.
    init(_ kind: Kind, _ list: Word) throws(InvalidText) {
        do throws(InvalidText) {
            self =
                switch kind {
                case .user: .user(try PatternList(list))
                case .group: .group(try PatternList(list))
                case .address: .address(try PatternList(list))
                case .host: .host(try PatternList(list.lowercased))
                case .service: .service(try PatternList(list.lowercased))
                case .auth: .auth(try PatternList(list.lowercased))
                }
        } catch {
            throw InvalidText(message: "\(MatchCondition.keyword) \(kind.name): \(error.message)")
        }
    }

    /// The attribute the criterion is about.
    var kind: Kind {
        switch self {
        case .user: .user
        case .group: .group
        case .address: .address
        case .host: .host
        case .service: .service
        case .auth: .auth
        }
    }

    /// Whether the criterion can hold for any login at all.
    var canMatch: Bool {
        switch self {
        case .address(let list): list.canMatch
        case .user(let list), .group(let list), .host(let list), .service(let list),
            .auth(let list):
            list.canMatch
        }
    }

    /// Whether the criterion holds for this login.
    func matches(_ subject: MatchSubject) -> Bool {
        switch self {
        case .user(let list): list.matches(subject.user)
        case .group(let list): list.matches(subject.groups)
        case .address(let list): list.matches(subject.address)
        case .host(let list): list.matches(subject.hostNames)
        case .service(let list): list.matches(subject.service)
        case .auth(let list): list.matches(subject.authenticationMethods)
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

    /// All names, as a message lists them.
    static var allNames: String {
        alternatives(allCases.map { $0.name })
    }

    /// Finds the criterion of this name, in upper or lower case.
    init(_ name: Word) throws(InvalidText) {
        guard let kind = Self.allCases.first(where: { name.means($0.name) }) else {
            throw InvalidText(
                message: "unknown \(MatchCondition.keyword) criterion \(quoted(name.bytes)); "
                    + "known are \(Self.allNames)"
            )
        }
        self = kind
    }
}
