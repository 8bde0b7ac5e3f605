internal import Cryptography
internal import HostSystem
package import OneTimePassword
package import Policy

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
    /// How many seconds must pass before a code is sent the same way again.
    package let resendAfter: Int64
    /// How many codes may be sent to an account, up to ``LoginState/maximumSends``.
    package let sendLimit: Int
    /// Within how many seconds.
    package let sendPeriod: Int64
    /// After how many seconds a code that nobody said was sent is taken for lost.
    package let deliveryTimeout: Int64

    package init(
        codeLength: Int, lifetime: Int64, resendAfter: Int64, sendLimit: Int, sendPeriod: Int64,
        deliveryTimeout: Int64
    ) {
        self.codeLength = codeLength
        self.lifetime = lifetime
        self.resendAfter = resendAfter
        self.sendLimit = sendLimit
        self.sendPeriod = sendPeriod
        self.deliveryTimeout = deliveryTimeout
    }
}

/// What asking for a code comes to.
package enum ChallengeOpening {
    /// One that was sent before is still good, and is the one to type.
    case waiting(Challenge)
    /// A new one, which is to be sent now.
    case new(Challenge, OneTimeCode)
    /// Too many were sent; the next may be in so many seconds.
    case tooMany(remaining: Int64)
}

extension Account {
    /// Opens a challenge: finds the one that waits, or makes another and counts it as sent.
    ///
    /// Counted before it is sent, on the disk: whoever hangs up meanwhile has used it.
    ///
    /// - Parameters:
    ///   - method: How the code is to be sent.
    ///   - isAsked: Whether the person asked for a new one, which they get once `resendAfter` has passed.
    ///   - rules: What the policy says of sent codes.
    ///   - limits: What the policy says of wrong codes.
    ///   - time: Now, in seconds since 1970.
    ///   - admit: Asks whether this host may send one more; gives the seconds to wait where it may not.
    /// - Returns: The challenge to answer, or how long there will be none.
    /// - Throws: also `.locked`; nothing is sent for a locked account.
    package borrowing func openChallenge(
        by method: Method, isAsked: Bool, rules: ChallengeRules, limits: AttemptLimits,
        at time: Int64, admit: () throws(AccountError) -> Int64?
    ) throws(AccountError) -> ChallengeOpening {
        let lock = try lock()
        var stateFile = try stateFile(forWriting: true)
        var state = stateFile.state
        if let lock = state.lock(at: time, limits: limits) { throw .locked(lock) }
        if let waiting = state.challenge, waiting.method == method, waiting.isLive(at: time) {
            let age = time - waiting.madeAt
            // Without a target it is on its way, or whoever sent it was killed.
            let isLost = waiting.target.utf8.isEmpty && age > rules.deliveryTimeout
            if !isLost, !isAsked || age < rules.resendAfter { return .waiting(waiting) }
        }
        state.forgetSends(at: time, rules: rules)
        if let remaining = state.timeToNextSend(rules: rules, at: time) {
            // Kept, so that times from a clock that was wrong do not last.
            if state.sends != stateFile.state.sends { try stateFile.write(state) }
            return .tooMany(remaining: remaining)
        }
        if let remaining = try admit() { return .tooMany(remaining: remaining) }
        let (challenge, code) = try makeChallenge(by: method, state, rules, at: time)
        state.challenge = challenge
        state.sends.append(time)
        try stateFile.write(state)
        try stateFile.synchronize()
        _ = consume lock
        return .new(challenge, code)
    }

    /// Notes to whom a challenge was sent, or forgets one that could not be sent.
    ///
    /// Nothing happens where another one has taken its place.
    package borrowing func settle(_ challenge: Challenge, target: String?) throws(AccountError) {
        let lock = try lock()
        var stateFile = try stateFile(forWriting: true)
        var state = stateFile.state
        guard state.challenge?.hash == challenge.hash else { return }
        if let target {
            state.challenge?.noteTarget(target)
        } else {
            state.challenge = nil
        }
        try stateFile.write(state)
        _ = consume lock
    }

    private borrowing func makeChallenge(
        by method: Method, _ state: LoginState, _ rules: ChallengeRules, at time: Int64
    ) throws(AccountError) -> (Challenge, OneTimeCode) {
        try cryptography(directory.path) { () throws(CryptographyError) in
            let code = try OneTimeCode.random(length: rules.codeLength, using: library)
            let salt = try library.randomBytes(16).withBytes { [UInt8](copying: $0) }
            let hash = try RecoveryCode.hash(
                Array(code.text.utf8), salt: salt, key: keys.codes, using: library)
            let random = try library.randomBytes(1).withBytes { $0[0] }
            var number = 10 + random % 90
            // Two messages with one number would be no help.
            if number == state.challenge?.number { number = number == 99 ? 10 : number + 1 }
            let challenge = Challenge(
                number: number, method: method, madeAt: time, expiresAt: time + rules.lifetime,
                salt: salt, hash: hash, target: "")
            return (challenge, code)
        }
    }
}

extension LoginState {
    /// The most sent codes an account keeps the times of, and so the most a limit can allow.
    package static let maximumSends = SendLimit.maximumOfAccount

    /// Forgets the codes that were sent too long ago to count.
    ///
    /// A time ahead of a clock that was set back counts as now.
    fileprivate mutating func forgetSends(at time: Int64, rules: ChallengeRules) {
        sends = sends.map { min($0, time) }.filter { $0 > time - rules.sendPeriod }
        sends = Array(sends.suffix(Self.maximumSends))
    }

    /// In how many seconds the next code may be sent; nil for now.
    fileprivate func timeToNextSend(rules: ChallengeRules, at time: Int64) -> Int64? {
        let limit = min(max(rules.sendLimit, 1), Self.maximumSends)
        guard sends.count >= limit else { return nil }
        return sends[sends.count - limit] + rules.sendPeriod - time
    }
}
