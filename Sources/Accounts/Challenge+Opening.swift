internal import Cryptography
internal import OneTimePassword
internal import TextCoding
package import Vocabulary

extension Account {
    /// Opens a challenge: finds the one that waits, or makes another and counts it as sent.
    ///
    /// Counted before it is sent, on the disk: whoever hangs up meanwhile has used it.
    ///
    /// - Parameters:
    ///   - method: How the code is to be sent.
    ///   - isAsked: Whether the person asked for a new one, which they get once `resendAfter` has passed since the
    ///     last, however that was sent.
    ///   - rules: What the policy says of sent codes.
    ///   - limits: What the policy says of wrong codes.
    ///   - time: Now, in seconds since 1970.
    ///   - admit: Asks whether this host may send one more; gives why not.
    /// - Returns: The challenge to answer, or why there is none.
    /// - Throws: also `.locked`; nothing is sent for a locked account.
    package func openChallenge(
        by method: Method, isAsked: Bool, rules: ChallengeRules, limits: AttemptLimits,
        at time: Int64, admit: () throws(AccountError) -> SendRefusal?
    ) throws(AccountError) -> ChallengeOpening {
        let account = try reopened()
        var draft = Draft()
        while true {
            var state = account.state
            if let lock = state.lock(at: time, limits: limits) { throw .locked(lock) }
            let before = state.sends
            let opening = try open(
                method, isAsked: isAsked, rules: rules, at: time, in: &state, &draft, admit: admit)
            switch opening {
            case .waiting, .refused:
                // Kept, so that times from a clock that was wrong do not last.
                if state.sends == before { return opening }
                if try account.write(state) { return opening }
            case .new:
                guard try account.write(state) else { continue }
                account.release()
                try account.storage.synchronize()
                return opening
            }
        }
    }

    /// What is kept from one look at the state to the next, where others changed it meanwhile.
    private struct Draft {
        /// The code that is sent.
        var made: (challenge: Challenge, code: OneTimeCode)?
        /// Whether the host has counted it.
        var isAdmitted = false
    }

    /// Finds the challenge that waits in a state, or puts another there.
    @inline(never)
    private func open(
        _ method: Method, isAsked: Bool, rules: ChallengeRules, at time: Int64,
        in state: inout LoginState, _ draft: inout Draft,
        admit: () throws(AccountError) -> SendRefusal?
    ) throws(AccountError) -> ChallengeOpening {
        // Written already, though the answer said otherwise.
        if let made = draft.made, state.challenge?.hash == made.challenge.hash {
            return .new(made.challenge, made.code, replacing: nil)
        }
        var waiting: Challenge?
        if let challenge = state.challenge, challenge.isLive(at: time),
            rules.methods.contains(challenge.method)
        {
            waiting = challenge
            let age = time - challenge.madeAt
            // Without a target it is on its way, or nobody knows what became of it.
            let isLost = challenge.target.isEmpty && age > rules.deliveryTimeout
            if !isLost, !isAsked, challenge.method == method {
                return .waiting(challenge, nextIn: nil)
            }
        }
        state.forgetSends(at: time, rules: rules)
        if let remaining = state.timeToResend(rules: rules, at: time), let waiting {
            return .waiting(waiting, nextIn: remaining)
        }
        var refusal = state.refusal(rules: rules, at: time)
        if refusal == nil, !draft.isAdmitted {
            do throws(AccountError) {
                refusal = try admit()
                draft.isAdmitted = refusal == nil
            } catch {
                // What counts for the host may fail; whoever has a code is asked for it.
                guard let waiting else { throw error }
                return .waiting(waiting, nextIn: nil)
            }
        }
        if let refusal {
            // Whoever has a code is asked for it, also for one of which nobody knows.
            if let waiting { return .waiting(waiting, nextIn: refusal.remaining) }
            return .refused(refusal)
        }
        let new =
            if let made = draft.made { made } else {
                try keys.makeChallenge(by: method, state, rules, at: time)
            }
        draft.made = new
        state.endChallenge(accepted: false)
        state.challenge = new.challenge
        state.sends.append(time)
        return .new(new.challenge, new.code, replacing: waiting)
    }

    /// Keeps what became of a challenge that was opened.
    ///
    /// One that was certainly not sent counts for nothing but itself, and the one it replaced is good again. One of
    /// which nobody knows may arrive, and stays.
    package func settle(
        _ challenge: Challenge, _ outcome: SendOutcome, replacing replaced: Challenge?,
        at time: Int64
    ) throws(AccountError) {
        if case .unknown = outcome { return }
        let account = try reopened()
        var state: LoginState
        repeat {
            state = account.state
            // Another one may have taken its place.
            let isCurrent = state.challenge?.hash == challenge.hash
            if case .sent(let target) = outcome {
                if isCurrent { state.challenge?.noteTarget(target) }
                state.failedSends = 0
                continue
            }
            if isCurrent {
                state.challenge = replaced
                state.spentCodes = state.spentCodes.filter { $0.hash != replaced?.hash }
            }
            if let index = state.sends.lastIndex(of: challenge.madeAt) {
                state.sends.remove(at: index)
            }
            state.failedSends = LoginState.failures.counting(state.failedSends, at: time).due
        } while try !account.write(state)
    }
}

extension AccountKeys {
    fileprivate func makeChallenge(
        by method: Method, _ state: LoginState, _ rules: ChallengeRules, at time: Int64
    ) throws(AccountError) -> (challenge: Challenge, code: OneTimeCode) {
        let code: OneTimeCode
        do throws(CryptographyError) {
            code = try OneTimeCode.random(length: rules.codeLength, using: library)
        } catch {
            throw .cryptography(error, path)
        }
        let salt = try randomBytes(16)
        var number = 10 + (try randomBytes(1).reduce(0, +)) % 90
        // Two messages with one number would be no help.
        if number == state.challenge?.number { number = number == 99 ? 10 : number + 1 }
        let challenge = Challenge(
            number: number, method: method, madeAt: time, expiresAt: time + rules.lifetime,
            salt: salt, hash: try hash(code.text.bytes, salt: salt), target: "")
        return (challenge, code)
    }
}
