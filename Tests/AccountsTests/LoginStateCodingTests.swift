@testable import Accounts
import AccountsTestSupport
import HostSystem
import Policy
import TestSupport
import Testing
import Vocabulary

/// The record of a login state: what is written is read, also what earlier versions wrote.
@Suite struct LoginStateCodingTests {
    /// The fields that all versions begin with, one device among them.
    private func record(version: UInt8) -> [UInt8] {
        var bytes: [UInt8] = [version]
        bytes += number(7, bytes: 8) + number(2, bytes: 4) + number(3, bytes: 4)
        bytes += number(1_700_000_600, bytes: 8) + number(1_700_000_000, bytes: 8)
        bytes += number(4, bytes: 4) + number(0b101, bytes: 2)
        bytes += [1] + number(9, bytes: 4) + number(56_666_667, bytes: 8)
        bytes += [1, 0xff] + number(1_699_999_999, bytes: 8)
        return bytes
    }

    private func number(_ value: UInt64, bytes: Int) -> [UInt8] {
        (0..<bytes).reversed().map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
    }

    private func decode(_ bytes: [UInt8]) throws -> LoginState {
        try LoginState(decoding: bytes.span)
    }

    private func expectCommonFields(of state: LoginState) {
        #expect(state.generation == 7)
        #expect((state.consecutiveFailures, state.failuresSinceSuccess) == (2, 3))
        #expect((state.lockedUntil, state.lastSuccessAt) == (1_700_000_600, 1_700_000_000))
        #expect((state.recoverySet, state.usedRecoveryCodes) == (4, 5))
        #expect(
            state.devices == [
                LoginState.DeviceState(
                    id: 9, nextCounter: 56_666_667, accepted: 1, drift: 1, candidateDrift: -1,
                    lastUsedAt: 1_699_999_999)
            ])
        #expect(state.bypass == nil && state.ticket == nil)
        #expect(state.trusts.isEmpty && state.sources.isEmpty)
    }

    @Test func `a record of version 1 is read, and trusts nobody`() throws {
        let state = try decode(record(version: 1))
        expectCommonFields(of: state)
        #expect(state.challenge == nil && state.sends.isEmpty)
    }

    @Test func `a record of version 2 is read with its challenge, and trusts nobody`() throws {
        var bytes = record(version: 2)
        bytes += [1, 37] + number(1_700_000_001, bytes: 8) + number(1_700_000_301, bytes: 8)
        bytes += [2, 0xa, 0xb, 3, 0xc, 0xd, 0xe, 5] + Array("a@b.c".utf8)
        bytes += [2] + number(1_700_000_001, bytes: 4) + number(1_700_000_002, bytes: 4)
        let state = try decode(bytes)
        expectCommonFields(of: state)
        let challenge = try #require(state.challenge)
        #expect((challenge.number, challenge.method, challenge.target) == (37, .email, "a@b.c"))
        #expect((challenge.madeAt, challenge.expiresAt) == (1_700_000_001, 1_700_000_301))
        #expect((challenge.salt, challenge.hash) == ([0xa, 0xb], [0xc, 0xd, 0xe]))
        #expect(state.sends == [1_700_000_001, 1_700_000_002])
    }

    @Test(arguments: [0, 5, 255] as [UInt8])
    func `a record of no known version is refused`(version: UInt8) {
        #expect(throws: UnreadableRecord.self) { try decode(record(version: version)) }
    }

    @Test func `what is written is read again`() throws {
        let state = try full()
        let bytes = try #require(state.encoded(limit: 4096))
        #expect(bytes.first == 4)
        #expect(try decode(bytes) == state)
        let empty = LoginState()
        #expect(try decode(try #require(empty.encoded(limit: 4096))) == empty)
    }

    @Test func `a record that is cut off anywhere is refused, and so is one with more`() throws {
        let bytes = try #require(try full().encoded(limit: 4096))
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
        try host.edit(.alice) { $0.state = state }
        var found = try #require(try host.state(of: .alice))
        found.generation = state.generation
        #expect(found == state)
    }

    /// A state with as much of everything as there can be.
    private func full() throws -> LoginState {
        var state = LoginState()
        state.generation = 1 << 60
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
        state.bypass = OneTimePass(madeAt: 1, expiresAt: .max, salt: salt, hash: hash, device: 0)
        state.ticket = OneTimePass(madeAt: 2, expiresAt: .max, salt: salt, hash: hash, device: .max)
        for number in 0..<9 { state.spend(salt, hash, accepted: number.isMultiple(of: 2)) }
        #expect(state.spentCodes.count == SpentCode.maximumCount)
        for number in 1...20 {
            let address = try #require(NetworkAddress("2001:db8:\(number)::ffff"))
            let source = LoginSource(address: address, key: hash)
            state.trust(source, for: 600_000, at: 1_700_000_000 + Int64(number))
            _ = state.note(source)
        }
        #expect(state.trusts.count == Trust.maximumCount)
        #expect(state.sources.count == LoginState.maximumSources)
        return state
    }
}
