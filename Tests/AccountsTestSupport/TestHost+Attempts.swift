package import Accounts
package import HostSystem
internal import OneTimePassword
internal import TestSupport

/// What came of one try with a code.
package enum TryResult: Equatable, Sendable {
    /// The code was right, and is used now.
    case accepted
    /// The code was used before.
    case used
    /// The code was sent too long ago.
    case expired
    /// The code was wrong.
    case wrong
    /// The account took no code.
    case locked(Lock)
}

/// A user without an account.
package struct NoAccount: Error {
    package init() {}
}

extension AttemptLimits {
    /// What the policy has by default.
    package static var usual: AttemptLimits {
        AttemptLimits(lockAfter: 10, lockFor: 1800, lockCap: 100)
    }

    /// So many that no test reaches them.
    package static var none: AttemptLimits {
        AttemptLimits(lockAfter: .max, lockFor: 1800, lockCap: .max)
    }
}

extension TestHost {
    /// Opens the account of a user who has one.
    package func account(of user: User) throws -> Account {
        guard let account = try store().account(of: user) else { throw NoAccount() }
        return account
    }

    /// Tries a code once, with all devices, as the sent one or as a recovery code, as a login does.
    ///
    /// `compared` is called after each comparison and before its result is written.
    package func tryCode(
        _ code: String, of user: User, at time: Int64, window: Int = 1,
        limits: AttemptLimits = .usual, compared: (TryResult) -> Void = { _ in }
    ) throws -> TryResult {
        let account = try account(of: user)
        let attempt: Attempt
        do throws(AccountError) {
            attempt = try account.attempt(limits: limits, at: time)
        } catch {
            guard case .locked(let lock) = error else { throw error }
            return .locked(lock)
        }
        let verdict = try attempt.settle { (attempt) throws(AccountError) in
            let comparison = try attempt.compare(code, window: window)
            compared(TryResult(comparison))
            return comparison
        }
        return TryResult(verdict)
    }
}

extension TryResult {
    fileprivate init(_ comparison: Attempt.Comparison) {
        switch comparison {
        case .right: self = .accepted
        case .used: self = .used
        case .expired: self = .expired
        case .wrong: self = .wrong
        }
    }

    /// What an attempt came to.
    package init(_ verdict: Attempt.Verdict) {
        switch verdict {
        case .right: self = .accepted
        case .used: self = .used
        case .expired: self = .expired
        case .wrong: self = .wrong
        }
    }
}

extension Account {
    /// Makes an attempt with a code that is wrong.
    package func miss(at time: Int64) throws -> MissedAttempt {
        let verdict = try attempt(limits: .usual, at: time).settle {
            (_) throws(AccountError) in .wrong
        }
        switch verdict {
        case .wrong(let missed): return missed
        default: throw NoAccount()
        }
    }
}

extension Attempt {
    /// Compares a typed text with everything the account has.
    package borrowing func compare(
        _ text: String, window: Int = 1
    ) throws(AccountError) -> Comparison {
        let bytes = [UInt8](text: text)
        if let code = RecoveryCode.canonical(typed: bytes.span) {
            let result = try compare(recoveryCode: code)
            if case .wrong = result { return try compare(spent: code) }
            return result
        }
        guard let code = OneTimeCode(typed: bytes.span) else { return .wrong }
        var result = Comparison.wrong
        for device in devices {
            let comparison = try compare(code, with: device, window: window)
            if case .wrong = comparison { continue }
            result = comparison
            if case .right = comparison { break }
        }
        if case .wrong = result { result = try compare(sent: code) }
        if case .wrong = result { result = try compare(spent: [UInt8](text: code.text)) }
        return result
    }
}
