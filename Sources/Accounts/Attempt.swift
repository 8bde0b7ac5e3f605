package import Vocabulary

/// One attempt to type a code, charged already.
///
/// It is the only way to compare a code with an account, and it exists only after the attempt was counted, on the
/// disk's side of any kill signal. ``settle(from:under:_:)`` compares, and takes the charge back where the code
/// is no guess.
///
/// Where its storage keeps others waiting, it does so from here until it is settled. Where not, others are charged and
/// settled meanwhile: whatever they wrote, the code is compared anew with that.
package struct Attempt: ~Copyable {
    let account: Account
    private let charge: Charge
    /// When it is made, in seconds since 1970.
    let time: Int64
    private let limits: AttemptLimits

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
        let change: Change

        static var bypass: Match { Match(device: nil, change: .bypass) }
    }

    // Indirect as ``AccountError``.
    indirect enum Change {
        case device(LoginState.DeviceState)
        case recoveryCode(Int)
        case challenge(Challenge)
        case bypass
    }

    /// What comparing a code came to.
    // Indirect as ``AccountError``.
    package indirect enum Comparison {
        /// It is right.
        case right(Match)
        /// It was accepted before: within the window, or as the last one of its device, or it works once only.
        case used
        /// It was sent or handed out, but too long ago, or another took its place.
        case expired
        /// It is wrong.
        case wrong
    }

    /// What an attempt came to.
    // Indirect as ``AccountError``.
    package indirect enum Verdict {
        /// The code was right, and is used up now.
        ///
        /// Whether the source is a new one, see ``LoginState/note(_:)``; and how many recovery codes are left, nil
        /// where none were ever made.
        case right(Match, isNewSource: Bool, recoveryCodes: Int?)
        /// It was no guess, and nothing was counted.
        case used
        /// It was no guess, and nothing was counted.
        case expired
        /// It was wrong, and is counted.
        case wrong(MissedAttempt)
    }

    /// Charges: counts one more attempt, as wrong until it is settled.
    ///
    /// Waits for a place where so many are charged that one more could go beyond what locks the account.
    ///
    /// - Throws: `.locked`, and `.contended` where no place became free. Nothing is counted then.
    init(
        charging account: Account, limits: AttemptLimits, at time: Int64
    ) throws(AccountError) {
        let account = try account.reopened()
        let charge = Charge(id: account.author, time: time)
        // Also where it was written though the answer said otherwise.
        while !account.state.charges.contains(charge) {
            var state = account.state
            state.countDead(at: time, all: account.storage.excludesOthers, limits: limits)
            if let lock = state.lock(at: time, limits: limits) {
                if state.shortenLock(at: time, limits: limits), try !account.write(state) {
                    continue
                }
                throw .locked(lock)
            }
            guard state.hasRoom(for: limits) else {
                try account.waitForOthers()
                continue
            }
            state.charges.append(charge)
            if try account.write(state) { break }
        }
        self.account = account
        self.charge = charge
        self.time = time
        self.limits = limits
    }

    /// Compares, and writes what came of it.
    ///
    /// A code is right only if its use was certainly written, over the very state it was compared with and while the
    /// charge was open. A charge that is settled is gone, and those of others stay.
    ///
    /// On the disk when this returns, and the account free for others.
    ///
    /// - Parameters:
    ///   - source: Where the login comes from; nil where that is unknown.
    ///   - terms: How the source is trusted.
    ///   - compare: Compares the code with all it may be; called anew whenever others changed the account.
    /// - Returns: What it came to.
    /// - Throws: where that could not be written; the code does not count as right then.
    package consuming func settle(
        from source: LoginSource? = nil, under terms: TrustTerms = .never,
        _ compare: (borrowing Attempt) throws(AccountError) -> Comparison
    ) throws(AccountError) -> Verdict {
        account.beginPatience()
        while true {
            let comparison = try compare(self)
            var state = account.state
            let isOpen = state.close(charge)
            switch comparison {
            case .right(let match):
                // Counted as wrong meanwhile, or settled in a write of which nobody said what became of it.
                guard isOpen else { throw .unsettled(account.keys.path) }
                let isNewSource = use(match, in: &state, from: source, under: terms)
                guard try account.write(state) else { continue }
                try account.storage.synchronize()
                account.release()
                return .right(
                    match, isNewSource: isNewSource, recoveryCodes: unusedRecoveryCodes)
            case .used, .expired: break
            case .wrong: state.countWrong(at: time, limits: limits)
            }
            if isOpen, try !account.write(state) { continue }
            // Others need not wait for the disk: nothing more is written, and with many attempts at once, as
            // when somebody guesses, waiting under a lock would cost a fourth of the throughput.
            account.release()
            try account.storage.synchronize()
            switch comparison {
            case .right, .used: return .used
            case .expired: return .expired
            case .wrong:
                let lock = account.state.lock(at: time, limits: limits)
                return .wrong(MissedAttempt(of: account, lock: lock))
            }
        }
    }

    /// Records a right code as used.
    ///
    /// A sent code that waits is void then, whichever code was right: nobody needs it any more. After a code that
    /// stands in for a lost device no source is trusted: whoever has the device is not to get in by trust.
    ///
    /// - Returns: Whether the source is a new one.
    private borrowing func use(
        _ match: Match, in state: inout LoginState, from source: LoginSource?,
        under terms: TrustTerms
    ) -> Bool {
        state.forgetWrong()
        state.lastSuccessAt = time
        state.endChallenge(accepted: match.challenge != nil)
        let isNewSource = source.map { state.note($0) } ?? false
        switch match.change {
        case .device(let device): state.update(device)
        case .recoveryCode(let index):
            if let hashes = account.identity.recovery { state.use(index, of: hashes) }
            state.trusts = []
        case .challenge: break
        case .bypass:
            state.replaceBypass(with: nil, accepted: true)
            state.trusts = []
        }
        if let source, match.device != nil || match.challenge != nil {
            state.trust(source, under: terms, at: time)
        }
        state.keepOnly(account.identity.devices)
        return isNewSource
    }
}

extension Account {
    /// Charges one more attempt.
    ///
    /// - Throws: also `.locked`; see ``LoginState/lock(at:limits:)``. Nothing is counted then.
    package func attempt(
        limits: AttemptLimits, at time: Int64
    ) throws(AccountError) -> Attempt {
        try Attempt(charging: self, limits: limits, at: time)
    }
}
