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
    ///
    /// Charges whose processes died count as the wrong codes that they are.
    @inline(never)
    package func lock(at time: Int64, limits: AttemptLimits) -> Lock? {
        var (inARow, sinceSuccess, end) = (wrongInARow, wrongSinceSuccess, lockedUntil)
        for charge in charges where charge.isDead(at: time) {
            inARow += 1
            sinceSuccess += 1
            if inARow >= limits.lockAfter {
                inARow = 0
                end = max(end, min(charge.time, time) + limits.lockFor)
            }
        }
        if sinceSuccess >= limits.lockCap { return .untilUnlocked }
        guard end > time else { return nil }
        return .temporary(remaining: min(end - time, limits.lockFor))
    }

    /// Whether the lock would last longer than `lockFor` from now: it was set while the clock was ahead, or
    /// under a longer LockFor.
    func outlasts(_ limits: AttemptLimits, at time: Int64) -> Bool {
        lockedUntil > time && lockedUntil - time > limits.lockFor
    }

    /// Lets a lock end `lockFor` from now where it would last longer.
    ///
    /// A clock that is behind for a while so ends a lock early; `lockCap` holds at any time.
    ///
    /// - Returns: Whether it would have.
    mutating func shortenLock(at time: Int64, limits: AttemptLimits) -> Bool {
        guard outlasts(limits, at: time) else { return false }
        lockedUntil = time + limits.lockFor
        return true
    }

    /// Counts a wrong code.
    ///
    /// What locks the account also ends all trust.
    @inline(never)
    mutating func countWrong(at time: Int64, limits: AttemptLimits) {
        wrongInARow += 1
        wrongSinceSuccess += 1
        if wrongInARow >= limits.lockAfter {
            wrongInARow = 0
            lockedUntil = max(lockedUntil, time + limits.lockFor)
        }
        if lock(at: time, limits: limits) != nil { trusts = [] }
    }

    /// Forgets all wrong codes: the person has shown who they are.
    mutating func forgetWrong() {
        wrongInARow = 0
        wrongSinceSuccess = 0
        lockedUntil = 0
    }
}

/// An attempt that was counted before its code is compared, and that nobody has settled yet.
///
/// What else may happen to the account meanwhile leaves it alone. It counts as a wrong code, but locks nobody before
/// it is settled.
struct Charge: Equatable {
    /// How many there may be at once, whatever the limits.
    static var maximumCount: Int { 8 }
    /// After how many seconds it is a wrong code: its process died.
    static var lifetime: Int64 { 30 }

    /// Tells it from all others; drawn at random.
    let id: UInt64
    /// When it was made, in seconds since 1970.
    let time: Int64

    /// Whether its process must have died; also of one of the future, which was made under another clock and must not
    /// last.
    func isDead(at now: Int64) -> Bool { !(0..<Self.lifetime).contains(now &- time) }
}

extension LoginState {
    /// Wrong codes since the last right one or the last lock, and attempts that were not settled.
    package var consecutiveFailures: UInt32 { wrongInARow + UInt32(charges.count) }

    /// Wrong codes since the last right one, and attempts that were not settled.
    package var failuresSinceSuccess: UInt32 { wrongSinceSuccess + UInt32(charges.count) }

    /// Whether one more attempt may be charged: were all of them wrong, none would be beyond what locks the account.
    func hasRoom(for limits: AttemptLimits) -> Bool {
        let left = min(
            Int64(limits.lockAfter) - Int64(wrongInARow),
            Int64(limits.lockCap) - Int64(wrongSinceSuccess))
        return charges.count < min(max(left, 1), Int64(Charge.maximumCount))
    }

    /// Takes a charge away.
    ///
    /// - Returns: Whether it was still there.
    mutating func close(_ charge: Charge) -> Bool {
        guard let index = charges.firstIndex(of: charge) else { return false }
        charges.remove(at: index)
        return true
    }

    /// Counts the charges whose processes died as wrong codes, of the moment when they were made.
    ///
    /// With `all` nobody is between charge and settlement, so that none of them is alive.
    @inline(never)
    mutating func countDead(at time: Int64, all: Bool, limits: AttemptLimits) {
        for charge in charges where all || charge.isDead(at: time) {
            _ = close(charge)
            countWrong(at: min(charge.time, time), limits: limits)
        }
    }
}
