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
            defer { stored.release() }
            let key = try fittingKey()
            let fingerprint = try key.fingerprint(using: library)
            let sealing = try AccountKeys(
                of: AccountContext(user: user), from: key, path: stored.path, library: library)
            var state = LoginState()
            state.incarnation = try sealing.randomNumber()
            let sealed = try sealing.sealed(state)
            // Whatever the answer: what is there then tells.
            if records.state == nil {
                _ = try stored.make(state: sealed)
            } else {
                _ = try stored.swap(records.version, identity: nil, state: sealed)
            }
            // Once more: whoever has sealed all accounts anew meanwhile may not have seen this one.
            guard try fits(fingerprint) else { throw .wrongKey(self.key.path) }
        }
        throw .contended(stored.path)
    }

    /// The key to seal a new account with: nothing is sealed with another than everything else.
    ///
    /// Read anew, since all accounts may have been sealed anew since this store was opened.
    ///
    /// - Throws: `.wrongKey` where there is none.
    @inline(never)
    package borrowing func fittingKey() throws(AccountError) -> HostKey {
        for file in [key.path, HostKey.nextPath(of: key.path)] {
            guard let key = try? HostKey(file: file) else { continue }
            if try fits(key.fingerprint(using: library)) { return key }
        }
        throw .wrongKey(key.path)
    }

    /// Whether accounts are sealed with the key of this fingerprint; of the first that is asked for it is believed.
    private borrowing func fits(_ fingerprint: KeyFingerprint) throws(AccountError) -> Bool {
        let check = try KeyCheck(in: stateDirectory)
        if let check, check.names(fingerprint) { return true }
        #if hasFeature(Embedded)
            guard check == nil else { return false }
        #else
            let evidence = try keyEvidence()
            guard try fingerprint == keyFingerprint(),
                evidence.isEmpty || evidence.isAll || check == nil && evidence.opened > 0
            else { return false }
        #endif
        try KeyCheck(fingerprint).write(in: stateDirectory)
        return true
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

        /// What the accounts themselves say of this store's key; that one opens with the next key, while all are sealed
        /// anew, says nothing of this one.
        package borrowing func keyEvidence() throws(AccountError) -> KeyEvidence {
            var evidence = KeyEvidence()
            for folder in try storage.names() {
                guard let name = AccountName.user(ofFolder: folder) else { continue }
                guard let user = try? User.named(name) else {
                    evidence.unknown += 1
                    continue
                }
                let stored = try storage.account(named: folder)
                let records = try stored.read(toChange: false)
                let keys = try keys(of: user, path: stored.path)
                if let state = records.state, try keys.isSealed(state) {
                    evidence.opened += 1
                } else if records.identity != nil {
                    evidence.unopened += 1
                }
            }
            return evidence
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

    /// How many accounts open with a key.
    package struct KeyEvidence {
        /// How many do.
        package var opened = 0
        /// How many do not.
        package var unopened = 0
        /// How many are those of users whom the system does not know now.
        package var unknown = 0

        /// Whether there is none.
        package var isEmpty: Bool { opened + unopened + unknown == 0 }
        /// Whether there are some, and all open.
        package var isAll: Bool { opened > 0 && unopened == 0 }
    }

#endif
