/// A code that this account was sent, or that was handed out, and that opens nothing any more.
///
/// Kept so that whoever types it again, or too late, is not taken for somebody who guesses: programs that connect
/// anew send what was typed, and a mail may come behind the next one.
package struct SpentCode: Equatable {
    /// How many an account keeps; the oldest go first.
    static let maximumCount = 4

    /// Whether it let somebody in, or enrol; else it was replaced, or came too late.
    let wasAccepted: Bool
    /// Hashed with the code; see ``Challenge`` and ``OneTimePass``.
    let salt: [UInt8]
    let hash: [UInt8]
}

extension LoginState {
    /// Keeps a code that opens nothing any more.
    mutating func spend(_ salt: [UInt8], _ hash: [UInt8], accepted: Bool) {
        spentCodes.insert(SpentCode(wasAccepted: accepted, salt: salt, hash: hash), at: 0)
        if spentCodes.count > SpentCode.maximumCount { spentCodes.removeLast() }
    }

    /// Voids the sent code that waits, if any.
    mutating func endChallenge(accepted: Bool) {
        if let challenge { spend(challenge.salt, challenge.hash, accepted: accepted) }
        challenge = nil
    }

    /// Puts another code that lets in once, or none, into the place of the one there.
    mutating func replaceBypass(with pass: OneTimePass?, accepted: Bool = false) {
        if let bypass { spend(bypass.salt, bypass.hash, accepted: accepted) }
        bypass = pass
    }

    /// Puts another ticket, or none, into the place of the one there.
    mutating func replaceTicket(with pass: OneTimePass?, accepted: Bool = false) {
        if let ticket { spend(ticket.salt, ticket.hash, accepted: accepted) }
        ticket = pass
    }
}
