internal import Cryptography
package import OneTimePassword
internal import TextCoding
package import Vocabulary

/// What a code can be compared with.
extension Attempt {
    /// The person's devices, as they are now.
    package var devices: [Device] { account.identity.devices }
    /// The method of the challenge that waits, if any.
    package var challengeMethod: Method? { account.state.challenge?.method }
    /// How many recovery codes are left; nil where none were ever made.
    package var unusedRecoveryCodes: Int? {
        account.identity.recovery.map(account.state.unusedCount)
    }
    var state: LoginState { account.state }
    var keys: AccountKeys { account.keys }

    /// Compares a code with one device, at every step the window allows, and with the one accepted last, however
    /// old that is.
    ///
    /// A code of the window that was passed over, since a later one was accepted, is wrong.
    package borrowing func compare(
        _ code: OneTimeCode, with device: Device, window: Int
    ) throws(AccountError) -> Comparison {
        guard device.hotp.digits == code.length else { return .wrong }
        var state = account.state.device(device)
        let range = state.range(of: device, window: window, at: time)
        let found = try account.identity.search(range, for: code, of: device, using: keys)
        // A counter at the end of the type is out of every app's reach; it would never be accepted
        // again.
        if let found, found >= state.nextCounter, found < .max {
            state.accept(found, of: device, at: time)
            return .right(Match(device: device, change: .device(state)))
        }
        if let found, state.hasAccepted(found) { return .used }
        guard let last = state.lastAccepted, !range.contains(last) else { return .wrong }
        let isLast = try account.identity.search(last...last, for: code, of: device, using: keys)
        return isLast == nil ? .wrong : .used
    }

    /// Compares a recovery code, in canonical form, with all that were made.
    package borrowing func compare(recoveryCode code: [UInt8]) throws(AccountError) -> Comparison {
        guard let hashes = account.identity.recovery else { return .wrong }
        let hash = try keys.hash(code, salt: hashes.salt)
        var found: Int?
        for (index, candidate) in hashes.hashes.enumerated()
        where keys.library.areEqual(hash.span, candidate.span) {
            found = index
        }
        guard let found else { return .wrong }
        guard !account.state.isUsed(found, of: hashes) else { return .used }
        return .right(Match(device: nil, change: .recoveryCode(found)))
    }

    /// Compares a code with the one that was sent.
    package borrowing func compare(sent code: OneTimeCode) throws(AccountError) -> Comparison {
        guard let challenge = account.state.challenge,
            try keys.matches(
                code.text.bytes, salt: challenge.salt, hash: challenge.hash)
        else { return .wrong }
        guard challenge.isLive(at: time) else { return .expired }
        return .right(Match(device: nil, change: .challenge(challenge)))
    }

    /// Compares a code, in canonical form, with the one that lets in once.
    package borrowing func compare(bypass code: [UInt8]) throws(AccountError) -> Comparison {
        guard let pass = account.state.bypass,
            try keys.matches(code, salt: pass.salt, hash: pass.hash)
        else { return .wrong }
        return pass.isLive(at: time) ? .right(.bypass) : .expired
    }

    /// Compares a code with those that opened something once, or would have in time.
    ///
    /// - Parameter code: Digits, or a recovery code in canonical form.
    /// - Returns: used, expired or wrong; never right.
    /// - Throws: where libcrypto fails.
    package borrowing func compare(spent code: [UInt8]) throws(AccountError) -> Comparison {
        var found: SpentCode?
        for spent in account.state.spentCodes
        where try keys.matches(code, salt: spent.salt, hash: spent.hash) {
            found = spent
        }
        guard let found else { return .wrong }
        return found.wasAccepted ? .used : .expired
    }
}
