internal import Cryptography
internal import HostSystem

/// The file of a state: two slots of 4 KiB, written in place.
///
/// In place, because that is an order of magnitude quicker than writing a new file and renaming it,
/// and because a full disk then refuses nobody: the blocks are there. The newest slot that is whole
/// counts. All writes of one login go to the slot that was not the newest when the login
/// began, so that whatever kills it, the other slot still holds what the login before left. After a
/// power cut it does too, if the login before was accepted or long enough ago: a wrong code's login
/// lets the next one begin while it waits for the disk (see ``Attempt``). Only a power cut in
/// that moment, which also tears the write of the next one, can take the newest states with it.
///
/// A slot also says which identity goes with its state, so that one write puts both in the place of those before.
struct StateFile: ~Copyable {
    static var slotLength: Int { 4096 }
    /// How much of a slot is used: room for all that an account can have, which is about 2,900 bytes, and little to
    /// read and write at each login.
    private static var usedLength: Int { 3072 }
    /// The slot's number, the checksum of the identity, and the length of the record in two bytes; behind the record
    /// stands a checksum of all that.
    private static var headerLength: Int { 18 }
    private static var checksumLength: Int { 8 }

    private let file: File
    /// Which records are there; the state's number grows by one with every write, and is 0 where no slot is whole.
    private(set) var version = AccountVersion(identity: 0, state: 0)
    /// The state; nil where no slot is whole.
    private(set) var record: [UInt8]?
    /// Where this login writes: 0 or 1.
    private let slot: Int

    /// Reads the newest slot that is whole.
    ///
    /// The caller holds the account's lock where it is going to write.
    init(_ file: consuming File) throws(SystemError) {
        var newest = 1
        do throws(SystemError) {
            for slot in 0...1 {
                var bytes = [UInt8](repeating: 0, count: Self.usedLength)
                var span = bytes.mutableSpan
                try file.read(into: &span, at: slot * Self.slotLength)
                guard let (version, record) = Self.content(of: bytes.span),
                    version.state > self.version.state
                else { continue }
                (self.version, self.record) = (version, record)
                newest = slot
            }
        } catch {
            guard error.reason == .tooShort else { throw error }
            // What is left might be the state before, whose codes were used since.
            (version, record) = (AccountVersion(identity: 0, state: 0), nil)
        }
        slot = 1 - newest
        self.file = file
    }

    /// Writes a first state into a new file, both slots, so that all blocks are allocated.
    init(_ file: consuming File, first record: [UInt8]) throws(SystemError) {
        self.file = file
        slot = 1
        let blocks = [UInt8](repeating: 0, count: 2 * Self.slotLength)
        try self.file.write(blocks.span, at: 0)
        try write(record, beside: 0)
        try writeBoth()
        try synchronize()
    }

    /// Writes a changed state, beside the identity with this checksum; 0 for none.
    ///
    /// It survives a killed process at once, a power cut after ``synchronize()``.
    mutating func write(_ record: [UInt8], beside identity: UInt64) throws(SystemError) {
        self.record = record
        version = AccountVersion(identity: identity, state: version.state + 1)
        try file.write(slotContent().span, at: slot * Self.slotLength)
    }

    /// Writes the same into the other slot, which still names the identity before.
    borrowing func writeBoth() throws(SystemError) {
        try file.write(slotContent().span, at: (1 - slot) * Self.slotLength)
    }

    /// Waits until all that was written is on the disk.
    borrowing func synchronize() throws(SystemError) { try file.synchronizeData() }

    /// The used part of a slot, with zeros to its end.
    private borrowing func slotContent() -> [UInt8] {
        let record = record ?? []
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.usedLength)
        bytes += [UInt8](bigEndian: version.state)
        bytes += [UInt8](bigEndian: version.identity)
        bytes += [UInt8](bigEndian: UInt16(truncatingIfNeeded: record.count))
        bytes += record
        bytes += [UInt8](bigEndian: Self.checksum(bytes.span))
        bytes += [UInt8](repeating: 0, count: max(Self.usedLength - bytes.count, 0))
        return bytes
    }

    /// - Returns: nil for a slot that was never completed.
    private static func content(of bytes: Span<UInt8>) -> (AccountVersion, [UInt8])? {
        var reader = ByteReader()
        do throws(UnreadableRecord) {
            let state = try reader.integer(UInt64.self, from: bytes)
            let identity = try reader.integer(UInt64.self, from: bytes)
            let length = try reader.integer(UInt16.self, from: bytes)
            let record = bytes.extracting(try reader.take(Int(length), from: bytes))
            let checksum = checksum(bytes.extracting(0..<reader.position))
            guard try reader.integer(from: bytes) == checksum else { return nil }
            return (AccountVersion(identity: identity, state: state), [UInt8](copying: record))
        } catch {
            return nil
        }
    }

    /// Tells whole records from torn ones: FNV-1a of 64 bits.
    ///
    /// Who made a record is told by its seal.
    @inline(never)
    static func checksum(_ bytes: Span<UInt8>) -> UInt64 {
        var sum: UInt64 = 0xcbf2_9ce4_8422_2325
        for index in bytes.indices { sum = (sum ^ UInt64(bytes[index])) &* 0x100_0000_01b3 }
        return sum
    }

    /// The same of an identity; 0 for none.
    static func checksum(_ identity: [UInt8]?) -> UInt64 { identity.map { checksum($0.span) } ?? 0 }
}
