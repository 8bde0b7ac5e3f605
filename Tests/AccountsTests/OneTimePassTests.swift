import Accounts
import AccountsTestSupport
import HostSystem
import TestSupport
import Testing

/// Codes that an administrator hands out: a bypass to log in with, a ticket to enrol with.
@Suite struct OneTimePassTests {
    private static let now: Int64 = 1_700_000_010
    private let host: TestHost

    init() throws {
        host = try TestHost()
        try host.enrol(.alice, [TestDevice.counter()])
        try host.enrol(.bob, [])
    }

    /// Makes a bypass that is good for an hour.
    private func makeBypass(of user: User = .alice) throws -> String {
        var shown = ""
        try host.edit(user) { shown = try $0.bypass(at: Self.now, for: 3600) }
        return shown
    }

    /// Makes a ticket that is good for an hour.
    private func makeTicket(of user: User = .alice) throws -> String {
        var shown = ""
        try host.edit(user) { shown = try $0.invite(at: Self.now, for: 3600) }
        return shown
    }

    private func canonical(_ shown: String) throws -> [UInt8] {
        let bytes = [UInt8](text: shown)
        let code = RecoveryCode.canonical(typed: bytes.span)
        return try #require(code)
    }

    /// Logs in with a bypass, if it is one.
    private func login(
        _ shown: String, of user: User = .alice, at time: Int64 = now
    ) throws -> TryResult {
        guard let account = try host.store().account(of: user) else { throw NoAccount() }
        let attempt = try account.attempt(limits: .usual, at: time)
        switch try attempt.compare(bypass: canonical(shown), at: time) {
        case .right(let match):
            #expect(match.isBypass)
            try attempt.accept(
                match, at: time, from: try source("192.0.2.7"), trustedFor: 28_800)
            return .accepted
        case .expired:
            try attempt.refuse()
            return .expired
        case .used, .wrong:
            try attempt.refuse()
            return .wrong
        }
    }

    /// Whether a code is the ticket, as a login to enrol asks.
    private func isTicket(
        _ shown: String, of user: User = .alice, at time: Int64 = now
    ) throws -> Bool {
        guard let account = try host.store().account(of: user) else { throw NoAccount() }
        let attempt = try account.attempt(limits: .usual, at: time)
        let ticket = try attempt.ticket(matching: canonical(shown), at: time)
        try attempt.withdraw()
        return ticket != nil
    }

    @Test func `they are shown as recovery codes are`() throws {
        for shown in [try makeBypass(), try makeTicket()] {
            #expect(shown.wholeMatch(of: /[0-9a-hjkmnp-tv-z]{5}-[0-9a-hjkmnp-tv-z]{5}/) != nil)
        }
    }

    @Test func `no two are the same`() throws {
        let codes = try (0..<20).flatMap { _ in [try makeBypass(), try makeTicket()] }
        #expect(Set(codes).count == codes.count)
    }

    @Test func `only a hash is stored`() throws {
        let shown = try makeBypass()
        let bytes = try host.folder.read("state/accounts/alice/state")
        for text in [[UInt8](text: shown), try canonical(shown)] {
            #expect(!bytes.indices.contains { bytes[$0...].starts(with: text) })
        }
    }

    @Test func `a bypass lets in once`() throws {
        let shown = try makeBypass()
        #expect(try login(shown) == .accepted)
        #expect(try login(shown) == .wrong)
        #expect(try host.state(of: .alice)?.bypass == nil)
    }

    @Test func `a bypass is good for its time and not a second longer, nor before it was made`()
        throws
    {
        let shown = try makeBypass()
        #expect(try login(shown, at: Self.now - 1) == .expired)
        #expect(try login(shown, at: Self.now + 3600) == .expired)
        #expect(try login(shown, at: Self.now + 3599) == .accepted)
    }

    @Test func `a newer bypass takes the place of the one before`() throws {
        let (old, new) = (try makeBypass(), try makeBypass())
        #expect(try login(old) == .wrong)
        #expect(try login(new) == .accepted)
    }

    @Test func `somebody else's bypass is wrong`() throws {
        let (alices, bobs) = (try makeBypass(), try makeBypass(of: .bob))
        #expect(try login(alices, of: .bob) == .wrong)
        #expect(try login(bobs, of: .alice) == .wrong)
    }

    @Test func `a ticket lets nobody in, and a bypass enrols nobody`() throws {
        let (bypass, ticket) = (try makeBypass(), try makeTicket())
        #expect(try login(ticket) == .wrong)
        #expect(try !isTicket(bypass))
    }

    @Test func `a bypass ends a lock`() throws {
        let limits = AttemptLimits(lockAfter: 1, lockFor: 600, lockCap: 1)
        #expect(try host.tryCode("999999", of: .alice, at: Self.now, limits: limits) == .wrong)
        let locked = try #require(try host.state(of: .alice))
        #expect(locked.lock(at: Self.now, limits: limits) != nil)
        _ = try makeBypass()
        let state = try #require(try host.state(of: .alice))
        #expect(state.lock(at: Self.now, limits: limits) == nil)
    }

    @Test func `after a bypass no source is trusted, and its own is not either`() throws {
        let shown = try makeBypass()
        #expect(try login(shown) == .accepted)
        #expect(try #require(try host.state(of: .alice)).trusts.isEmpty)
    }

    @Test func `a wrong bypass counts as a wrong code`() throws {
        _ = try makeBypass()
        #expect(try login("aaaaa-aaaaa") == .wrong)
        #expect(try host.state(of: .alice)?.failuresSinceSuccess == 1)
    }

    @Test func `a ticket is good for its time, and asking after it changes nothing`() throws {
        let shown = try makeTicket()
        #expect(try !isTicket("aaaaa-aaaaa"))
        #expect(try !isTicket(shown, of: .bob))
        #expect(try !isTicket(shown, at: Self.now - 1))
        #expect(try !isTicket(shown, at: Self.now + 3600))
        #expect(try isTicket(shown, at: Self.now + 3599))
        #expect(try isTicket(shown))
        #expect(try host.state(of: .alice)?.failuresSinceSuccess == 0)
    }

    @Test func `a ticket is used up by enrolling, and only the one that was shown`() throws {
        _ = try makeTicket()
        let old = try #require(try host.state(of: .alice)?.ticket)
        let shown = try makeTicket()
        #expect(try failure { try host.edit(.alice) { try $0.useTicket(old) } } == .invalid)
        #expect(try isTicket(shown), "an edit that failed stores nothing")
        let ticket = try #require(try host.state(of: .alice)?.ticket)
        try host.edit(.alice) { try $0.useTicket(ticket) }
        #expect(try !isTicket(shown))
        #expect(try failure { try host.edit(.alice) { try $0.useTicket(ticket) } } == .invalid)
    }

    @Test(arguments: [Int64.max, Int64.max - 1_700_000_009] as [Int64])
    func `a time out of range is refused`(seconds: Int64) throws {
        let found = try failure {
            try host.edit(.alice) { _ = try $0.bypass(at: Self.now, for: seconds) }
        }
        #expect(found == .invalid)
    }

    @Test(arguments: [0, -1] as [Int64])
    func `one without time is never good`(seconds: Int64) throws {
        var shown = ""
        try host.edit(.alice) { shown = try $0.bypass(at: Self.now, for: seconds) }
        #expect(try login(shown) == .expired)
    }
}
