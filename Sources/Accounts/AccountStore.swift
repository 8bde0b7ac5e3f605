package import Cryptography
package import HostSystem

/// All accounts that this host knows, sealed under KeyFile.
package struct AccountStore: ~Copyable {
    let storage: any AccountStorage
    private let stateDirectory: String
    private let key: HostKey
    private let library: LibCrypto

    /// Opens the store of a host: files in StateDirectory.
    ///
    /// - Throws: where the folder or the key is missing or not as it must be.
    package init(stateDirectory: String, keyFile: String, library: LibCrypto) throws(AccountError) {
        let key = try HostKey(file: keyFile)
        self.init(
            storage: try AccountFiles(stateDirectory: stateDirectory), key: key,
            stateDirectory: stateDirectory, library: library)
    }

    #if !hasFeature(Embedded)
        /// Opens the accounts in any storage; what is counted for the host stays in StateDirectory.
        package init(
            storage: any AccountStorage, stateDirectory: String, keyFile: String, library: LibCrypto
        ) throws(AccountError) {
            self.init(
                storage: storage, key: try HostKey(file: keyFile), stateDirectory: stateDirectory,
                library: library)
        }
    #endif

    private init(
        storage: any AccountStorage, key: consuming HostKey, stateDirectory: String,
        library: LibCrypto
    ) {
        self.storage = storage
        self.key = key
        self.stateDirectory = stateDirectory
        self.library = library
    }

    /// The account of a user.
    ///
    /// - Returns: nil where the user has none, or none that was ever completed. An account that cannot be read is an
    ///   error, never none.
    package borrowing func account(of user: User) throws(AccountError) -> Account? {
        guard let name = AccountName.folder(for: user.name) else { return nil }
        let stored = try storage.account(named: name)
        let records = try stored.read(toChange: false)
        if records.identity == nil, records.state == nil { return nil }
        let keys = try keys(of: user, path: stored.path)
        if records.identity == nil {
            // An enrolment that was cut short; or a state whose identity is gone, which is damage.
            guard let state = records.state, try keys.isAuthentic(state),
                try keys.state(opening: state).identityGeneration > 0
            else { return nil }
        }
        return try open(records, in: stored, keys)
    }

    /// Opens what was read; where it does not open, and the key is known not to be the one, that is the error.
    private borrowing func open(
        _ records: AccountRecords, in stored: any StoredAccount, _ keys: AccountKeys
    ) throws(AccountError) -> Account {
        do throws(AccountError) {
            return try Account(records, in: stored, keys: keys)
        } catch {
            if case .cryptography(.notAuthentic, _) = error,
                let check = try KeyCheck(in: stateDirectory),
                !check.names(try key.fingerprint(using: library))
            {
                throw .wrongKey(key.path)
            }
            throw error
        }
    }

    /// The account of a user; makes one without an identity where there is none.
    ///
    /// And whatever a login will need then: a full disk must refuse nobody later.
    package borrowing func makeAccount(of user: User) throws(AccountError) -> Account {
        try HostSends.prepare(in: stateDirectory)
        guard let name = AccountName.folder(for: user.name) else {
            throw .invalid("the user name is too long")
        }
        let stored = try storage.account(named: name)
        let keys = try keys(of: user, path: stored.path)
        for _ in 0..<100 {
            let records = try stored.read(toChange: false)
            // One that nobody is enrolled in and that does not open was left by somebody who had the name before.
            var isTheirs = records.identity != nil
            if let state = records.state, try keys.isAuthentic(state) { isTheirs = true }
            if isTheirs { return try open(records, in: stored, keys) }
            var state = LoginState()
            state.incarnation = try keys.randomNumber()
            let sealed = try keys.sealed(state)
            defer { stored.release() }
            try requireFittingKey()
            // Whatever the answer: what is there then tells.
            if records.state == nil {
                _ = try stored.make(state: sealed)
            } else {
                _ = try stored.swap(records.version, identity: nil, state: sealed)
            }
            // Once more: whoever has sealed all accounts anew meanwhile may not have seen this one.
            try requireFittingKey()
        }
        throw .contended(stored.path)
    }

    /// Sees to it that nothing is sealed with another key than everything else.
    ///
    /// - Throws: `.wrongKey` where that would be.
    private borrowing func requireFittingKey() throws(AccountError) {
        let fingerprint = try key.fingerprint(using: library)
        let check = try KeyCheck(in: stateDirectory)
        if let check, check.names(fingerprint) { return }
        #if hasFeature(Embedded)
            guard check == nil else { throw .wrongKey(key.path) }
        #else
            guard try mayBeFirst(where: check) else { throw .wrongKey(key.path) }
        #endif
        try KeyCheck(fingerprint).write(in: stateDirectory)
    }

    @inline(never)
    private borrowing func keys(of user: User, path: String) throws(AccountError) -> AccountKeys {
        try AccountKeys(of: AccountContext(user: user), from: key, path: path, library: library)
    }
}

#if !hasFeature(Embedded)

    extension AccountStore {
        /// The names of all users who have an account, sorted by their bytes.
        package borrowing func userNames() throws(AccountError) -> [String] {
            try storage.names().compactMap { AccountName.user(ofFolder: $0) }
        }

        /// The fingerprint of the key in KeyFile.
        package borrowing func keyFingerprint() throws(AccountError) -> KeyFingerprint {
            try key.fingerprint(using: library)
        }

        /// Removes the account of a user's name, whether or not it can be opened or the user still is there.
        ///
        /// - Returns: Whether there was one.
        package borrowing func removeAccount(named user: String) throws(AccountError) -> Bool {
            guard let name = AccountName.folder(for: user) else { return false }
            return try storage.account(named: name).remove()
        }

        /// Whether the key may be that of the accounts although no check names it: there are none, or there is no
        /// check and one of them opens.
        private borrowing func mayBeFirst(where check: KeyCheck?) throws(AccountError) -> Bool {
            let names = try userNames()
            return names.isEmpty
                || check == nil
                    && names.contains { name in
                        guard let user = try? User.named(name) else { return false }
                        return (try? account(of: user)) != nil
                    }
        }

        /// Everything that keeps a store from opening; nothing where
        /// ``init(stateDirectory:keyFile:library:)`` works.
        package static func faults(stateDirectory: String, keyFile: String) -> [AccountError] {
            var faults: [AccountError] = []
            do throws(AccountError) { _ = try HostKey(file: keyFile) } catch {
                faults.append(error)
            }
            do throws(AccountError) { _ = try AccountFiles(stateDirectory: stateDirectory) } catch {
                faults.append(error)
            }
            return faults
        }
    }

#endif
