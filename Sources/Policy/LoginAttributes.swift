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

extension LoginAttributes {
    /// The values that the patterns of a criterion are compared with; none if nothing is known.
    func values(of kind: Criterion.Kind) -> [String] {
        switch kind {
        case .user: [user]
        case .group: groups
        case .address: address.map { [$0] } ?? []
        case .host: hostNames
        case .service: [service]
        case .auth: authenticationMethods
        }
    }
}
