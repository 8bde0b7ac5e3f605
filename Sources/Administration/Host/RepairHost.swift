internal import Accounts
internal import Cryptography
internal import HostSystem
internal import Policy

/// This host for the commands that repair, which work while its policy is broken too: no login does then.
struct RepairHost {
    /// The host under its policy; nil while that is broken.
    let host: Host?
    /// Where the accounts are.
    private let paths: Settings

    init(_ host: Host) { self.init(host: host, paths: host.policy.hostSettings) }

    private init(host: Host?, paths: Settings) {
        self.host = host
        self.paths = paths
    }

    /// Reads the policy.
    ///
    /// Of one that is broken the paths are taken that can be read, and the defaults else; the administrator hears which.
    init(policy path: String, in session: Session) {
        do throws(PolicyFault) {
            self.init(Host(try PolicyFile(readingFrom: path)))
        } catch {
            // Whoever owns it: what keeps the logins out is no reason to look for the accounts where they are not.
            let bytes = try? File.unchecked(path: path, limit: PolicyFile.maximumSize)
            let resolution = PolicyFile.hostResolution(ofBroken: bytes ?? [])
            self.init(host: nil, paths: resolution.settings)
            session.warn(error.description(of: path))
            let places = [Keyword.stateDirectory, .keyFile].map { keyword in
                "\(keyword.name) \(keyword.text(paths)) (\(resolution.origin(of: keyword)))"
            }
            session.warn(
                "until it is mended nobody logs in; this goes by \(places.joined(separator: ", "))")
        }
    }

    /// Opens the accounts.
    func accounts(using library: LibCrypto) throws -> AccountStore {
        try paths.accounts(using: library)
    }

    /// Opens the accounts, and takes that of one user out.
    func account(of user: User) throws -> Account {
        guard let account = try accounts(using: LibCrypto()).account(of: user) else {
            throw Failure.noAccount(of: user)
        }
        return account
    }
}

extension Settings {
    /// Opens the accounts that are where these settings say.
    func accounts(using library: LibCrypto) throws -> AccountStore {
        try AccountStore(stateDirectory: stateDirectory, keyFile: keyFile, library: library)
    }
}
