internal import Vocabulary

/// What is known about a login when its settings are chosen.
package struct LoginAttributes: Sendable {
    /// The user's name as the login gives it.
    package var user: String
    /// The names of the groups the user surely is in; needed only if ``PolicyFile/needsGroups`` says so.
    package var groups: [String]
    /// Why the user may be in others, in words; nil where these are all.
    package var groupDoubt: String?
    /// The address the login comes from, as text; nil if it is not known.
    ///
    /// A text that is no IP address, such as a host name, counts as not known: a name can be made
    /// up by whoever runs the name server of the other side.
    package var address: String?
    /// The names of this machine, full and short; none if they are not known.
    package var hostNames: [String]
    /// The PAM service, such as `sshd`; empty if it is not known.
    package var service: String
    /// The methods that have already succeeded, such as `publickey` or `password`; nil if nobody tells.
    ///
    /// Only the names, without what sshd writes after them.
    package var authenticationMethods: [String]?

    /// Gathers the attributes of a login.
    package init(
        user: String,
        groups: [String] = [],
        groupDoubt: String? = nil,
        address: String? = nil,
        hostNames: [String] = [],
        service: String,
        authenticationMethods: [String]? = nil
    ) {
        self.user = user
        self.groups = groups
        self.groupDoubt = groupDoubt
        self.address = address
        self.hostNames = hostNames
        self.service = service
        self.authenticationMethods = authenticationMethods
    }
}

extension LoginAttributes {
    /// The values that the patterns of a criterion are compared with, and whether they are all there are.
    func values(of kind: Criterion.Kind) -> (values: [String], areAll: Bool) {
        switch kind {
        case .user: return ([user], true)
        case .group: return (groups, groupDoubt == nil)
        case .address:
            guard let address, NetworkAddress(address) != nil else { return ([], false) }
            return ([address], true)
        case .host: return (hostNames, !hostNames.isEmpty)
        case .service: return service.isEmpty ? ([], false) : ([service], true)
        case .auth: return (authenticationMethods ?? [], authenticationMethods != nil)
        }
    }
}
