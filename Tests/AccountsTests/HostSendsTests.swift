import Accounts
import AccountsTestSupport
import Testing
import TestSupport

/// HostSendLimit.
@Suite struct HostSendsTests {
    private let host: TestHost
    private let now: Int64 = 1_700_000_010

    init() throws { host = try TestHost() }

    /// In how many seconds one more may be sent; nil for now.
    private func count(_ limit: Int = 3, _ period: Int64 = 60, at time: Int64) throws -> Int64? {
        switch try refusal(limit, period, at: time) {
        case nil: return nil
        case .tooMany(let remaining): return remaining
        case .tooSoon, .failing: throw NoAccount()
        }
    }

    private func refusal(
        _ limit: Int = 3, _ period: Int64 = 60, at time: Int64
    ) throws -> SendRefusal? {
        try HostSends.count(in: host.stateDirectory, limit: limit, period: period, at: time)
    }

    private func settle(_ outcome: SendOutcome, at time: Int64) throws {
        try HostSends.settle(outcome, in: host.stateDirectory, limit: 3, period: 60, at: time)
    }

    @Test func `as many as the limit go at once, and then as many as grow back`() throws {
        for _ in 0..<3 { #expect(try count(at: now) == nil) }
        #expect(try count(at: now) == 20)
        #expect(try count(at: now + 19) == 1)
        #expect(try count(at: now + 20) == nil)
        #expect(try count(at: now + 20) == 20)
        for _ in 0..<3 { #expect(try count(at: now + 200) == nil) }
        #expect(try count(at: now + 200) == 20)
    }

    @Test func `with the clock set back one interval passes, and no more`() throws {
        for _ in 0..<3 { #expect(try count(at: now) == nil) }
        #expect(try count(at: now - 1_000_000) == 20)
        #expect(try count(at: now - 1_000_000 + 20) == nil)
    }

    @Test func `many at once are never more than the limit`() throws {
        let (host, now) = (host, now)
        let results = try concurrently(40) { _ in
            try HostSends.count(in: host.stateDirectory, limit: 10, period: 3600, at: now) == nil
        }
        #expect(results.count { $0 } == 10)
    }

    @Test func `what was certainly not sent is taken back, and what nobody knows is not`() throws {
        for _ in 0..<3 { #expect(try count(at: now) == nil) }
        try settle(.unknown, at: now)
        #expect(try count(at: now) == 20)
        try settle(.notSent, at: now)
        #expect(try count(at: now) == nil)
        #expect(try count(at: now) == 20)
    }

    @Test func `an outage spares the server, and is over soon after it`() throws {
        for _ in 0..<30 {
            #expect(try refusal(at: now) == nil)
            try settle(.notSent, at: now)
        }
        #expect(try refusal(at: now) == .failing(remaining: 2))
        // One that gets through ends it for all.
        #expect(try refusal(at: now + 2) == nil)
        try settle(.sent(to: "somebody"), at: now + 2)
        for _ in 0..<2 { #expect(try refusal(at: now + 2) == nil) }
    }

    @Test func `the file is made with its blocks before anything is sent`() throws {
        try HostSends.prepare(in: host.stateDirectory)
        #expect(try host.folder.read("state/sent") == [UInt8](repeating: 0, count: 16))
        #expect(try count(at: now) == nil)
        let kept = try host.folder.read("state/sent")
        try HostSends.prepare(in: host.stateDirectory)
        #expect(try host.folder.read("state/sent") == kept)
    }

    @Test func `a file that is too long counts as well`() throws {
        for _ in 0..<3 { #expect(try count(at: now) == nil) }
        let kept = try host.folder.read("state/sent")
        try host.folder.write(kept + [0], to: "state/sent", mode: 0o600)
        #expect(try count(at: now) == 20)
    }

    @Test func `a file that others can write counts nothing and lets nothing be sent`() throws {
        try host.folder.write([], to: "state/sent", mode: 0o666)
        #expect(throws: (any Error).self) { try count(at: now) }
    }
}
