import Accounts
import AccountsTestSupport
import Testing
import TestSupport

/// The two slots of the state: the newest whole one counts, and without one there is an error.
@Suite struct StateFileTests {
    private static let file = "state/accounts/alice/state"
    private static let slotLength = 4096
    private let host: TestHost
    private let token: TestDevice

    init() throws {
        host = try TestHost()
        token = try TestDevice.counter()
        try host.enrol(.alice, [token])
    }

    private func guess() throws {
        let wrong = try token.wrongCode(at: 200)
        #expect(try host.tryCode(wrong, of: .alice, at: 0) == .wrong)
    }

    private func failures() throws -> UInt32? { try host.state(of: .alice)?.failuresSinceSuccess }

    /// Makes one more wrong guess, and gives where the bytes that changed lie and how long they
    /// are.
    private func newestSlot() throws -> (start: Int, length: Int) {
        let before = try host.folder.read(Self.file)
        try guess()
        let after = try host.folder.read(Self.file)
        let changed = before.indices.filter { before[$0] != after[$0] }
        let slot = try #require(changed.first) / Self.slotLength
        #expect(try #require(changed.last) / Self.slotLength == slot)
        let start = slot * Self.slotLength
        // 16 bytes, the length of the record with its tag, both, and a checksum of 8 bytes.
        return (start, 18 + Int(after[start + 16]) << 8 + Int(after[start + 17]) + 8)
    }

    @Test func `logins write the slots in turn, and no other byte of the file`() throws {
        var starts: [Int] = []
        for _ in 0..<6 { starts.append(try newestSlot().start) }
        #expect(starts == [0, 4096, 0, 4096, 0, 4096] || starts == [4096, 0, 4096, 0, 4096, 0])
        #expect(try host.folder.read(Self.file).count == 2 * Self.slotLength)
    }

    @Test func `the newest slot counts`() throws {
        for count in UInt32(1)...6 {
            try guess()
            #expect(try failures() == count)
        }
    }

    @Test func `a newest slot with any damaged byte gives way to the other`() throws {
        for _ in 0..<3 { try guess() }
        let newest = try newestSlot()
        let whole = try host.folder.read(Self.file)
        #expect(try failures() == 4)
        for offset in 0..<newest.length {
            var damaged = whole
            damaged[newest.start + offset] ^= 0x40
            try host.folder.write(damaged, to: Self.file)
            #expect(try failures() == 3, "byte \(offset)")
        }
    }

    @Test
    func `an older slot with any damaged byte changes nothing, also where it claims to be newer`()
        throws
    {
        let older = try newestSlot()
        try guess()
        let whole = try host.folder.read(Self.file)
        for offset in 0..<older.length {
            var damaged = whole
            damaged[older.start + offset] ^= 0x40
            try host.folder.write(damaged, to: Self.file)
            #expect(try failures() == 2, "byte \(offset)")
        }
    }

    @Test func `a login after damage writes over the damaged slot`() throws {
        for _ in 0..<3 { try guess() }
        let newest = try newestSlot()
        var damaged = try host.folder.read(Self.file)
        damaged[newest.start + 5] ^= 1
        try host.folder.write(damaged, to: Self.file)
        try guess()
        #expect(try failures() == 4)
        damaged = try host.folder.read(Self.file)
        for index in (Self.slotLength - newest.start)..<(2 * Self.slotLength - newest.start) {
            damaged[index] = 0
        }
        try host.folder.write(damaged, to: Self.file)
        #expect(try failures() == 4)
    }

    @Test func `a half-written newest slot gives way to the other`() throws {
        for _ in 0..<3 { try guess() }
        let before = try host.folder.read(Self.file)
        let newest = try newestSlot()
        let after = try host.folder.read(Self.file)
        for length in 0..<newest.length {
            var torn = before
            for index in newest.start..<newest.start + length { torn[index] = after[index] }
            try host.folder.write(torn, to: Self.file)
            let failures = try #require(try failures())
            #expect(
                failures == 3 || (failures == 4 && length > newest.length - 8), "\(length) bytes")
        }
    }

    @Test(arguments: [[UInt8](repeating: 0, count: 8192), [UInt8](repeating: 0xFF, count: 8192)])
    func `two damaged slots are an error, never a new account`(bytes: [UInt8]) throws {
        try host.folder.write(bytes, to: Self.file)
        #expect(try failure { _ = try host.state(of: .alice) } == .damaged)
        #expect(try failure { _ = try host.tryCode("123456", of: .alice, at: 0) } == .damaged)
        #expect(try failure { try host.edit(.alice) { $0.unlock(at: 0) } } == .damaged)
        #expect(try host.folder.read(Self.file) == bytes)
    }

    @Test(arguments: [1, 100, 1023, 4095, 4096])
    func `a file that was cut off is an error`(length: Int) throws {
        let whole = try host.folder.read(Self.file)
        try host.folder.write(Array(whole.prefix(length)), to: Self.file)
        #expect(try failure { _ = try host.state(of: .alice) } == .damaged)
        #expect(try failure { _ = try host.tryCode("123456", of: .alice, at: 0) } == .damaged)
    }

    @Test func `an empty file is an error to a login`() throws {
        try host.folder.write([], to: Self.file)
        #expect(try failure { _ = try host.state(of: .alice) } == .damaged)
    }

    @Test func `random bytes in the slots are an error, never a trap`() throws {
        var random = SeededGenerator(seed: 8)
        for _ in 0..<300 {
            var bytes = (0..<8192).map { _ in UInt8.random(in: 0...255, using: &random) }
            // Mostly lengths that fit, so that more than the first check is passed.
            if Bool.random(using: &random) { (bytes[16], bytes[4096 + 16]) = (0, 0) }
            try host.folder.write(bytes, to: Self.file)
            #expect(try failure { _ = try host.state(of: .alice) } == .damaged)
        }
    }
}
