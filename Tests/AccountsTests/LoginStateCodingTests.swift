@testable import Accounts
import AccountsTestSupport
import Cryptography
import HostSystem
import Testing
import TestSupport
import Vocabulary

/// The record of a login state: what is written is read, and nothing else.
@Suite struct LoginStateCodingTests {
    private func decode(_ bytes: [UInt8]) throws -> LoginState {
        try LoginState(decoding: bytes.span)
    }

    private func encode(_ state: LoginState) throws -> [UInt8] {
        guard let bytes = state.encoded() else { throw NoAccount() }
        return bytes.withBytes { [UInt8](copying: $0) }
    }

    @Test(arguments: [0, 2, 4, 255] as [UInt8])
    func `a record of another version is refused, and which it is is told`(version: UInt8) throws {
        var bytes = try encode(full())
        bytes[0] = version
        #expect(throws: UnreadableRecord.version(version)) { try decode(bytes) }
    }

    @Test func `each method has a number of its own, which is read as that method`() throws {
        var numbers = Set<UInt8>()
        for method in Method.allCases {
            let number = Method.recordNumber(of: method)
            #expect(numbers.insert(number).inserted)
            #expect(try self.method(number) == method)
        }
        #expect(try method(Method.recordNumber(of: nil)) == nil)
        for number in UInt8.min...UInt8.max where number != 0 && !numbers.contains(number) {
            #expect(throws: UnreadableRecord.malformed) { try self.method(number) }
        }
    }

    private func method(_ number: UInt8) throws -> Method? {
        var reader = ByteReader()
        return try reader.method(from: [number].span)
    }

    @Test func `what is written is read again`() throws {
        let state = try full()
        #expect(try decode(encode(state)) == state)
        let empty = LoginState()
        #expect(try decode(encode(empty)) == empty)
    }

    @Test func `a record that is cut off anywhere is refused, and so is one with more`() throws {
        let bytes = try encode(full())
        for length in bytes.indices {
            #expect(throws: UnreadableRecord.self) { try decode(Array(bytes.prefix(length))) }
        }
        #expect(throws: UnreadableRecord.self) { try decode(bytes + [0]) }
    }

    @Test func `all that an account can have fits in its slot`() throws {
        let host = try TestHost()
        let devices = try (1...Device.maximumCount).map { try TestDevice.time(label: "d\($0)") }
        try host.enrol(.alice, devices)
        var state = try full()
        state.devices = try #require(try host.state(of: .alice)).devices
        #expect(state.devices.count == Device.maximumCount)
        // The slot is the account's own, so this is the limit of logins too.
        try host.edit(.alice) { edit in
            _ = edit.change {
                $0 = state
                return true
            }
        }
        let found = try #require(try host.state(of: .alice))
        state.generation = found.generation
        state.author = found.author
        state.incarnation = found.incarnation
        state.identityGeneration = found.identityGeneration
        #expect(found == state)
    }

    /// A state with as much of everything as there can be.
    private func full() throws -> LoginState {
        var state = LoginState()
        state.generation = 1 << 60
        state.incarnation = .max
        state.charges = (1...Charge.maximumCount).map { Charge(id: .max, time: Int64($0)) }
        state.devices = (1...UInt32(Device.maximumCount)).map {
            LoginState.DeviceState(
                id: $0, nextCounter: .max, accepted: .max, drift: -10, lastUsedAt: .max)
        }
        let (salt, hash) = ([UInt8](repeating: 1, count: 16), [UInt8](repeating: 2, count: 32))
        state.challenge = Challenge(
            number: 99, method: .sms, madeAt: 1, expiresAt: .max, salt: salt, hash: hash,
            target: String(repeating: "x", count: Challenge.maximumTargetLength))
        state.sends = (0..<LoginState.maximumSends).map { 5_000_000_000 + Int64($0) }
        state.failedSends = .max
        state.bypass = OneTimePass(madeAt: 1, expiresAt: .max, salt: salt, hash: hash)
        state.ticket = OneTimePass(madeAt: 2, expiresAt: .max, salt: salt, hash: hash)
        for number in 0..<9 { state.spend(salt, hash, accepted: number.isMultiple(of: 2)) }
        #expect(state.spentCodes.count == SpentCode.maximumCount)
        for number in 1...20 {
            let address = try #require(NetworkAddress("2001:db8:\(number)::ffff"))
            let service = [UInt8](repeating: 0x73, count: LoginSource.maximumServiceLength)
            let source = LoginSource(.address(address), key: hash, service: service)
            let session = LoginSource(
                .session(AuditSession(bits: .max - UInt128(number))), key: [], service: service)
            for (source, binding) in [(source, TrustBinding.standard), (session, .session)] {
                let terms = TrustTerms(binding, for: 600_000)
                state.trust(source, under: terms, at: 1_700_000_000 + Int64(number))
                _ = state.note(source)
            }
        }
        #expect(state.trusts.count == 2 * Trust.maximumCount)
        #expect(state.sources.count == LoginState.maximumSources)
        return state
    }
}
