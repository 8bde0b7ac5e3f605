internal import TextCoding
internal import Vocabulary

/// What is known about a login when its settings are chosen.
package struct LoginAttributes: Sendable {
    /// The user's name as the system spells it; as the login gives it, where there is no such user.
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
    /// The types of the keys that have already been checked, such as `ssh-ed25519`, a certificate's its own; none if
    /// no key was, nil if nobody tells.
    package var keyTypes: [String]?

    /// Gathers the attributes of a login.
    package init(
        user: String,
        groups: [String] = [],
        groupDoubt: String? = nil,
        address: String? = nil,
        hostNames: [String] = [],
        service: String,
        authenticationMethods: [String]? = nil,
        keyTypes: [String]? = nil
    ) {
        self.user = user
        self.groups = groups
        self.groupDoubt = groupDoubt
        self.address = address
        self.hostNames = hostNames
        self.service = service
        self.authenticationMethods = authenticationMethods
        self.keyTypes = keyTypes
    }
}

extension LoginAttributes {
    /// What the patterns of a criterion are compared with, and whether that is all there is.
    func subjects(of kind: Criterion.Kind) -> (subjects: [Pattern.Subject], areAll: Bool) {
        switch kind {
        case .user: Self.names([user])
        case .group: Self.names(groups, areAll: groupDoubt == nil)
        case .address:
            if let address = address.flatMap({ NetworkAddress($0) }) {
                ([.address(address)], true)
            } else {
                ([], false)
            }
        case .host: Self.names(hostNames, areAll: !hostNames.isEmpty)
        case .service: service.isEmpty ? ([], false) : Self.names([service])
        case .auth: Self.names(authenticationMethods ?? [], areAll: authenticationMethods != nil)
        case .key: Self.names(keyTypes ?? [], areAll: keyTypes != nil)
        }
    }

    private static func names(
        _ names: [String], areAll: Bool = true
    ) -> (subjects: [Pattern.Subject], areAll: Bool) {
        (names.map { .name($0.bytes) }, areAll)
    }
}
