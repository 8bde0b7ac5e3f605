internal import Cryptography
internal import HostSystem

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
    /// The number that the device gets which a ticket is for; 0 for a bypass.
    ///
    /// So the ticket is used up by the very write that stores the device, whatever ends the program before or after.
    let device: UInt32

    /// Whether it is still good.
    ///
    /// Not before it was made either: a clock set back revives none.
    package func isLive(at time: Int64) -> Bool { (madeAt..<expiresAt).contains(time) }

    /// Whether the device that a ticket is for was not stored yet.
    package func fits(_ identity: borrowing Identity) -> Bool {
        device == 0 || device == identity.nextDeviceID
    }
}

extension AccountEdit {
    /// Makes a ticket, with which the person enrols once; the one before works no longer.
    ///
    /// - Returns: The ticket as it is shown, once: only its hash is kept.
    package mutating func invite(at time: Int64, for seconds: Int64) throws(AccountError) -> String
    {
        let (pass, code) = try account.makePass(
            at: time, for: seconds, device: identity.nextDeviceID)
        state.replaceTicket(with: pass)
        return code
    }

    /// Makes a code that lets the person in once, and ends a lock; the one before works no longer.
    ///
    /// - Returns: The code as it is shown, once: only its hash is kept.
    package mutating func bypass(at time: Int64, for seconds: Int64) throws(AccountError) -> String
    {
        let (pass, code) = try account.makePass(at: time, for: seconds, device: 0)
        state.replaceBypass(with: pass)
        unlock()
        return code
    }

    /// Uses the ticket up, with which a person enrols; before the device is added.
    ///
    /// - Returns: Whether it is still good; not where it was used or replaced since it was compared.
    package mutating func useTicket(_ ticket: OneTimePass) -> Bool {
        isTicketUsed = state.ticket == ticket && ticket.fits(identity)
        return isTicketUsed
    }
}

extension Account {
    /// A new one-time code, and the code as it is shown.
    borrowing func makePass(
        at time: Int64, for seconds: Int64, device: UInt32
    ) throws(AccountError) -> (OneTimePass, String) {
        let (expiresAt, overflows) = time.addingReportingOverflow(max(seconds, 0))
        guard !overflows else { throw .invalid("the time is out of range") }
        return try cryptography(directory.path) { () throws(CryptographyError) in
            let code = try RecoveryCode.make(using: library)
            let salt = try library.randomBytes(16).withBytes { [UInt8](copying: $0) }
            let hash = try RecoveryCode.hash(code, salt: salt, key: keys.codes, using: library)
            let pass = OneTimePass(
                madeAt: time, expiresAt: expiresAt, salt: salt, hash: hash, device: device)
            return (pass, RecoveryCode.shown(code))
        }
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
    package borrowing func judge(
        ticket code: [UInt8], limits: AttemptLimits, at time: Int64
    ) throws(AccountError) -> TicketVerdict {
        let attempt = try attempt(limits: limits, at: time)
        if let ticket = attempt.stateFile.state.ticket, try attempt.isRight(code, ticket) {
            let isGood = ticket.isLive(at: time) && ticket.fits(attempt.identity)
            try attempt.withdraw()
            return isGood ? .right(ticket) : .spent
        }
        guard case .wrong = try attempt.compare(spent: code) else {
            try attempt.withdraw()
            return .spent
        }
        let lock = attempt.lock(at: time, limits: limits)
        try attempt.refuse()
        return .wrong(lock)
    }
}

extension Attempt {
    /// Compares a code, in canonical form, with the one that lets in once.
    package borrowing func compare(
        bypass code: [UInt8], at time: Int64
    ) throws(AccountError) -> Comparison {
        guard let pass = stateFile.state.bypass, try isRight(code, pass) else { return .wrong }
        return pass.isLive(at: time) ? .right(.bypass) : .expired
    }

    fileprivate borrowing func isRight(
        _ code: [UInt8], _ pass: OneTimePass
    ) throws(AccountError) -> Bool {
        let hash = try cryptography(path) { () throws(CryptographyError) in
            try RecoveryCode.hash(code, salt: pass.salt, key: codesKey, using: library)
        }
        return library.areEqual(hash.span, pass.hash.span)
    }
}
