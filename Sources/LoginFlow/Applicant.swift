internal import Accounts
internal import ConfigurationGrammar
internal import Cryptography
package import HostSystem
package import Policy
internal import TextCoding

/// Who wants in; nothing of it changes.
final class Applicant {
    /// The user; nil where the system knows none of that name.
    let user: User?
    /// The name as the application spells it.
    let typedName: [UInt8]
    /// What the application says of the login.
    let application: Application
    /// The names of this host, the full one first.
    let hostNames: [String]

    /// The user's name; that which was typed where there is no such user.
    var name: String { user?.name ?? String(validating: typedName, as: UTF8.self) ?? "" }

    /// Finds out who it is.
    ///
    /// - Parameters:
    ///   - typedName: The name as the application spells it; nil where there is none.
    ///   - application: What it says of the login.
    /// - Throws: where there is no name, or the user database cannot be asked.
    init(named typedName: [UInt8]?, _ application: Application) throws(Refusal) {
        guard let typedName, !typedName.isEmpty else { throw .unknownUser }
        do throws(SystemError) {
            // A name that is no UTF-8 is nobody's.
            let name = String(validating: typedName, as: UTF8.self)
            user = if let name { try User.named(name) } else { nil }
        } catch {
            throw .userDatabase(error)
        }
        self.typedName = typedName
        self.application = application
        hostNames = HostName.all()
    }

    /// A user of whom it is known who they are.
    init(_ user: User, _ application: Application) {
        self.user = user
        typedName = user.name.bytes
        self.application = application
        hostNames = HostName.all()
    }

    /// Refuses where the stack stands on a key that nobody says was checked: `after=publickey`.
    ///
    /// Before the policy is asked: where it wants no code, such a stack would have checked nothing at all.
    func requireKey() throws(Refusal) {
        guard firstFactorMethods?.contains(where: { $0.hasSameBytes(as: "publickey") }) ?? false
        else { throw .keyNotTold }
    }

    private var firstFactorMethods: [String]? {
        application.firstFactors?.compactMap { $0.parts(separatedBy: " /").first }
    }

    /// The types of the keys that have succeeded, such as `ssh-ed25519`; a certificate has its own.
    ///
    /// nil where nobody tells what has succeeded, or of a key not its type; no type where no key has.
    private var keyTypes: [String]? {
        guard let firstFactors = application.firstFactors else { return nil }
        var types: [String] = []
        for line in firstFactors {
            let words = line.parts(separatedBy: " ")
            guard words.first?.hasSameBytes(as: "publickey") ?? false else { continue }
            guard words.count >= 2 else { return nil }
            types.append(words[1])
        }
        return types
    }

    /// What a policy looks at, with the groups where it asks for them.
    func attributes(for policy: PolicyFile) -> LoginAttributes {
        var attributes = LoginAttributes(
            user: name, address: application.address, hostNames: hostNames,
            service: application.service, authenticationMethods: firstFactorMethods,
            keyTypes: keyTypes)
        if policy.needsGroups, let user { attributes.note(user.groups()) }
        return attributes
    }

    /// What holds for the login.
    ///
    /// Whom the system does not know is asked for a code as everybody is who has something to show, and exempt from
    /// nothing: what the login says must not tell that there is no such user.
    func settings(_ resolution: Resolution) -> Settings {
        var settings = resolution.settings
        guard user == nil else { return settings }
        settings.secondFactor = .required
        settings.unenrolledUntilDeadline = .deny
        settings.trustPeriod = 0
        return settings
    }

    /// Opens the account, if there is one.
    ///
    /// `makes` one for a person whom a topic or a directory reaches without: what was sent, and how often, must be
    /// kept somewhere.
    ///
    /// - Returns: nil for a person unknown or without an account. An account that cannot be read is a refusal,
    ///   never nil.
    func openAccount(
        under settings: Settings, using library: LibCrypto, makes: Bool = true
    ) throws(Refusal) -> Account? {
        guard let user else { return nil }
        do throws(AccountError) {
            let store = try AccountStore(
                stateDirectory: settings.stateDirectory, keyFile: settings.keyFile, library: library
            )
            if let account = try store.account(of: user) { return account }
            guard makes, settings.reachesWithoutAccount else { return nil }
            return try store.makeAccount(of: user)
        } catch {
            // Screen lockers and the like call PAM as the person, who must not read the key.
            guard CurrentProcess.isRoot else {
                throw .notPrivileged(error.description, service: application.service)
            }
            throw .account(error)
        }
    }
}

extension PolicyFile {
    /// Reads the policy at a path.
    ///
    /// Without one there is no telling what the administrator wants, so nobody gets in.
    init(at path: String) throws(Refusal) {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try File(path: path, confidentiality: .open).contents(
                limit: PolicyFile.maximumSize)
        } catch {
            throw .policy(error.description)
        }
        do throws(ConfigurationError) {
            self = try PolicyFile(parsing: bytes)
        } catch {
            throw .policy(compact("\(path) line \(error.line): \(error.message)"))
        }
    }
}

extension LibCrypto {
    /// Finds libcrypto.
    static func found() throws(Refusal) -> LibCrypto {
        do throws(CryptographyError) { return try LibCrypto() } catch { throw .cryptography(error) }
    }
}

extension LoginAttributes {
    /// Keeps the groups of the user, as far as they are known.
    package mutating func note(_ groups: UserGroups) {
        self.groups = groups.names
        groupDoubt = groups.doubt
    }
}
