import Accounts
import AccountsTestSupport
import Testing
import TestSupport

/// LockAfter, LockFor and LockCap.
@Suite struct LockoutTests {
    private let host: TestHost
    private let phone: TestDevice
    private let wrong: String
    private let now: Int64 = 1_700_000_010
    private let limits = AttemptLimits(lockAfter: 3, lockFor: 600, lockCap: 8)

    init() throws {
        host = try TestHost()
        phone = try TestDevice.time()
        wrong = try phone.wrongCode(at: now)
        try host.enrol(.alice, [phone])
    }

    private func guess(at time: Int64) throws -> TryResult {
        try host.tryCode(wrong, of: .alice, at: time, limits: limits)
    }

    private func login(at time: Int64) throws -> TryResult {
        try host.tryCode(phone.code(at: time), of: .alice, at: time, limits: limits)
    }

    /// Makes so many wrong guesses, which all are taken.
    private func guess(times: Int, at time: Int64) throws {
        for _ in 0..<times { #expect(try guess(at: time) == .wrong) }
    }

    @Test func `the account is locked after so many wrong codes and not before`() throws {
        try guess(times: 2, at: now)
        #expect(try login(at: now) == .accepted)
        try guess(times: 3, at: now + 60)
        #expect(try login(at: now + 60) == .locked(.temporary(remaining: 600)))
    }

    @Test func `a lock counts nothing, neither wrong codes nor right ones`() throws {
        try guess(times: 3, at: now)
        let state = try host.state(of: .alice)
        #expect(try guess(at: now + 1) == .locked(.temporary(remaining: 599)))
        #expect(try login(at: now + 1) == .locked(.temporary(remaining: 599)))
        #expect(try host.state(of: .alice) == state)
    }

    @Test func `a lock ends to the second, and then a right code is accepted`() throws {
        try guess(times: 3, at: now)
        #expect(try login(at: now + 599) == .locked(.temporary(remaining: 1)))
        #expect(try login(at: now + 600) == .accepted)
        #expect(try host.state(of: .alice)?.lockedUntil == 0)
    }

    @Test func `after a lock as many wrong codes again lead to the next`() throws {
        try guess(times: 3, at: now)
        try guess(times: 3, at: now + 600)
        #expect(try guess(at: now + 601) == .locked(.temporary(remaining: 599)))
    }

    @Test func `at the cap only an administrator unlocks, however long one waits`() throws {
        try guess(times: 3, at: now)
        try guess(times: 3, at: now + 1000)
        try guess(times: 2, at: now + 2000)
        #expect(try login(at: now + 3000) == .locked(.untilUnlocked))
        #expect(try login(at: now + 100_000_000) == .locked(.untilUnlocked))
        #expect(try host.state(of: .alice)?.failuresSinceSuccess == 8)
        try host.edit(.alice) { $0.unlock(at: now) }
        #expect(try login(at: now + 3000) == .accepted)
    }

    @Test func `unlocking ends a lock for a while too`() throws {
        try guess(times: 3, at: now)
        try host.edit(.alice) { $0.unlock(at: now) }
        #expect(try host.state(of: .alice)?.failuresSinceSuccess == 0)
        try guess(times: 2, at: now)
        #expect(try login(at: now) == .accepted)
    }

    @Test func `a right code in between starts the count anew`() throws {
        for round in Int64(0)..<5 {
            try guess(times: 2, at: now + round * 30)
            #expect(try login(at: now + round * 30) == .accepted)
        }
    }

    @Test func `unlocking gives no used code back`() throws {
        #expect(try login(at: now) == .accepted)
        try guess(times: 3, at: now)
        try host.edit(.alice) { $0.unlock(at: now) }
        #expect(try login(at: now) == .used)
    }

    @Test func `with the clock set back a lock is no longer than LockFor`() throws {
        try guess(times: 3, at: now)
        let back = now - 50_000_000
        #expect(try login(at: back) == .locked(.temporary(remaining: 600)))
        #expect(
            try host.state(of: .alice)?.lock(at: back, limits: limits) == .temporary(remaining: 600)
        )
    }

    @Test func `a lock from a clock that was years ahead ends LockFor after the clock is right`()
        throws
    {
        try guess(times: 3, at: now + 150_000_000)
        #expect(try login(at: now) == .locked(.temporary(remaining: 600)))
        #expect(try login(at: now + 599) == .locked(.temporary(remaining: 1)))
        #expect(try login(at: now + 600) == .accepted)
    }

    @Test func `looking at such a lock is enough to let it end`() throws {
        try guess(times: 3, at: now + 150_000_000)
        let look = { (time: Int64) -> Lock? in
            guard let account = try host.store().account(of: .alice) else { throw NoAccount() }
            try account.shortenLock(at: time, limits: limits)
            return account.state.lock(at: time, limits: limits)
        }
        #expect(try look(now) == .temporary(remaining: 600))
        #expect(try look(now + 599) == .temporary(remaining: 1))
        #expect(try look(now + 600) == nil)
    }

    @Test func `with the clock set back no code is accepted that is older than the last`() throws {
        #expect(try login(at: now) == .accepted)
        for back in [Int64(1), 30, 3600, 100_000_000] {
            let time = now - back
            let result = try host.tryCode(phone.code(at: time), of: .alice, at: time, limits: .none)
            #expect(result == .wrong, "\(back) s")
        }
        #expect(
            try host.tryCode(phone.code(at: now), of: .alice, at: now - 20, limits: .none) == .used)
    }

    @Test func `a shorter LockFor shortens the locks that hold`() throws {
        try guess(times: 3, at: now)
        let shorter = AttemptLimits(lockAfter: 3, lockFor: 60, lockCap: 8)
        let result = try host.tryCode(wrong, of: .alice, at: now, limits: shorter)
        #expect(result == .locked(.temporary(remaining: 60)))
    }

    @Test func `a LockCap below LockAfter counts first`() throws {
        let limits = AttemptLimits(lockAfter: 100, lockFor: 600, lockCap: 1)
        #expect(try host.tryCode(wrong, of: .alice, at: now, limits: limits) == .wrong)
        #expect(
            try host.tryCode(wrong, of: .alice, at: now, limits: limits) == .locked(.untilUnlocked))
    }

    @Test func `one person's lock is nobody else's`() throws {
        try host.enrol(.bob, [phone])
        try guess(times: 3, at: now)
        #expect(
            try host.tryCode(phone.code(at: now), of: .bob, at: now, limits: limits) == .accepted)
    }
}
