internal import Cryptography
package import OneTimePassword
internal import Policy
internal import HostSystem
package import Vocabulary

/// One attempt to type a code, charged already, under the account's lock.
///
/// It is the only way to compare a code with an account, and it exists only after the attempt was
/// counted as wrong, on the disk's side of any kill signal. ``accept(_:at:)`` takes the charge
/// back.
package struct Attempt: ~Copyable {
    /// The person's devices, as they are now.
    package let identity: Identity
    var stateFile: StateFile
    let codesKey: SecretBytes
    let lock: File
    let library: LibCrypto
    let path: String
    /// The state before the attempt was counted.
    private let before: LoginState

    /// What a right code was, and what using it changes.
    package struct Match {
        /// The device it came from; nil for every other code.
        package let device: Device?
        /// The challenge it answers; nil for other codes.
        package var challenge: Challenge? {
            if case .challenge(let challenge) = change { challenge } else { nil }
        }
        /// Whether it is the code that an administrator made to let in once.
        package var isBypass: Bool {
            if case .bypass = change { true } else { false }
        }
        fileprivate let change: Change

        static var bypass: Match { Match(device: nil, change: .bypass) }
    }

    fileprivate enum Change {
        case device(LoginState.DeviceState)
        case recoveryCode(Int)
        case challenge(Challenge)
        case bypass
    }

    /// What comparing a code came to.
    package enum Comparison {
        /// It is right.
        case right(Match)
        /// It was accepted before: within the window, or as the last one of its device, or it works once only.
        case used
        /// It was sent or handed out, but too long ago, or another took its place.
        case expired
        /// It is wrong.
        case wrong
    }

    init(
        identity: consuming Identity, stateFile: consuming StateFile, before: LoginState,
        codesKey: consuming SecretBytes, lock: consuming File, library: LibCrypto, path: String
    ) {
        self.identity = identity
        self.stateFile = stateFile
        self.before = before
        self.codesKey = codesKey
        self.lock = lock
        self.library = library
        self.path = path
    }

    /// Compares a code with one device, at every step the window allows, and with the one accepted last, however
    /// old that is.
    ///
    /// A code of the window that was passed over, since a later one was accepted, is wrong.
    package borrowing func compare(
        _ code: OneTimeCode, with device: Device, window: Int, at time: Int64
    ) throws(AccountError) -> Comparison {
        guard device.hotp.digits == code.length else { return .wrong }
        var state = stateFile.state.device(device)
        let range = state.range(of: device, window: window, at: time)
        let found = try identity.search(range, for: code, of: device, using: library, path)
        // A counter at the end of the type is out of every app's reach; it would never be accepted
        // again.
        if let found, found >= state.nextCounter, found < .max {
            state.accept(found, of: device, at: time)
            return .right(Match(device: device, change: .device(state)))
        }
        if let found, state.hasAccepted(found) { return .used }
        guard let last = state.lastAccepted, !range.contains(last) else { return .wrong }
        let isLast = try identity.search(last...last, for: code, of: device, using: library, path)
        return isLast == nil ? .wrong : .used
    }

    /// Compares a recovery code, in canonical form, with all that were made.
    package borrowing func compare(recoveryCode code: [UInt8]) throws(AccountError) -> Comparison {
        guard let hashes = identity.recovery else { return .wrong }
        let hash = try cryptography(path) { () throws(CryptographyError) in
            try RecoveryCode.hash(code, salt: hashes.salt, key: codesKey, using: library)
        }
        var found: Int?
        for (index, candidate) in hashes.hashes.enumerated()
        where library.areEqual(hash.span, candidate.span) {
            found = index
        }
        guard let found else { return .wrong }
        guard !stateFile.state.isUsed(found, of: hashes) else { return .used }
        return .right(Match(device: nil, change: .recoveryCode(found)))
    }

    /// Compares a code with the one that was sent.
    package borrowing func compare(
        sent code: OneTimeCode, at time: Int64
    ) throws(AccountError) -> Comparison {
        guard let challenge = stateFile.state.challenge else { return .wrong }
        let hash = try cryptography(path) { () throws(CryptographyError) in
            try RecoveryCode.hash(
                Array(code.text.utf8), salt: challenge.salt, key: codesKey, using: library)
        }
        guard library.areEqual(hash.span, challenge.hash.span) else { return .wrong }
        guard challenge.isLive(at: time) else { return .expired }
        return .right(Match(device: nil, change: .challenge(challenge)))
    }

    /// The method of the challenge that waits, if any.
    package var challengeMethod: Method? { stateFile.state.challenge?.method }

    /// Takes the charge back and records the code as used.
    ///
    /// A sent code that waits is void then, whichever code was right: nobody needs it any more. After a code that
    /// stands in for a lost device no source is trusted: whoever has the device is not to get in by trust.
    ///
    /// On the disk when this returns.
    ///
    /// - Parameters:
    ///   - match: The code.
    ///   - time: Now, in seconds since 1970.
    ///   - source: Where the login comes from; nil where that is unknown.
    ///   - period: For how many seconds the source is trusted; 0 for not at all.
    /// - Returns: Whether the source is a new one; see ``LoginState/note(_:)``.
    /// - Throws: where the state could not be written; the code does not count as right then.
    @discardableResult
    package consuming func accept(
        _ match: Match, at time: Int64, from source: LoginSource? = nil,
        trustedFor period: Int64 = 0
    ) throws(AccountError) -> Bool {
        var state = stateFile.state
        state.refund(at: time)
        state.endChallenge(accepted: match.challenge != nil)
        state.trusts = before.trusts
        let isNewSource = source.map { state.note($0) } ?? false
        switch match.change {
        case .device(let device): state.update(device)
        case .recoveryCode(let index):
            if let hashes = identity.recovery { state.use(index, of: hashes) }
            state.trusts = []
        case .challenge: break
        case .bypass:
            state.replaceBypass(with: nil, accepted: true)
            state.trusts = []
        }
        if let source, period > 0, match.device != nil || match.challenge != nil {
            state.trust(source, for: period, at: time)
        }
        state.keepOnly(identity.devices)
        try stateFile.write(state)
        try stateFile.synchronize()
        return isNewSource
    }

    /// Leaves the charge in place.
    ///
    /// On the disk when this returns, and the lock is open again.
    ///
    /// - Returns: What it takes to find out how the code was wrong.
    @discardableResult
    package consuming func refuse() throws(AccountError) -> MissedAttempt {
        // Others need not wait for the disk: nothing more is written, and with many attempts at once, as
        // when somebody guesses, waiting under the lock would cost a fourth of the throughput.
        _ = consume lock
        try stateFile.synchronize()
        return MissedAttempt(
            identity: identity, state: stateFile.state, library: library, path: path)
    }

    /// Takes the charge back and changes nothing else: what was typed was no guess, or is not the code of a login.
    package consuming func withdraw() throws(AccountError) {
        try stateFile.write(before)
        _ = consume lock
        try stateFile.synchronize()
    }

    /// The lock that holds since this attempt was counted, if any.
    package borrowing func lock(at time: Int64, limits: AttemptLimits) -> Lock? {
        stateFile.state.lock(at: time, limits: limits)
    }

    /// How many recovery codes are left.
    package var unusedRecoveryCodes: Int {
        guard let hashes = identity.recovery else { return 0 }
        return stateFile.state.unusedCount(of: hashes)
    }
}
