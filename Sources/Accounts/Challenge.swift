internal import Cryptography
internal import HostSystem
package import OneTimePassword
internal import Policy
package import Vocabulary

/// A sent code that waits to be typed.
package struct Challenge: Equatable {
    /// The longest ``target``, in bytes; what is longer is cut.
    static let maximumTargetLength = 64

    /// The numbers a challenge can have: of two digits, none of which could be taken for a code.
    package static let numbers = 10...99

    /// The number that prompt and message show, so that a person with several messages knows which one
    /// is meant; one of ``numbers``.
    package let number: UInt8
    /// How it was sent.
    package let method: Method
    /// When it was made, in seconds since 1970.
    let madeAt: Int64
    /// Until when it is good, in seconds since 1970.
    let expiresAt: Int64
    /// Hashed with the code, so that equal codes have different hashes.
    let salt: [UInt8]
    /// HMAC-SHA-256 of salt and code, under a key of this host and account.
    let hash: [UInt8]
    /// To whom it went, masked; empty while it is on its way.
    package internal(set) var target: String

    /// Keeps to whom it went.
    package mutating func noteTarget(_ target: String) {
        // By way of an array: a part of a String's own view brings a lot of code with it.
        self.target = String(
            decoding: Array(target.utf8).prefix(Self.maximumTargetLength), as: UTF8.self)
    }

    /// Whether the code is still good.
    ///
    /// Not before it was made either: a clock set back revives no code.
    package func isLive(at time: Int64) -> Bool { (madeAt..<expiresAt).contains(time) }
}

/// What a sent code is like, and how many there may be: CodeLength, CodeLifetime, ResendAfter and
/// SendLimit of the policy.
package struct ChallengeRules {
    /// The number of digits, one of ``OneTimeCode/lengths``.
    package let codeLength: Int
    /// For how many seconds a code is good.
    package let lifetime: Int64
    /// How many seconds must pass between any two that are sent.
    package let resendAfter: Int64
    /// The methods whose codes are taken.
    package let methods: [Method]
    /// How many codes may be sent to an account, up to ``LoginState/maximumSends``.
    package let sendLimit: Int
    /// Within how many seconds.
    package let sendPeriod: Int64
    /// After how many seconds a code that nobody said was sent is taken for lost.
    package let deliveryTimeout: Int64

    package init(
        codeLength: Int, lifetime: Int64, resendAfter: Int64, methods: [Method], sendLimit: Int,
        sendPeriod: Int64, deliveryTimeout: Int64
    ) {
        self.codeLength = codeLength
        self.lifetime = lifetime
        self.resendAfter = resendAfter
        self.methods = methods
        self.sendLimit = sendLimit
        self.sendPeriod = sendPeriod
        self.deliveryTimeout = deliveryTimeout
    }
}

/// What asking for a code comes to.
package enum ChallengeOpening {
    /// One that was sent before is still good, and is the one to type. Where another was wanted, `nextIn` says in
    /// how many seconds it may be sent.
    case waiting(Challenge, nextIn: Int64?)
    /// A new one, which is to be sent now, and the one that was still good and whose place it takes, if any.
    case new(Challenge, OneTimeCode, replacing: Challenge?)
    /// None is sent now.
    case refused(SendRefusal)
}

/// Why no code is sent now; the next may be in so many seconds.
package enum SendRefusal: Equatable {
    /// The last one was sent less than ResendAfter ago.
    case tooSoon(remaining: Int64)
    /// As many were sent as SendLimit or HostSendLimit allow.
    case tooMany(remaining: Int64)
    /// Several could not be sent of late: the server is spared for a moment.
    case failing(remaining: Int64)

    /// The seconds, of whichever.
    var remaining: Int64 {
        switch self {
        case .tooSoon(let remaining), .tooMany(let remaining), .failing(let remaining): remaining
        }
    }
}

/// What became of a code that was to be sent.
package enum SendOutcome: Equatable {
    /// It is on its way, to this masked target.
    case sent(to: String)
    /// It is certain that it was not sent.
    case notSent
    /// Nobody knows; it counts as sent, and is taken if it arrives.
    case unknown
}

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
            let isLost = challenge.target.utf8.isEmpty && age > rules.deliveryTimeout
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
                state.spentCodes.removeAll { $0.hash == replaced?.hash }
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
            salt: salt, hash: try hash(Array(code.text.utf8), salt: salt), target: "")
        return (challenge, code)
    }
}

extension LoginState {
    /// The most sent codes an account keeps the times of, and so the most a limit can allow.
    package static let maximumSends = SendLimit.maximumOfAccount

    /// How many codes in a row may fail to be sent to an account, and then one a minute.
    fileprivate static var failures: Rate { Rate(count: 5, period: 5 * 60) }

    /// How many codes count as sent within so many seconds.
    package func sendCount(within period: Int64, at time: Int64) -> Int {
        sends.count { $0 > time.subtractingReportingOverflow(period).partialValue }
    }

    /// How many codes could not be sent of late, and still count.
    package func failedSendCount(at time: Int64) -> Int {
        Self.failures.count(failedSends, at: time)
    }

    /// Why no code may be sent to this account now; nil where one may.
    fileprivate func refusal(rules: ChallengeRules, at time: Int64) -> SendRefusal? {
        if let remaining = timeToResend(rules: rules, at: time) {
            return .tooSoon(remaining: remaining)
        }
        if let remaining = timeToNextSend(rules: rules, at: time) {
            return .tooMany(remaining: remaining)
        }
        return Self.failures.counting(failedSends, at: time).wait.map { .failing(remaining: $0) }
    }

    /// In how many seconds another code may be sent after the last; nil for now.
    fileprivate func timeToResend(rules: ChallengeRules, at time: Int64) -> Int64? {
        guard let last = sends.last, time - last < rules.resendAfter else { return nil }
        return last + rules.resendAfter - time
    }

    /// Forgets the codes that were sent too long ago to count.
    ///
    /// A time ahead of a clock that was set back counts as now.
    fileprivate mutating func forgetSends(at time: Int64, rules: ChallengeRules) {
        let period = max(rules.sendPeriod, rules.resendAfter)
        sends = sends.map { min($0, time) }.filter { $0 > time - period }
        sends = Array(sends.suffix(Self.maximumSends))
    }

    /// In how many seconds the next code may be sent; nil for now.
    fileprivate func timeToNextSend(rules: ChallengeRules, at time: Int64) -> Int64? {
        let limit = min(max(rules.sendLimit, 1), Self.maximumSends)
        guard sends.count >= limit else { return nil }
        let remaining = sends[sends.count - limit] + rules.sendPeriod - time
        return remaining > 0 ? remaining : nil
    }
}
