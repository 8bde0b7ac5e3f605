import Accounts
import AccountsTestSupport
import TestSupport
import Testing

/// HostSendLimit.
@Suite struct HostSendsTests {
    private let host: TestHost
    private let now: Int64 = 1_700_000_010

    init() throws { host = try TestHost() }

    private func count(_ limit: Int = 3, _ period: Int64 = 60, at time: Int64) throws -> Int64? {
        try HostSends.count(in: host.stateDirectory, limit: limit, period: period, at: time)
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

    @Test func `a file that others can write counts nothing and lets nothing be sent`() throws {
        try host.folder.write([], to: "state/sent", mode: 0o666)
        #expect(throws: (any Error).self) { try count(at: now) }
    }
}
