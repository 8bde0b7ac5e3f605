#if !hasFeature(Embedded)

    package import Cryptography
    package import HostSystem
    internal import TextCoding

    /// All accounts of a host are sealed anew under a new key, while people log in.
    ///
    /// The order makes it safe to end at any point, and to go on later:
    ///
    /// 1. The new key is written beside KeyFile, as `KeyFile.next`; from here on an account may be sealed with either
    ///    (see ``AccountKeys/isAuthentic(_:)``).
    /// 2. `key-check` names both, and each account is sealed anew.
    /// 3. `key-check` names the new one alone, and so no account is made under the old one any more. Those that were
    ///    made until then are sealed anew too.
    /// 4. The new key takes the place of the old one.
    package struct KeyRotation: ~Copyable {
        /// What became of an account.
        package enum Step {
            /// It was sealed anew.
            case resealed
            /// It is sealed with the new key already, or nothing is there.
            case nothingToDo
        }

        /// How long to wait for another rotation, in milliseconds.
        private static let patience = 1000

        /// Whether one is gone on with that was broken off.
        package let isContinued: Bool
        /// The key that was, and the one that will be.
        package let current: KeyFingerprint
        package let next: KeyFingerprint

        private let keyFile: String
        private let stateDirectory: String
        private let library: LibCrypto
        private let storage: any AccountStorage
        private let folder: Directory
        private let oldKey: HostKey
        private let newKey: HostKey
        /// Keeps others from doing the same; ends with the file.
        private let lock: File

        /// Whether one was begun and not ended.
        package static func isUnderWay(keyFile: String) -> Bool {
            (try? requireNextKey(keyFile: keyFile)) != nil
        }

        /// Sees whether the key can be read that accounts are being sealed anew with.
        package static func requireNextKey(keyFile: String) throws(AccountError) {
            _ = try HostKey(file: HostKey.nextPath(of: keyFile))
        }

        /// Begins, or goes on where one was broken off.
        ///
        /// - Parameters:
        ///   - stateDirectory: StateDirectory of the policy.
        ///   - keyFile: KeyFile of the policy.
        ///   - isProven: Whether all accounts were seen to open with the key.
        ///   - library: What keys and records are made with.
        /// - Throws: where another one is at work, or KeyFile does not fit the accounts.
        package init(
            stateDirectory: String, keyFile: String, isProven: Bool = false, library: LibCrypto
        ) throws(AccountError) {
            let storage = try AccountFiles(stateDirectory: stateDirectory)
            let (path, name) = File.split(keyFile)
            let folder = try Self.folder(path)
            let lock = try Self.lock(in: Self.folder(stateDirectory))
            let oldKey = try HostKey(file: keyFile)
            let current = try oldKey.fingerprint(using: library)
            let isContinued = Self.isUnderWay(keyFile: keyFile)
            var check = try KeyCheck(in: stateDirectory) ?? KeyCheck(current)
            // That all accounts open says more than what is written beside them.
            if isProven, !isContinued, !check.names(current) { check = KeyCheck(current) }
            if !isContinued {
                guard check.names(current) else { throw .wrongKey(keyFile) }
                try Self.makeKey(HostKey.nextPath(of: name), in: folder, using: library)
            }
            let newKey = try HostKey(file: HostKey.nextPath(of: keyFile))
            let next = try newKey.fingerprint(using: library)
            // Else all is sealed anew already, and the key has only to take its place.
            if check != KeyCheck(next) {
                guard check.names(current) else { throw .wrongKey(keyFile) }
                try KeyCheck(current: current, next: next).write(in: stateDirectory)
            }
            self.library = library
            self.keyFile = keyFile
            self.stateDirectory = stateDirectory
            self.storage = storage
            self.isContinued = isContinued
            self.current = current
            self.next = next
            self.folder = folder
            self.oldKey = oldKey
            self.newKey = newKey
            self.lock = lock
        }

        private static func folder(_ path: String) throws(AccountError) -> Directory {
            do throws(SystemError) { return try Directory(path: path) } catch {
                throw .system(error)
            }
        }

        private static func lock(
            in stateDirectory: borrowing Directory
        ) throws(AccountError) -> File {
            do throws(SystemError) {
                let file = try stateDirectory.makeFile(named: KeyCheck.lockName)
                try file.lock(within: patience)
                return file
            } catch {
                throw .system(error)
            }
        }

        /// Writes a new key under a name that is read only once it is whole.
        private static func makeKey(
            _ name: String, in folder: borrowing Directory, using library: LibCrypto
        ) throws(AccountError) {
            let random: SecretBytes
            do throws(CryptographyError) { random = try library.randomBytes(HostKey.length) } catch
            {
                throw .cryptography(error, folder.path)
            }
            do throws(SystemError) {
                try random.withBytes { (bytes) throws(SystemError) in
                    try folder.stageFile(for: name, contents: bytes, mode: 0o600)
                }
                try folder.putInPlace(name)
            } catch {
                throw .system(error)
            }
        }

        /// Seals the account of a user anew.
        ///
        /// - Throws: where it opens with neither key; it stays as it is.
        package borrowing func reseal(_ user: User) throws(AccountError) -> Step {
            guard let name = AccountName.folder(for: user.name) else { return .nothingToDo }
            let stored = try storage.account(named: name)
            defer { stored.release() }
            let context = AccountContext(user: user)
            let old = try AccountKeys(
                of: context, from: oldKey, path: stored.path, library: library)
            let new = try AccountKeys(
                of: context, from: newKey, path: stored.path, library: library)
            while true {
                let records = try stored.read(toChange: true)
                guard let sealed = records.state else {
                    guard records.identity == nil else { throw .damaged(stored.path) }
                    return .nothingToDo
                }
                if try new.isSealed(sealed) { return .nothingToDo }
                // Nobody's: left by somebody who had the name before.
                if records.identity == nil, try !old.isSealed(sealed) { return .nothingToDo }
                let account = try Account(records, in: stored, keys: old)
                let anew = try account.sealedAnew(with: new)
                let answer = try stored.swap(
                    records.version, identity: records.identity == nil ? nil : anew.identity,
                    state: anew.state)
                guard case .made = answer else { continue }
                try stored.synchronize()
                return .resealed
            }
        }

        /// Has no account made under the old key any more; those that were are to be sealed anew after this.
        package borrowing func endOldKey() throws(AccountError) {
            try KeyCheck(next).write(in: stateDirectory)
        }

        /// Puts the new key into the place of the old one.
        package consuming func finish() throws(AccountError) {
            let name = File.split(keyFile).name
            do throws(SystemError) {
                try folder.renameFile(named: HostKey.nextPath(of: name), to: name)
            } catch {
                throw .system(error)
            }
        }
    }

    extension Account {
        /// The same account under other keys.
        fileprivate func sealedAnew(
            with keys: AccountKeys
        ) throws(AccountError) -> (identity: [UInt8], state: [UInt8]) {
            var state = state
            state.generation += 1
            state.author = try keys.randomNumber()
            var identity = identity.copy()
            identity.keepCodesKey(self.keys.codes)
            if state.identityGeneration > 0 {
                state.identityGeneration += 1
            } else {
                // There is no identity that could keep the key of these hashes: another code is sent.
                state.challenge = nil
                state.spentCodes = []
            }
            let sealed = try keys.sealed(
                identity, incarnation: state.incarnation, generation: state.identityGeneration)
            return (sealed, try keys.sealed(state))
        }
    }

#endif
