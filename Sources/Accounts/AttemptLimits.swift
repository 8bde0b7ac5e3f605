package import Messages

/// How many wrong codes an account may collect; LockAfter, LockFor and LockCap of the policy.
package struct AttemptLimits {
    /// Consecutive wrong codes that lock the account.
    package let lockAfter: UInt32
    /// For how long it is then locked, in seconds.
    package let lockFor: Int64
    /// Wrong codes without a right one, after which only an administrator unlocks it.
    package let lockCap: UInt32

    package init(lockAfter: UInt32, lockFor: Int64, lockCap: UInt32) {
        self.lockAfter = lockAfter
        self.lockFor = lockFor
        self.lockCap = lockCap
    }
}

/// Why an account takes no code now.
package enum Lock: Equatable {
    /// For so many seconds more.
    case temporary(remaining: Int64)
    /// Until an administrator unlocks it.
    case untilUnlocked
}

extension PromptText {
    /// Why no code is taken, in the words of a prompt.
    package init(_ lock: Lock) {
        switch lock {
        case .temporary(let remaining): self = .locked(for: remaining)
        case .untilUnlocked: self = .lockedUntilUnlocked
        }
    }
}

extension LoginState {
    /// The lock that holds at a moment, if any.
    ///
    /// A lock never lasts longer than `lockFor` from now. That alone would leave one that was set while the clock
    /// was ahead for years, always `lockFor` from its end: ``shortenLock(at:limits:)`` makes it end.
    package func lock(at time: Int64, limits: AttemptLimits) -> Lock? {
        if failuresSinceSuccess >= limits.lockCap { return .untilUnlocked }
        guard lockedUntil > time else { return nil }
        return .temporary(remaining: min(lockedUntil - time, limits.lockFor))
    }

    /// Whether the lock would last longer than `lockFor` from now: it was set while the clock was ahead, or
    /// under a longer LockFor.
    func outlasts(_ limits: AttemptLimits, at time: Int64) -> Bool {
        lockedUntil > time && lockedUntil - time > limits.lockFor
    }

    /// Lets a lock end `lockFor` from now where it would last longer.
    ///
    /// A clock that is behind for a while so ends a lock early; `lockCap` holds at any time.
    mutating func shortenLock(at time: Int64, limits: AttemptLimits) {
        if outlasts(limits, at: time) { lockedUntil = time + limits.lockFor }
    }

    /// Counts an attempt as wrong, before anybody knows whether it is.
    ///
    /// What locks the account also ends all trust.
    mutating func charge(at time: Int64, limits: AttemptLimits) {
        consecutiveFailures += 1
        failuresSinceSuccess += 1
        lockedUntil = 0
        if consecutiveFailures >= limits.lockAfter {
            consecutiveFailures = 0
            lockedUntil = time + limits.lockFor
        }
        if lock(at: time, limits: limits) != nil { trusts = [] }
    }

    /// Takes the charge back, and with it all failures before: the person has shown who they are.
    mutating func refund(at time: Int64) {
        consecutiveFailures = 0
        failuresSinceSuccess = 0
        lockedUntil = 0
        lastSuccessAt = time
    }
}
