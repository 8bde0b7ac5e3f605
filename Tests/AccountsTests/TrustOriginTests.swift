@testable import Accounts
import HostSystem
import Testing
import TestSupport
import Vocabulary

/// What crosses from one service or session to another, and how many of each are kept.
@Suite struct TrustOriginTests {
    private static let now: Int64 = 1_700_000_010

    private func session(
        _ number: UInt32, boot: UInt128 = 7, service: String = "sudo"
    ) -> LoginSource {
        let session = AuditSession(bits: boot << 32 | UInt128(number))
        return LoginSource(.session(session), key: [], service: [UInt8](text: service))
    }

    private func terms(_ binding: TrustBinding) -> TrustTerms { TrustTerms(binding, for: 3600) }

    /// A state that trusts one source.
    private func state(trusting source: LoginSource, _ binding: TrustBinding) -> LoginState {
        var state = LoginState()
        state.trust(source, under: terms(binding), at: Self.now)
        return state
    }

    @Test func `trust crosses services only where the policy does not name them`() throws {
        let (ssh, cockpit) = try (source("192.0.2.7"), source("192.0.2.7", service: "cockpit"))
        let state = state(trusting: ssh, .address)
        #expect(state.trusts(ssh, under: terms(.standard), at: Self.now))
        #expect(state.trusts(cockpit, under: terms(.address), at: Self.now))
        #expect(state.trusts(cockpit, under: terms(.addressAndKey), at: Self.now))
        #expect(!state.trusts(cockpit, under: terms(.standard), at: Self.now))
    }

    @Test(arguments: ["", String(repeating: "s", count: 33)])
    func `a service that is not known, or not kept, is never trusted where it counts`(
        service: String
    ) throws {
        let unknown = try source("192.0.2.7", service: service)
        #expect(state(trusting: unknown, .standard).trusts.isEmpty)
        let state = state(trusting: unknown, .address)
        #expect(state.trusts(unknown, under: terms(.address), at: Self.now))
        #expect(!state.trusts(unknown, under: terms(.standard), at: Self.now))
    }

    @Test func `a session is trusted, and no other, nor the same number of another boot`() throws {
        let state = state(trusting: session(3), .session)
        #expect(state.trusts(session(3), under: terms(.session), at: Self.now))
        #expect(!state.trusts(session(4), under: terms(.session), at: Self.now))
        #expect(!state.trusts(session(3, boot: 8), under: terms(.session), at: Self.now))
        let other = session(3, service: "su")
        #expect(state.trusts(other, under: terms(.session), at: Self.now))
        #expect(!state.trusts(other, under: terms(.sessionAndService), at: Self.now))
    }

    @Test func `a session is no address, and an address no session`() throws {
        let desk = try source("192.0.2.7")
        #expect(state(trusting: desk, .session).trusts.isEmpty)
        #expect(state(trusting: session(3), .address).trusts.isEmpty)
        let address = try #require(NetworkAddress("::7:0:3"))
        let lookalike = LoginSource(.address(address), key: [], service: [UInt8](text: "sudo"))
        let bits = AuditSession(bits: address.mappedBits)
        let session = LoginSource(.session(bits), key: [], service: [UInt8](text: "sudo"))
        #expect(
            !state(trusting: lookalike, .address).trusts(
                session, under: terms(.session), at: Self.now))
        let never = TrustBinding.address.joined(with: .session)
        for source in [desk, session] { #expect(state(trusting: source, never).trusts.isEmpty) }
    }

    @Test func `many sessions put out the oldest session, and no address`() throws {
        var state = state(trusting: try source("192.0.2.7"), .standard)
        for number in 1...20 {
            state.trust(session(UInt32(number)), under: terms(.session), at: Self.now)
        }
        #expect(state.trusts(try source("192.0.2.7"), under: terms(.standard), at: Self.now))
        for number in 1...20 {
            #expect(
                state.trusts(session(UInt32(number)), under: terms(.session), at: Self.now)
                    == (number > 12))
        }
        for number in 1...20 {
            state.trust(try source("198.51.100.\(number)"), under: terms(.address), at: Self.now)
        }
        #expect(state.trusts(session(20), under: terms(.session), at: Self.now))
        #expect(state.trusts.count == 16)
    }

    @Test func `a session is no place that a notice tells of`() throws {
        var state = LoginState()
        _ = state.note(try source("192.0.2.7"))
        #expect(state.note(session(3)) == false)
        #expect(state.sources.count == 1)
    }
}
