import Accounts
import AccountsTestSupport
import HostSystem
import OneTimePassword
import Policy
import Testing
import TestSupport
import Vocabulary

/// Codes that are sent: CodeLength, CodeLifetime, ResendAfter and SendLimit.
@Suite struct ChallengeTests {
    private let host: TestHost
    private let now: Int64 = 1_700_000_010

    init() throws {
        host = try TestHost()
        try host.enrol(.alice, [])
        try host.enrol(.bob, [])
    }

    private func rules(
        length: Int = 6, lifetime: Int64 = 300, resendAfter: Int64 = 60, limit: Int = 5,
        period: Int64 = 3600, methods: [Vocabulary.Method] = [.totp, .email, .sms]
    ) -> ChallengeRules {
        ChallengeRules(
            codeLength: length, lifetime: lifetime, resendAfter: resendAfter, methods: methods,
            sendLimit: limit, sendPeriod: period, deliveryTimeout: 15)
    }

    /// What asking for a code came to.
    private enum Opening: Equatable {
        case waiting(UInt8, nextIn: Int64? = nil)
        case new(UInt8, String)
        case refused(SendRefusal)

        static func tooMany(_ remaining: Int64) -> Opening {
            .refused(.tooMany(remaining: remaining))
        }
        static func tooSoon(_ remaining: Int64) -> Opening {
            .refused(.tooSoon(remaining: remaining))
        }
    }

    private func open(
        _ user: User = .alice, by method: Vocabulary.Method = .email, isAsked: Bool = false,
        at time: Int64, _ rules: ChallengeRules, limits: AttemptLimits = .usual,
        outcome: SendOutcome = .sent(to: "a***e@example.org"), admit: () -> SendRefusal? = { nil }
    ) throws -> Opening {
        guard let account = try host.store().account(of: user) else { throw NoAccount() }
        let opening = try account.openChallenge(
            by: method, isAsked: isAsked, rules: rules, limits: limits, at: time,
            admit: { () throws(AccountError) in admit() })
        switch opening {
        case .waiting(let challenge, let nextIn):
            return .waiting(challenge.number, nextIn: nextIn)
        case .new(let challenge, let code, let replaced):
            try account.settle(challenge, outcome, replacing: replaced, at: time)
            return .new(challenge.number, code.text)
        case .refused(let refusal): return .refused(refusal)
        }
    }

    /// Opens a challenge that must be a new one.
    private func newCode(
        _ user: User = .alice, by method: Vocabulary.Method = .email, isAsked: Bool = true,
        at time: Int64, _ rules: ChallengeRules
    ) throws -> (number: UInt8, code: String) {
        guard
            case .new(let number, let code) = try open(
                user, by: method, isAsked: isAsked, at: time, rules)
        else { throw NoAccount() }
        return (number, code)
    }

    private func login(_ code: String, _ user: User = .alice, at time: Int64) throws -> TryResult {
        try host.tryCode(code, of: user, at: time, limits: .none)
    }

    @Test func `a sent code is accepted once`() throws {
        let code = try newCode(at: now, rules()).code
        #expect(try login(code, at: now + 10) == .accepted)
        #expect(try login(code, at: now + 11) == .used)
        #expect(try login(code, at: now + 100_000) == .used)
        #expect(try host.state(of: .alice)?.challenge == nil)
        #expect(try host.state(of: .alice)?.failuresSinceSuccess == 0)
    }

    @Test func `another person's code is wrong`() throws {
        let code = try newCode(at: now, rules()).code
        _ = try newCode(.bob, at: now, rules())
        #expect(try login(code, .bob, at: now) == .wrong)
        #expect(try login(code, at: now) == .accepted)
    }

    @Test func `a code is good for its lifetime and not a second longer`() throws {
        let code = try newCode(at: now, rules(lifetime: 120)).code
        #expect(try login(code, at: now + 120) == .expired)
        #expect(try login(code, at: now + 119) == .accepted)
    }

    @Test func `with the clock set back the code is not good`() throws {
        let code = try newCode(at: now, rules()).code
        #expect(try login(code, at: now - 1) == .expired)
    }

    @Test func `the next login finds the code that waits, and nothing new is sent`() throws {
        let (number, code) = try newCode(at: now, rules())
        #expect(try open(at: now + 1, rules()) == .waiting(number))
        #expect(try open(at: now + 299, rules()) == .waiting(number))
        #expect(try login(code, at: now + 299) == .accepted)
    }

    @Test func `after its lifetime another code is made, with another number`() throws {
        let (number, code) = try newCode(at: now, rules())
        let (next, _) = try newCode(isAsked: false, at: now + 300, rules())
        #expect(next != number)
        #expect(try login(code, at: now + 300) == .expired, "it came too late, and is no guess")
    }

    @Test func `who asks for another code gets it after ResendAfter, and the old one is void`()
        throws
    {
        let (number, old) = try newCode(at: now, rules())
        #expect(try open(isAsked: true, at: now + 59, rules()) == .waiting(number, nextIn: 1))
        let (_, new) = try newCode(at: now + 60, rules())
        #expect(try login(old, at: now + 61) == .expired)
        #expect(try login(new, at: now + 61) == .accepted)
    }

    @Test func `another way waits for ResendAfter too, and then voids the code sent before`()
        throws
    {
        let (number, old) = try newCode(by: .email, at: now, rules())
        #expect(
            try open(by: .sms, isAsked: true, at: now + 1, rules()) == .waiting(number, nextIn: 59))
        #expect(
            try open(by: .sms, isAsked: false, at: now + 59, rules()) == .waiting(number, nextIn: 1)
        )
        let (_, new) = try newCode(by: .sms, isAsked: false, at: now + 60, rules())
        #expect(try login(old, at: now + 61) == .expired)
        #expect(try login(new, at: now + 61) == .accepted)
    }

    @Test func `no code is sent within ResendAfter of the last, also once that was used`() throws {
        let code = try newCode(at: now, rules()).code
        #expect(try login(code, at: now + 5) == .accepted)
        #expect(try open(at: now + 6, rules()) == .tooSoon(54))
        _ = try newCode(isAsked: false, at: now + 60, rules())
    }

    @Test func `a code of a method that is not taken here is not waited for`() throws {
        _ = try newCode(by: .sms, at: now, rules())
        #expect(try open(at: now + 1, rules(methods: [.email])) == .tooSoon(59))
        _ = try newCode(by: .email, isAsked: false, at: now + 60, rules(methods: [.email]))
    }

    /// Where the code that waits is asked for, in how many seconds another may be sent.
    private func wait(at time: Int64, _ rules: ChallengeRules) throws -> Int64? {
        if case .waiting(_, let seconds) = try open(isAsked: true, at: time, rules) {
            return seconds
        }
        return nil
    }

    @Test func `no more codes are sent than SendLimit says, in any such period`() throws {
        let rules = rules(resendAfter: 0, limit: 3, period: 600)
        for second in [0, 100, 200] { _ = try newCode(at: now + Int64(second), rules) }
        #expect(try wait(at: now + 300, rules) == 300)
        #expect(try open(isAsked: true, at: now + 599, rules) == .tooMany(1))
        _ = try newCode(at: now + 600, rules)
        #expect(try wait(at: now + 600, rules) == 100)
    }

    @Test func `a login does not give back what was sent`() throws {
        let rules = rules(resendAfter: 0, limit: 2, period: 600)
        for _ in 0..<2 { #expect(try login(newCode(at: now, rules).code, at: now) == .accepted) }
        #expect(try open(isAsked: true, at: now, rules) == .tooMany(600))
    }

    @Test func `with the clock set back no more codes are sent, and for one period at most`() throws
    {
        let rules = rules(resendAfter: 0, limit: 2, period: 600)
        for _ in 0..<2 { _ = try newCode(at: now, rules) }
        #expect(try open(isAsked: true, at: now - 100_000, rules) == .tooMany(600))
        _ = try newCode(at: now - 100_000 + 600, rules)
    }

    @Test func `sending takes back no wrong code`() throws {
        let rules = rules(resendAfter: 0)
        _ = try newCode(at: now, rules)
        for _ in 0..<3 { #expect(try login("abcdefghjk", at: now) == .wrong) }
        _ = try newCode(at: now, rules)
        #expect(try host.state(of: .alice)?.failuresSinceSuccess == 3)
    }

    @Test func `nothing is sent for a locked account`() throws {
        let limits = AttemptLimits(lockAfter: 1, lockFor: 600, lockCap: 100)
        _ = try host.tryCode("abcdefghjk", of: .alice, at: now, limits: limits)
        let locked = try failure { _ = try open(at: now + 1, rules(), limits: limits) }
        #expect(locked == .locked(.temporary(remaining: 599)))
        #expect(try host.state(of: .alice)?.challenge == nil)
    }

    @Test func `a host that may send no more counts nothing for the account`() throws {
        let refusal = SendRefusal.tooMany(remaining: 42)
        #expect(try open(at: now, rules(limit: 1), admit: { refusal }) == .tooMany(42))
        _ = try newCode(at: now, rules(limit: 1))
    }

    @Test func `a code that was certainly not sent is forgotten, and uses up no limit`() throws {
        let rules = rules(limit: 1)
        guard case .new(_, let code) = try open(at: now, rules, outcome: .notSent) else {
            throw NoAccount()
        }
        #expect(try login(code, at: now) == .wrong)
        #expect(try host.state(of: .alice)?.sendCount(within: 3600, at: now) == 0)
        _ = try newCode(at: now + 1, rules)
    }

    @Test func `codes that fail to be sent have a limit that passes in minutes`() throws {
        for _ in 0..<5 { _ = try open(at: now, rules(), outcome: .notSent) }
        #expect(try host.state(of: .alice)?.failedSendCount(at: now) == 5)
        let refusal = try open(at: now, rules(), outcome: .notSent)
        #expect(refusal == .refused(.failing(remaining: 60)))
        _ = try open(at: now + 60, rules(), outcome: .notSent)
        #expect(try host.state(of: .alice)?.failedSendCount(at: now + 360) == 0)
    }

    @Test func `once a code was sent the failures before it are forgotten`() throws {
        let rules = rules(resendAfter: 0)
        for _ in 0..<4 { _ = try open(at: now, rules, outcome: .notSent) }
        _ = try newCode(at: now, rules)
        #expect(try host.state(of: .alice)?.failedSendCount(at: now) == 0)
    }

    @Test func `a code of which nobody knows counts as sent, and is taken if it arrives`() throws {
        let rules = rules(limit: 1)
        guard case .new(let number, let code) = try open(at: now, rules, outcome: .unknown) else {
            throw NoAccount()
        }
        #expect(try open(at: now + 30, rules) == .waiting(number, nextIn: 30))
        #expect(try open(at: now + 60, rules) == .waiting(number, nextIn: 3540))
        #expect(try wait(at: now + 60, rules) == 3540)
        #expect(try login(code, at: now + 61) == .accepted)
    }

    @Test func `a code that could not be sent leaves the one before it good, for once`() throws {
        let rules = rules(resendAfter: 0)
        let code = try newCode(at: now, rules).code
        _ = try open(isAsked: true, at: now + 1, rules, outcome: .notSent)
        #expect(try login(code, at: now + 2) == .accepted)
        #expect(try login(code, at: now + 3) == .used)
    }

    @Test func `unlocking forgets what was sent`() throws {
        let rules = rules(resendAfter: 0, limit: 1)
        _ = try newCode(at: now, rules)
        #expect(try wait(at: now, rules) == 3600)
        try host.edit(.alice) { $0.unlock(at: now) }
        _ = try newCode(at: now, rules)
    }

    @Test func `times after 2106 count like others`() throws {
        let late: Int64 = 5_000_000_000
        let rules = rules(resendAfter: 0, limit: 2)
        for _ in 0..<2 { _ = try newCode(at: late, rules) }
        #expect(try wait(at: late + 1, rules) == 3599)
        _ = try newCode(at: late + 3600, rules)
    }

    @Test func `a code whose sender was killed is waited for, and then another is sent`() throws {
        guard let account = try host.store().account(of: .alice) else { throw NoAccount() }
        let opening = try account.openChallenge(
            by: .email, isAsked: false, rules: rules(), limits: .usual, at: now,
            admit: { () throws(AccountError) in nil })
        guard case .new(let lost, _, _) = opening else { throw NoAccount() }
        let rules = rules(resendAfter: 10)
        #expect(try open(at: now + 15, rules) == .waiting(lost.number))
        let (_, code) = try newCode(isAsked: false, at: now + 16, rules)
        #expect(try login(code, at: now + 17) == .accepted)
    }

    @Test func `what becomes of a code that another one has replaced changes nothing`() throws {
        guard let account = try host.store().account(of: .alice) else { throw NoAccount() }
        let opening = try account.openChallenge(
            by: .email, isAsked: false, rules: rules(resendAfter: 0), limits: .usual, at: now,
            admit: { () throws(AccountError) in nil })
        guard case .new(let slow, _, _) = opening else { throw NoAccount() }
        let (_, code) = try newCode(by: .sms, at: now, rules(resendAfter: 0))
        try account.settle(slow, .notSent, replacing: nil, at: now)
        #expect(try login(code, at: now) == .accepted)
    }

    @Test(arguments: 6...10)
    func `a code has as many digits as CodeLength says, and starts with any of them`(length: Int)
        throws
    {
        let rules = rules(length: length, lifetime: 1, resendAfter: 0, limit: 50, period: 1)
        var first: Set<Character> = []
        for second in 0..<120 {
            let code = try newCode(at: now + Int64(second), rules).code
            #expect(code.count == length && code.allSatisfy { $0.isASCII && $0.isNumber })
            first.formUnion(code.prefix(1))
        }
        // Missing one of ten in 120 draws happens once in thirty thousand runs.
        #expect(first.count >= 9)
    }

    @Test func `numbers have two digits and no two in a row are the same`() throws {
        let rules = rules(lifetime: 1, resendAfter: 0, limit: 50, period: 1)
        var numbers: [UInt8] = []
        for second in 0..<300 { numbers.append(try newCode(at: now + Int64(second), rules).number) }
        #expect(numbers.allSatisfy { (10...99).contains($0) })
        #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $0 != $1 })
    }

    @Test func `a full account keeps its state with the longest challenge and all times`() throws {
        let devices = try (1...Device.maximumCount).map { try TestDevice.time(label: "d\($0)") }
        try host.enrol(.bob, devices)
        for device in devices {
            #expect(try host.tryCode(device.code(at: now), of: .bob, at: now) != .wrong)
        }
        let rules = rules(resendAfter: 0, limit: 50)
        guard let account = try host.store().account(of: .bob) else { throw NoAccount() }
        for _ in 0..<50 {
            let opening = try account.openChallenge(
                by: .email, isAsked: true, rules: rules, limits: .usual, at: now,
                admit: { () throws(AccountError) in nil })
            guard case .new(let challenge, _, _) = opening else { throw NoAccount() }
            let target = String(repeating: "x", count: 500)
            try account.settle(challenge, .sent(to: target), replacing: nil, at: now)
        }
        #expect(try host.state(of: .bob)?.challenge?.target.utf8.count == 64)
    }
}
