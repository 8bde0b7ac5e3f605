internal import Cryptography

/// A code the administrator hands out in person: it is good once, until it expires.
///
/// A ticket lets a person enrol, a bypass lets them in. Both have the form of a ``RecoveryCode``.
package struct OneTimePass: Equatable {
    /// When it was made, in seconds since 1970.
    let madeAt: Int64
    /// Until when it is good, in seconds since 1970.
    package let expiresAt: Int64
    /// Hashed with the code, so that equal codes have different hashes.
    let salt: [UInt8]
    /// HMAC-SHA-256 of salt and code, under a key of this host and account.
    let hash: [UInt8]

    /// Whether it is still good.
    ///
    /// Not before it was made either: a clock set back revives none.
    package func isLive(at time: Int64) -> Bool { (madeAt..<expiresAt).contains(time) }
}

extension AccountEdit {
    /// Makes a ticket, with which the person enrols once; the one before works no longer.
    ///
    /// - Returns: The ticket as it is shown, once: only its hash is kept.
    package mutating func invite(at time: Int64, for seconds: Int64) throws(AccountError) -> String
    {
        let (pass, code) = try account.keys.makePass(at: time, for: seconds)
        _ = change { state in
            state.replaceTicket(with: pass)
            return true
        }
        return code
    }

    /// Makes a code that lets the person in once, and ends a lock; the one before works no longer.
    ///
    /// - Returns: The code as it is shown, once: only its hash is kept.
    package mutating func bypass(at time: Int64, for seconds: Int64) throws(AccountError) -> String
    {
        let (pass, code) = try account.keys.makePass(at: time, for: seconds)
        _ = change { state in
            state.replaceBypass(with: pass)
            return true
        }
        unlock(at: time)
        return code
    }

    /// Uses the ticket up, with which a person enrols.
    ///
    /// - Returns: Whether it is still good; not where it was used or replaced since it was compared.
    package mutating func useTicket(_ ticket: OneTimePass) -> Bool {
        change { state in
            guard state.ticket == ticket else { return false }
            state.replaceTicket(with: nil, accepted: true)
            return true
        }
    }
}

extension AccountKeys {
    /// A new one-time code, and the code as it is shown.
    func makePass(
        at time: Int64, for seconds: Int64
    ) throws(AccountError) -> (OneTimePass, String) {
        let (expiresAt, overflows) = time.addingReportingOverflow(max(seconds, 0))
        guard !overflows else { throw .invalid("the time is out of range") }
        let code: [UInt8]
        do throws(CryptographyError) { code = try RecoveryCode.make(using: library) } catch {
            throw .cryptography(error, path)
        }
        let salt = try randomBytes(16)
        let pass = OneTimePass(
            madeAt: time, expiresAt: expiresAt, salt: salt, hash: try hash(code, salt: salt))
        return (pass, RecoveryCode.shown(code))
    }
}

/// What showing a ticket comes to.
package enum TicketVerdict {
    /// It is right, and stays as it is until the device is stored.
    case right(OneTimePass)
    /// It was used, was replaced or came too late; not counted.
    case spent
    /// It is wrong, and counted; the lock that holds since, if any.
    case wrong(Lock?)
}

extension Account {
    /// Judges a ticket, in canonical form: charged before it is compared, as any code.
    ///
    /// - Throws: also `.locked`; nothing is counted then.
    package func judge(
        ticket code: [UInt8], limits: AttemptLimits, at time: Int64
    ) throws(AccountError) -> TicketVerdict {
        var right: OneTimePass?
        let attempt = try attempt(limits: limits, at: time)
        let verdict = try attempt.settle { (attempt) throws(AccountError) in
            right = nil
            guard let ticket = attempt.account.state.ticket,
                try attempt.keys.matches(code, salt: ticket.salt, hash: ticket.hash)
            else { return try attempt.compare(spent: code) }
            if ticket.isLive(at: time) { right = ticket }
            // Not used up before the device is stored, and nothing to count in any case.
            return .used
        }
        switch verdict {
        case .right, .used, .expired: return right.map { .right($0) } ?? .spent
        case .wrong(let missed): return .wrong(missed.lock)
        }
    }
}
