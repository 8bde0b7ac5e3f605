import Accounts
import AccountsTestSupport
import HostSystem
import Testing
import Vocabulary
import TestSupport

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
        let code = try canonical(shown)
        let verdict = try account.attempt(limits: .usual, at: time).settle(
            from: source("192.0.2.7"), under: TrustTerms(.address, for: 28_800)
        ) { (attempt) throws(AccountError) in
            let comparison = try attempt.compare(bypass: code)
            if case .right(let match) = comparison { #expect(match.isBypass) }
            if case .wrong = comparison { return try attempt.compare(spent: code) }
            return comparison
        }
        return TryResult(verdict)
    }

    /// What showing a code as a ticket came to.
    private enum Shown {
        case right
        case spent
        case wrong
    }

    /// Shows a code as the ticket, as a login to enrol does.
    private func show(
        _ shown: String, of user: User = .alice, at time: Int64 = now
    ) throws -> Shown {
        guard let account = try host.store().account(of: user) else { throw NoAccount() }
        switch try account.judge(ticket: canonical(shown), limits: .usual, at: time) {
        case .right: return .right
        case .spent: return .spent
        case .wrong: return .wrong
        }
    }

    /// Whether a code is the ticket.
    private func isTicket(_ shown: String, of user: User = .alice, at time: Int64 = now) throws
        -> Bool
    {
        try show(shown, of: user, at: time) == .right
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
        #expect(try login(shown) == .used)
        #expect(try host.state(of: .alice)?.bypass == nil)
        #expect(try host.state(of: .alice)?.failuresSinceSuccess == 0)
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
        #expect(try login(old) == .expired)
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

    @Test func `a ticket is good for its time, and one that is late is no guess`() throws {
        let shown = try makeTicket()
        #expect(try show(shown, of: .bob) == .wrong)
        #expect(try show(shown, at: Self.now - 1) == .spent)
        #expect(try show(shown, at: Self.now + 3600) == .spent)
        #expect(try isTicket(shown, at: Self.now + 3599))
        #expect(try isTicket(shown))
        #expect(try host.state(of: .alice)?.failuresSinceSuccess == 0)
        #expect(try show("aaaaa-aaaaa") == .wrong)
        #expect(try host.state(of: .alice)?.failuresSinceSuccess == 1)
    }

    /// Enrols a device with a ticket.
    private func enrol(with ticket: OneTimePass, label: String = "new") throws -> Bool {
        let device = try TestDevice.time(label: label, key: Array(61...80))
        var isUsed = false
        try host.edit(.alice) { edit in
            isUsed = edit.useTicket(ticket)
            guard isUsed else { return }
            try edit.addDevice(
                label: device.label, movingFactor: device.movingFactor, key: device.key.span,
                confirmedAt: 1, time: Self.now)
        }
        return isUsed
    }

    @Test func `a ticket is used up by enrolling, and only the one that was shown`() throws {
        let first = try makeTicket()
        let old = try #require(try host.state(of: .alice)?.ticket)
        let shown = try makeTicket()
        #expect(try !enrol(with: old))
        #expect(try show(first) == .spent)
        #expect(try isTicket(shown), "an edit that failed stores nothing")
        let ticket = try #require(try host.state(of: .alice)?.ticket)
        #expect(try enrol(with: ticket))
        #expect(try show(shown) == .spent)
        #expect(try !enrol(with: ticket, label: "another"))
        #expect(try host.state(of: .alice)?.failuresSinceSuccess == 0)
    }

    @Test func `a device that is stored voids the ticket, whoever stored it`() throws {
        let shown = try makeTicket()
        try host.enrol(.alice, [TestDevice.time(label: "by root")])
        #expect(try show(shown) == .spent)
        try host.edit(.alice) { edit in
            for device in edit.identity.devices { edit.removeDevice(device.id) }
        }
        #expect(try show(shown) == .spent, "not even once the device is gone")
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
