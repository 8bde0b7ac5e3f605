/// What is known about a login when its settings are chosen.
package struct LoginAttributes: Sendable {
    /// The user's name as the login gives it.
    package var user: String
    /// The names of all groups the user is in; needed only if ``PolicyFile/needsGroups`` says so.
    package var groups: [String]
    /// The address the login comes from, as text; nil if it is not known.
    ///
    /// A text that is no IP address, such as a host name, counts as not known: a name can be made
    /// up by whoever runs the name server of the other side.
    package var address: String?
    /// The names of this machine, full and short.
    package var hostNames: [String]
    /// The PAM service, such as `sshd`.
    package var service: String
    /// The methods that have already succeeded, such as `publickey` or `password`.
    ///
    /// Only the names, without what sshd writes after them. Empty if sshd does not tell.
    package var authenticationMethods: [String]

    /// Gathers the attributes of a login.
    package init(
        user: String,
        groups: [String] = [],
        address: String? = nil,
        hostNames: [String] = [],
        service: String,
        authenticationMethods: [String] = []
    ) {
        self.user = user
        self.groups = groups
        self.address = address
        self.hostNames = hostNames
        self.service = service
        self.authenticationMethods = authenticationMethods
    }
}

/// The attributes of a login in the form in which patterns are compared with them.
struct MatchSubject {
    let user: [[UInt8]]
    let groups: [[UInt8]]
    /// The one address, or nothing if there is none.
    let address: [NetworkAddress]
    let hostNames: [[UInt8]]
    let service: [[UInt8]]
    let authenticationMethods: [[UInt8]]

    init(_ login: LoginAttributes) {
        user = [Array(login.user.utf8)]
        groups = login.groups.map { Array($0.utf8) }
        address = login.address.flatMap(NetworkAddress.init).map { [$0] } ?? []
        hostNames = login.hostNames.map(Self.lowercased)
        service = [Self.lowercased(login.service)]
        authenticationMethods = login.authenticationMethods.map(Self.lowercased)
    }

    private static func lowercased(_ name: String) -> [UInt8] { name.utf8.map { $0.lowercased } }
}
