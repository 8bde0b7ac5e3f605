package import Cryptography
package import HostSystem

/// All accounts of this host: the folder `accounts` in StateDirectory, sealed under KeyFile.
package struct AccountStore: ~Copyable {
    /// The name of the folder in StateDirectory.
    private static let folder = "accounts"

    let directory: Directory
    let stateDirectory: String
    let key: HostKey
    private let library: LibCrypto

    /// Opens the store.
    ///
    /// - Throws: where the folder or the key is missing or not as it must be.
    package init(stateDirectory: String, keyFile: String, library: LibCrypto) throws(AccountError) {
        let key = try HostKey(file: keyFile)
        let directory = try Self.directory(in: stateDirectory)
        self.key = key
        self.directory = directory
        self.stateDirectory = stateDirectory
        self.library = library
    }

    static func directory(in stateDirectory: String) throws(AccountError) -> Directory {
        try system { () throws(SystemError) in
            try Directory(path: stateDirectory).directory(named: folder)
        }
    }

    /// The account of a user.
    ///
    /// - Returns: nil where the user has none, or none that was ever completed. An account that cannot be read is an error, never none.
    package borrowing func account(of user: User) throws(AccountError) -> Account? {
        guard let name = AccountName.folder(for: user.name) else { return nil }
        let folder: Directory
        do throws(SystemError) {
            folder = try directory.directory(named: name)
        } catch {
            if error.isNotFound { return nil }
            throw .system(error)
        }
        let account = try account(folder, of: user)
        guard try account.isComplete() else { return nil }
        return account
    }

    borrowing func account(
        _ folder: consuming Directory, of user: User
    ) throws(AccountError) -> Account {
        let context = AccountContext(user: user)
        let keys = AccountKeys(
            identity: try key.derive(.identity, for: context, using: library),
            state: try key.derive(.state, for: context, using: library),
            codes: try key.derive(.codes, for: context, using: library))
        return Account(folder, context: context, keys: keys, library: library)
    }
}
