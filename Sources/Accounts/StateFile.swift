internal import Cryptography
internal import HostSystem

/// The file of a ``LoginState``: two slots of 4 KiB, written in place.
///
/// In place, because that is an order of magnitude quicker than writing a new file and renaming it,
/// and because a full disk then refuses nobody: the blocks are there. The newest slot whose tag is
/// right counts. All writes of one login go to the slot that was not the newest when the login
/// began, so that whatever kills it, the other slot still holds what the login before left. After a
/// power cut it does too, if the login before was accepted or long enough ago: a wrong code's login
/// lets the next one begin while it waits for the disk (see ``Attempt/refuse()``). Only a power cut in
/// that moment, which also tears the write of the next one, can take the newest states with it.
struct StateFile: ~Copyable {
    static let slotLength = 4096
    /// An HMAC-SHA-256 under the account's state key.
    private static let tagLength = 32
    /// The length of a record, in two bytes.
    private static let headerLength = 2
    /// How much of a slot is used, with header and tag: room for all that an account can have, which is about
    /// 2,100 bytes, and little to read and write at each login.
    private static let usedLength = 2560

    private let file: File
    private let key: SecretBytes
    private let library: LibCrypto
    /// The state read last or written last.
    private(set) var state: LoginState
    /// Where this login writes: 0 or 1.
    private let slot: Int

    /// Reads the state.
    ///
    /// The caller holds the account's lock where it is going to write.
    init(
        _ file: consuming File, key: consuming SecretBytes, library: LibCrypto
    ) throws(AccountError) {
        let first = try Self.read(slot: 0, of: file)
        let second = try Self.read(slot: 1, of: file)
        let firstIsNewer = Self.claimedGeneration(first) > Self.claimedGeneration(second)
        let (newer, older) = firstIsNewer ? (first, second) : (second, first)
        // Where the tag of the one that claims to be newer is right, it is: the other claims no more, or lies.
        if let state = try Self.state(in: newer, key: key, library: library, path: file.path) {
            self.state = state
            slot = firstIsNewer ? 1 : 0
        } else if let state = try Self.state(in: older, key: key, library: library, path: file.path)
        {
            self.state = state
            slot = firstIsNewer ? 0 : 1
        } else {
            throw .damaged(file.path)
        }
        self.file = file
        self.key = key
        self.library = library
    }

    /// Writes a first state into a new file, both slots, so that all blocks are allocated.
    static func initialize(
        _ file: borrowing File, key: borrowing SecretBytes, library: LibCrypto
    ) throws(AccountError) {
        let bytes = try record(of: LoginState(), key: key, library: library, path: file.path)
        try system { () throws(SystemError) in
            let whole = bytes + [UInt8](repeating: 0, count: slotLength - bytes.count)
            try file.write((whole + whole).span, at: 0)
            try file.synchronizeData()
        }
    }

    /// Writes a changed state.
    ///
    /// It survives a killed process at once, a power cut after ``synchronize()``.
    mutating func write(_ changed: LoginState) throws(AccountError) {
        var next = changed
        next.generation = state.generation + 1
        let bytes = try Self.record(of: next, key: key, library: library, path: file.path)
        try system { () throws(SystemError) in
            try file.write(bytes.span, at: slot * Self.slotLength)
        }
        state = next
    }

    /// Shortens a lock that would last too long; see ``LoginState/shortenLock(at:limits:)``.
    ///
    /// A power cut may undo that; the next login then does it again.
    mutating func shortenLock(at time: Int64, limits: AttemptLimits) throws(AccountError) {
        guard state.outlasts(limits, at: time) else { return }
        var shortened = state
        shortened.shortenLock(at: time, limits: limits)
        try write(shortened)
    }

    /// Waits until all that was written is on the disk.
    borrowing func synchronize() throws(AccountError) {
        try system { () throws(SystemError) in try file.synchronizeData() }
    }

    /// The used part of a slot: length, record, tag, and zeros to the end.
    private static func record(
        of state: LoginState, key: borrowing SecretBytes, library: LibCrypto, path: String
    ) throws(AccountError) -> [UInt8] {
        guard let encoded = state.encoded(limit: usedLength - headerLength - tagLength) else {
            throw .damaged(path)
        }
        var bytes = [UInt8(encoded.count >> 8), UInt8(encoded.count & 0xFF)] + encoded
        bytes += try tag(of: bytes.span, key: key, library: library, path: path)
        return bytes + [UInt8](repeating: 0, count: usedLength - bytes.count)
    }

    /// The used part of a slot, whatever it holds.
    private static func read(
        slot: Int, of file: borrowing File
    ) throws(AccountError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: usedLength)
        do throws(SystemError) {
            var span = bytes.mutableSpan
            try file.read(into: &span, at: slot * slotLength)
        } catch {
            // The other slot might hold the state before, whose codes were used since.
            throw error.reason == .tooShort ? .damaged(file.path) : .system(error)
        }
        return bytes
    }

    /// Which state a slot says it holds; its tag was not looked at.
    private static func claimedGeneration(_ slot: [UInt8]) -> UInt64 {
        LoginState.generation(ofRecord: slot.span.extracting(droppingFirst: headerLength))
    }

    /// - Returns: nil for a slot that was never completed.
    private static func state(
        in bytes: [UInt8], key: borrowing SecretBytes, library: LibCrypto, path: String
    ) throws(AccountError) -> LoginState? {
        let end = headerLength + (Int(bytes[0]) << 8 | Int(bytes[1]))
        guard end + tagLength <= usedLength else { return nil }
        let expected = try tag(
            of: bytes.span.extracting(0..<end), key: key, library: library, path: path)
        guard library.areEqual(expected.span, bytes.span.extracting(end..<end + tagLength)) else {
            return nil
        }
        do throws(UnreadableRecord) {
            return try LoginState(decoding: bytes.span.extracting(headerLength..<end))
        } catch {
            return nil
        }
    }

    private static func tag(
        of bytes: Span<UInt8>, key: borrowing SecretBytes, library: LibCrypto, path: String
    ) throws(AccountError) -> [UInt8] {
        try cryptography(path) { () throws(CryptographyError) in
            try key.withBytes { (key) throws(CryptographyError) in
                try library.hmac(.sha256, key: key, message: bytes)
            }.withBytes { [UInt8](copying: $0) }
        }
    }
}
