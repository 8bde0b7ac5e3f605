internal import Cryptography
package import HostSystem
package import Messages
package import OneTimePassword
internal import Policy
package import Vocabulary

/// A change to what an account holds, by the administrator or the person, under the account's lock.
///
/// Nothing is stored before ``save()``; an edit that is dropped leaves the account as it was.
package struct AccountEdit: ~Copyable {
    let account: Account
    private let lock: File
    private var stateFile: StateFile
    private let devicesBefore: [Device]
    /// The state as it will be saved.
    package internal(set) var state: LoginState
    /// The identity as it will be saved.
    package internal(set) var identity: Identity
    /// What of ``identity`` is another than what is stored.
    var changes = Changes.nothing
    /// Whether the device that is added uses the ticket up.
    var isTicketUsed = false

    /// How much was changed, from the least to the most.
    enum Changes: Int, Comparable {
        case nothing
        /// What the person likes to read and to be asked.
        case taste
        /// What the person can show, or where codes go.
        case proof

        static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    /// Opens an account for changes.
    package init(_ account: consuming Account) throws(AccountError) {
        let lock = try account.lock()
        let stateFile = try account.stateFile(forWriting: true)
        let identity = try account.identity()
        self.init(account, lock: lock, stateFile: stateFile, identity: identity)
    }

    private init(
        _ account: consuming Account, lock: consuming File, stateFile: consuming StateFile,
        identity: consuming Identity
    ) {
        state = stateFile.state
        devicesBefore = identity.devices
        self.account = account
        self.lock = lock
        self.stateFile = stateFile
        self.identity = identity
    }

    /// Opens the account of a user for changes; makes an empty one where there is none.
    package init(of user: User, in store: borrowing AccountStore) throws(AccountError) {
        let account = try store.makeAccount(of: user)
        let lock = try account.lock()
        try account.mendStateOfNobody()
        let identity = try account.identity()
        let stateFile = try account.stateFile(forWriting: true)
        self.init(account, lock: lock, stateFile: stateFile, identity: identity)
    }

    /// Adds a device whose first code was typed to confirm it.
    ///
    /// `counter` is the time step or counter of that code, which is never accepted again; `time` is now,
    /// in seconds since 1970, and `maximum` is how many devices there may be then: MaxDevices of the policy.
    package mutating func addDevice(
        label: String, movingFactor: MovingFactor, key: Span<UInt8>,
        confirmedAt counter: UInt64, time: Int64, upTo maximum: Int = Device.maximumCount
    ) throws(AccountError) {
        guard counter < .max else { throw .invalid("the counter is out of range") }
        changes = .proof
        let device = try identity.addDevice(
            label: label, movingFactor: movingFactor, key: key, at: time, upTo: maximum)
        var known = LoginState.DeviceState(id: device.id, nextCounter: counter)
        known.use(counter)
        state.update(known)
    }

    /// Removes a device for good.
    package mutating func removeDevice(_ id: UInt32) {
        changes = .proof
        identity.removeDevice(id)
    }

    /// Gives the person an e-mail address, or none.
    package mutating func setEmail(_ address: EmailAddress?) {
        changes = .proof
        identity.setEmail(address)
    }

    /// Gives the person a telephone number, or none.
    package mutating func setPhone(_ number: PhoneNumber?) {
        changes = .proof
        identity.setPhone(number)
    }

    /// Gives the person a language of their own, or the policy's.
    package mutating func setLanguage(_ language: Language?) {
        changes = max(changes, .taste)
        identity.contacts.language = language
    }

    /// Lets logins begin with a method of the person's choice, where the policy allows it, or with the
    /// policy's first.
    package mutating func setPreferredMethod(_ method: Method?) {
        changes = max(changes, .taste)
        identity.contacts.preferredMethod = method
    }

    /// Makes new recovery codes; those before work no longer.
    ///
    /// - Returns: The codes as they are shown, once: only their hashes are kept.
    package mutating func renewRecoveryCodes() throws(AccountError) -> [String] {
        let path = account.directory.path
        let codes = try cryptography(path) { () throws(CryptographyError) in
            try RecoveryCode.makeSet(using: account.library)
        }
        try replaceRecoveryCodes(codes)
        return codes
    }

    /// Stores the hashes of recovery codes that were shown already; those before work no longer.
    package mutating func replaceRecoveryCodes(_ shown: [String]) throws(AccountError) {
        guard shown.count <= RecoveryCodeHashes.maximumCount else {
            throw .invalid("too many recovery codes")
        }
        var codes: [[UInt8]] = []
        for code in shown {
            guard let code = RecoveryCode.canonical(typed: Array(code.utf8).span) else {
                throw .invalid("not the form of a recovery code")
            }
            codes.append(code)
        }
        let set = (identity.recovery?.set ?? 0) + 1
        let path = account.directory.path
        let hashes = try cryptography(path) { () throws(CryptographyError) in
            try account.hashes(of: codes, set: set)
        }
        changes = .proof
        identity.replaceRecovery(hashes)
    }

    /// Ends a lock, and forgets the wrong codes before it and the codes that were sent.
    package mutating func unlock() {
        state.consecutiveFailures = 0
        state.failuresSinceSuccess = 0
        state.lockedUntil = 0
        state.sends = []
        state.failedSends = 0
    }

    /// Stores the changes.
    ///
    /// The state first: if only that much happens, a new device does not exist yet, rather than exist with
    /// its first code still unused. A ticket that it uses up goes last: it is good until the device is stored. A
    /// change to what the person can show ends all trust.
    package consuming func save() throws(AccountError) {
        // A device that is revoked now stays known until the next change: if only the state is written,
        // the device is still there, and so must be what says which of its codes were used.
        state.keepOnly(devicesBefore + identity.devices)
        if changes == .proof { state.trusts = [] }
        try stateFile.write(state)
        try stateFile.synchronize()
        let isNew = try !account.isComplete()
        if isNew || changes != .nothing { try account.write(identity) }
        guard isTicketUsed else { return }
        // Where this is not written the ticket opens nothing either: it is for a device that is there now.
        state.replaceTicket(with: nil, accepted: true)
        do throws(AccountError) { try stateFile.write(state) } catch {}
    }
}

extension Account {
    /// Whether a device or a contact was ever stored; an edit that was cut short leaves an account without.
    borrowing func isComplete() throws(AccountError) -> Bool {
        do throws(SystemError) {
            _ = try directory.file(named: FileName.identity)
            return true
        } catch {
            if error.isNotFound { return false }
            throw .system(error)
        }
    }
}

extension AccountStore {
    /// Makes the folder of an account with its lock and a first state.
    ///
    /// And whatever a login will need then: a full disk must refuse nobody later.
    package borrowing func makeAccount(of user: User) throws(AccountError) -> Account {
        try HostSends.prepare(in: stateDirectory)
        guard let name = AccountName.folder(for: user.name) else {
            throw .invalid("the user name is too long")
        }
        let folder = try system { () throws(SystemError) in
            try directory.makeDirectory(named: name)
            return try directory.directory(named: name)
        }
        let account = try account(folder, of: user)
        try account.makeFiles()
        return account
    }

    /// The names of all users who have an account, sorted by their bytes.
    package borrowing func userNames() throws(AccountError) -> [String] {
        let folders = try system { () throws(SystemError) in try directory.entries() }
        return folders.compactMap { AccountName.user(ofFolder: $0) }
    }
}

extension Account {
    fileprivate borrowing func makeFiles() throws(AccountError) {
        _ = try system { () throws(SystemError) in try directory.makeFile(named: FileName.lock) }
        let lock = try lock()
        let file = try system { () throws(SystemError) in
            try directory.makeFile(named: FileName.state)
        }
        // Whoever came second finds a state under the lock, and keeps it.
        if file.length == 0 { try StateFile.initialize(file, key: keys.state, library: library) }
        _ = consume lock
    }

    /// Writes a new state where the one there cannot be read and nobody is enrolled yet: what an enrolment left
    /// that was cut short, or that of a user who had the name before.
    ///
    /// The caller holds the lock.
    fileprivate borrowing func mendStateOfNobody() throws(AccountError) {
        guard try !isComplete() else { return }
        do throws(AccountError) {
            _ = try stateFile(forWriting: true)
        } catch {
            guard case .damaged = error else { throw error }
            let file = try system { () throws(SystemError) in
                try directory.file(named: FileName.state, forWriting: true)
            }
            try StateFile.initialize(file, key: keys.state, library: library)
        }
    }
}
