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
    /// Tries a code once, with all devices, as the sent one or as a recovery code, as a login does.
    ///
    /// `compared` is called after the comparison and before its result is written.
    package func tryCode(
        _ code: String, of user: User, at time: Int64, window: Int = 1,
        limits: AttemptLimits = .usual, compared: (TryResult) -> Void = { _ in }
    ) throws -> TryResult {
        guard let account = try store().account(of: user) else { throw NoAccount() }
        let attempt: Attempt
        do throws(AccountError) {
            attempt = try account.attempt(limits: limits, at: time)
        } catch {
            guard case .locked(let lock) = error else { throw error }
            return .locked(lock)
        }
        switch try attempt.compare(code, window: window, at: time) {
        case .right(let match):
            compared(.accepted)
            try attempt.accept(match, at: time)
            return .accepted
        case .used:
            compared(.used)
            try attempt.withdraw()
            return .used
        case .expired:
            compared(.expired)
            try attempt.withdraw()
            return .expired
        case .wrong:
            compared(.wrong)
            try attempt.refuse()
            return .wrong
        }
    }
}

extension Attempt {
    /// Compares a typed text with everything the account has.
    fileprivate borrowing func compare(
        _ text: String, window: Int, at time: Int64
    ) throws(AccountError) -> Comparison {
        let bytes = [UInt8](text: text)
        if let code = RecoveryCode.canonical(typed: bytes.span) {
            let result = try compare(recoveryCode: code)
            if case .wrong = result { return try compare(spent: code) }
            return result
        }
        guard let code = OneTimeCode(typed: bytes.span) else { return .wrong }
        var result = Comparison.wrong
        for device in identity.devices {
            let comparison = try compare(code, with: device, window: window, at: time)
            if case .wrong = comparison { continue }
            result = comparison
            if case .right = comparison { break }
        }
        if case .wrong = result { result = try compare(sent: code, at: time) }
        if case .wrong = result { result = try compare(spent: [UInt8](text: code.text)) }
        return result
    }
}
