internal import HostSystem

/// The account of one user, as it was at the moment it was read.
// A class, since it is large: each way out of whatever works with one would take it apart otherwise.
package final class Account {
    /// How long to wait for other logins of the same person, in milliseconds.
    ///
    /// Each keeps others waiting for less than one, and sshd gives a login two minutes.
    static var patience: Int { 5000 }

    /// Who the person is; nobody in particular where nothing was ever stored.
    package private(set) var identity: Identity
    /// What their logins have left.
    package private(set) var state: LoginState
    private var version: AccountVersion
    let storage: any StoredAccount
    let keys: AccountKeys
    /// What this one writes is told by it from what others write; 0 for an account that is only read.
    private(set) var author: UInt64 = 0
    private var keepsOthersWaiting = false
    private var deadline: Int64 = 0

    /// Opens what was read.
    ///
    /// - Throws: `.damaged` also where identity and state do not belong together: one of them is older than the other
    ///   or of an account that was removed, or one is gone.
    init(
        _ records: AccountRecords, in storage: any StoredAccount, keys: AccountKeys
    ) throws(AccountError) {
        guard let sealed = records.state else { throw .damaged(keys.statePath) }
        let state = try keys.state(opening: sealed)
        let identity =
            if let sealed = records.identity { try keys.identity(opening: sealed) } else {
                Identity()
            }
        guard
            state.identityGeneration == identity.generation,
            records.identity == nil || state.incarnation == identity.incarnation
        else { throw .damaged(keys.path) }
        self.identity = identity
        self.state = state
        version = records.version
        self.storage = storage
        self.keys = keys
    }

    /// Reads the account anew, for changes.
    @inline(never)
    func reopened() throws(AccountError) -> Account {
        do throws(AccountError) {
            let account = try Account(storage.read(toChange: true), in: storage, keys: keys)
            account.keepsOthersWaiting = true
            account.author = try keys.randomNumber()
            account.beginPatience()
            return account
        } catch {
            storage.release()
            throw error
        }
    }

    deinit { release() }

    /// Reads again what is there now.
    private func reread() throws(AccountError) {
        let now = try Account(storage.read(toChange: true), in: storage, keys: keys)
        (state, version) = (now.state, now.version)
        swap(&identity, &now.identity)
    }

    /// Writes another state.
    ///
    /// - Returns: Whether it is certainly stored. If not, what others wrote has been read, and what is to be written
    ///   must be made of that; it may contain what this one wrote before, which its ``author`` tells.
    @inline(never)
    func write(_ changed: consuming LoginState) throws(AccountError) -> Bool {
        try exchange(changed, identity: nil)
    }

    /// Writes another identity and state, as ``write(_:)``.
    func write(
        _ changed: consuming LoginState, _ identity: borrowing Identity
    ) throws(AccountError) -> Bool {
        let sealed = try keys.sealed(
            identity, incarnation: state.incarnation, generation: state.identityGeneration + 1)
        return try exchange(changed, identity: sealed)
    }

    private func exchange(
        _ next: consuming LoginState, identity: [UInt8]?
    ) throws(AccountError) -> Bool {
        next.incarnation = state.incarnation
        next.generation = state.generation + 1
        next.identityGeneration = state.identityGeneration + (identity == nil ? 0 : 1)
        next.author = author
        let sealed = try keys.sealed(next)
        while true {
            let answer = try storage.swap(version, identity: identity, state: sealed)
            if case .made(let version) = answer {
                (state, self.version) = (next, version)
                return true
            }
            let before = version
            try reread()
            // It was written, whatever the answer.
            if state.generation == next.generation, state.author == author { return true }
            guard isPatient else {
                throw answer == .lost ? .contended(keys.path) : .unsettled(keys.path)
            }
            guard answer == .unknown, version == before else { return false }
            // It may still be written in a moment: the same again finds out, for only one of the two can be.
            SystemClock.sleep(microseconds: 10_000)
        }
    }

    /// Lets others go on, and reads in a moment what they wrote.
    func waitForOthers() throws(AccountError) {
        guard isPatient else { throw .contended(keys.path) }
        storage.release()
        SystemClock.sleep(microseconds: 10_000)
        try reread()
    }

    /// From now on others may come first for so long.
    func beginPatience() {
        deadline = (SystemClock.monotonicMilliseconds() ?? 0) + Int64(Self.patience)
    }

    private var isPatient: Bool { (SystemClock.monotonicMilliseconds() ?? .max) < deadline }

    /// Lets others change the account; this one writes nothing more.
    func release() {
        if keepsOthersWaiting { storage.release() }
        keepsOthersWaiting = false
    }
}

extension Account {
    /// Lets a lock that would last longer than `lockFor` from now end then for good, so that every later look finds
    /// less of it left.
    package func shortenLock(
        at time: Int64, limits: AttemptLimits
    ) throws(AccountError) {
        guard state.outlasts(limits, at: time) else { return }
        let account = try reopened()
        var state: LoginState
        repeat {
            state = account.state
            guard state.shortenLock(at: time, limits: limits) else { return }
        } while try !account.write(state)
    }
}
