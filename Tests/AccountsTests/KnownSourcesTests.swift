@testable import Accounts
import Testing

/// Where logins came from, for the notice about a place that was never seen before.
@Suite struct KnownSourcesTests {
    /// Which of these addresses are new, in this order.
    private func new(_ addresses: [String]) throws -> [Bool] {
        var state = LoginState()
        return try addresses.map { state.note(try source($0)) }
    }

    @Test func `the first place ever is not new, every other is once`() throws {
        let addresses = ["192.0.2.1", "192.0.2.1", "192.0.2.2", "192.0.2.1", "192.0.2.2"]
        #expect(try new(addresses) == [false, false, true, false, false])
    }

    @Test func `of an IPv6 address the first 64 bits count`() throws {
        let addresses = [
            "2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1", "2001:db9:1:2::1",
        ]
        #expect(try new(addresses) == [false, false, true, true])
    }

    @Test func `an IPv4 address is the same in its IPv6 form, and no IPv6 network`() throws {
        let addresses = ["192.0.2.1", "::ffff:192.0.2.1", "::", "::1", "::ffff:192.0.2.2"]
        #expect(try new(addresses) == [false, false, true, false, true])
    }

    @Test func `the key does not matter`() throws {
        var state = LoginState()
        let desk = try source("192.0.2.1")
        let isNew = [desk, desk.with(key: Array(1...32))].map {
            state.note($0)
        }
        #expect(isNew == [false, false])
    }

    @Test func `sixteen places are known, and the one not used for longest is forgotten`() throws {
        let addresses = (Array(1...16) + [1, 17, 1, 2]).map { "192.0.2.\($0)" }
        #expect(try new(addresses).suffix(4) == [false, true, false, true])
    }
}
