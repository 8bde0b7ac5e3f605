internal import Accounts
internal import Cryptography
internal import HostSystem
internal import LoginFlow
internal import Messages
internal import Policy

/// This host, with the policy that says where its accounts are.
struct Host {
    let policy: PolicyFile

    /// This host under a policy that is to be.
    init(policy: PolicyFile) { self.policy = policy }

    /// Reads the policy with the checks the module makes.
    init(policy path: String) throws {
        do throws(PolicyFault) {
            policy = try PolicyFile(readingFrom: path)
        } catch {
            throw Failure(error.description(of: path))
        }
    }

    init(_ policy: PolicyFile) { self.policy = policy }

    /// Opens the accounts.
    func accounts(using library: LibCrypto) throws -> AccountStore {
        try policy.hostSettings.accounts(using: library)
    }

    /// Opens the accounts, and takes that of one user out.
    func account(of user: User) throws -> Account {
        guard let account = try accounts(using: LibCrypto()).account(of: user) else {
            throw Failure.noAccount(of: user)
        }
        return account
    }

    /// The settings for a login of a user, by ssh unless another service is given, from no address in particular unless one is given.
    func settings(
        for user: User, of service: String = "sshd", from address: String? = nil,
        with methods: [String]? = nil
    ) -> Settings {
        var attributes = LoginAttributes(
            user: user.name, address: address, hostNames: HostName.all(), service: service,
            authenticationMethods: methods)
        if policy.needsGroups { attributes.note(user.groups()) }
        return policy.settings(for: attributes)
    }

    /// The language a user is spoken to in: that of their account, else the policy's.
    func language(of user: User) -> Language {
        let own = try? accounts(using: LibCrypto()).account(of: user)?.identity.contacts.language
        return own ?? settings(for: user).language
    }

    /// Stops with a plain word where the files would only say "Permission denied".
    static func requireRoot() throws {
        guard CurrentProcess.isRoot else { throw Failure(.onlyRoot) }
    }
}

extension User {
    /// Looks up a user who must be there.
    static func existing(_ name: String) throws -> User {
        guard let user = try named(name) else {
            throw Failure("this system has no user named \(name)")
        }
        return user
    }
}

extension Failure {
    /// Nothing was ever enrolled.
    static func noAccount(of user: User) -> Failure {
        Failure(.noAccount(user: user.name))
    }
}
