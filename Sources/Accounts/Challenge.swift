package import OneTimePassword
internal import TextCoding
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
            decoding: target.bytes.prefix(Self.maximumTargetLength), as: UTF8.self)
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
// Indirect as ``AccountError``.
package indirect enum ChallengeOpening {
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

extension LoginState {
    /// The most sent codes an account keeps the times of, and so the most a limit can allow.
    package static let maximumSends = SendLimit.maximumOfAccount

    /// How many codes in a row may fail to be sent to an account, and then one a minute.
    static var failures: Rate { Rate(count: 5, period: 5 * 60) }

    /// How many codes count as sent within so many seconds.
    package func sendCount(within period: Int64, at time: Int64) -> Int {
        sends.count { $0 > time.subtractingReportingOverflow(period).partialValue }
    }

    /// How many codes could not be sent of late, and still count.
    package func failedSendCount(at time: Int64) -> Int {
        Self.failures.count(failedSends, at: time)
    }

    /// Why no code may be sent to this account now; nil where one may.
    func refusal(rules: ChallengeRules, at time: Int64) -> SendRefusal? {
        if let remaining = timeToResend(rules: rules, at: time) {
            return .tooSoon(remaining: remaining)
        }
        if let remaining = timeToNextSend(rules: rules, at: time) {
            return .tooMany(remaining: remaining)
        }
        return Self.failures.counting(failedSends, at: time).wait.map { .failing(remaining: $0) }
    }

    /// In how many seconds another code may be sent after the last; nil for now.
    func timeToResend(rules: ChallengeRules, at time: Int64) -> Int64? {
        guard let last = sends.last, time - last < rules.resendAfter else { return nil }
        return last + rules.resendAfter - time
    }

    /// Forgets the codes that were sent too long ago to count.
    ///
    /// A time ahead of a clock that was set back counts as now.
    mutating func forgetSends(at time: Int64, rules: ChallengeRules) {
        let period = max(rules.sendPeriod, rules.resendAfter)
        sends = sends.map { min($0, time) }.filter { $0 > time - period }
        sends = Array(sends.suffix(Self.maximumSends))
    }

    /// In how many seconds the next code may be sent; nil for now.
    func timeToNextSend(rules: ChallengeRules, at time: Int64) -> Int64? {
        let limit = min(max(rules.sendLimit, 1), Self.maximumSends)
        guard sends.count >= limit else { return nil }
        let remaining = sends[sends.count - limit] + rules.sendPeriod - time
        return remaining > 0 ? remaining : nil
    }
}
