internal import Cryptography
package import HostSystem
package import Messages
package import OneTimePassword
internal import TextCoding
package import Vocabulary

/// A change to an account by the administrator, or by a person who enrols.
///
/// Nothing is stored before ``save()``, and then all of it at once; an edit that is dropped leaves the account as it
/// was.
package struct AccountEdit: ~Copyable {
    let account: Account
    /// The identity as it will be saved.
    package internal(set) var identity: Identity
    /// The state as it will be saved, where nobody logs in meanwhile.
    package private(set) var state: LoginState
    /// What is changed in the state, which is done anew with the state that a login has left meanwhile.
    private var stateChanges: [(inout LoginState) -> Bool] = []
    /// What of ``identity`` is another than what is stored.
    var changes = Changes.nothing

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
    package init(_ account: Account) throws(AccountError) {
        let account = try account.reopened()
        identity = account.identity.copy()
        state = account.state
        self.account = account
    }

    /// Opens the account of a user for changes; makes an empty one where there is none.
    package init(of user: User, in store: borrowing AccountStore) throws(AccountError) {
        try self.init(store.makeAccount(of: user))
    }

    /// Changes the state.
    ///
    /// - Parameter change: Gives whether the change can be made. One that can, and cannot any more when it is saved,
    ///   keeps all from being saved.
    /// - Returns: Whether it can.
    mutating func change(_ change: @escaping (inout LoginState) -> Bool) -> Bool {
        guard change(&state) else { return false }
        stateChanges.append(change)
        return true
    }

    /// Keeps the state of a device that is added, whose ticket, if there is one, is used up with it.
    mutating func add(_ known: LoginState.DeviceState) {
        changes = .proof
        _ = change { state in
            state.replaceTicket(with: nil, accepted: true)
            state.update(known)
            return true
        }
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
        let device = try identity.addDevice(
            label: label, movingFactor: movingFactor, key: key, at: time, upTo: maximum)
        var known = LoginState.DeviceState(id: device.id, nextCounter: counter)
        known.use(counter)
        add(known)
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
        let codes: [String]
        do throws(CryptographyError) {
            codes = try RecoveryCode.makeSet(using: account.keys.library)
        } catch {
            throw .cryptography(error, account.keys.path)
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
            guard let code = RecoveryCode.canonical(typed: code.bytes.span) else {
                throw .invalid("not the form of a recovery code")
            }
            codes.append(code)
        }
        let set = (identity.recovery?.set ?? 0) + 1
        let hashes = try account.keys.hashes(of: codes, set: set)
        changes = .proof
        identity.replaceRecovery(hashes)
    }

    /// Ends a lock, and forgets the wrong codes before it and the codes that were sent.
    ///
    /// Also the attempts whose processes died before a moment, in seconds since 1970: each counts as a wrong code.
    ///
    /// - Returns: Whether there was anything of that.
    @discardableResult
    package mutating func unlock(at time: Int64) -> Bool {
        let failedSends = state.failedSendCount(at: time)
        var before = state
        before.failedSends = 0
        _ = change { state in
            state.forgetWrong()
            state.charges.removeAll { $0.isDead(at: time) }
            state.sends = []
            state.failedSends = 0
            return true
        }
        return state != before || failedSends > 0
    }

    /// Stores the changes, all of them or none.
    ///
    /// Over what a login has left meanwhile, but not over what another edit has changed. A change to what the person
    /// can show ends all trust.
    ///
    /// - Throws: also `.contended`; nothing is stored then.
    package consuming func save() throws(AccountError) {
        let generation = account.identity.generation
        // Also the first of somebody who never had anything.
        let writesIdentity = changes != .nothing || generation == 0
        while true {
            var state = account.state
            for change in stateChanges where !change(&state) {
                throw .contended(account.keys.path)
            }
            state.keepOnly(identity.devices)
            if changes == .proof { state.trusts = [] }
            if try writesIdentity ? account.write(state, identity) : account.write(state) { break }
            guard account.identity.generation == generation else {
                throw .contended(account.keys.path)
            }
        }
        try account.storage.synchronize()
    }
}
