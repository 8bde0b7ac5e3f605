internal import Cryptography
internal import TextCoding

/// Why a record cannot be read.
enum UnreadableRecord: Error, Equatable {
    /// It ended before a field did, or a field holds what Sallyport never writes.
    case malformed
    /// Another version of Sallyport wrote it; the version of the record.
    case version(UInt8)
}

/// Reads the fields of a record, numbers with the most significant byte first.
///
/// The bytes are handed to each call, since a lent span cannot be stored.
struct ByteReader {
    private(set) var position = 0

    /// Takes `count` bytes and says where they lie.
    mutating func take(_ count: Int, from bytes: Span<UInt8>) throws(UnreadableRecord) -> Range<Int>
    {
        guard count >= 0, bytes.count - position >= count else { throw .malformed }
        defer { position += count }
        return position..<position + count
    }

    /// Reads an integer of up to 64 bits.
    mutating func integer<Integer: FixedWidthInteger>(
        _ type: Integer.Type = Integer.self, from bytes: Span<UInt8>
    ) throws(UnreadableRecord) -> Integer {
        Integer(truncatingIfNeeded: try number(Integer.bitWidth / 8, from: bytes))
    }

    // One copy of the code for all widths: a record has dozens of numbers.
    @inline(never)
    private mutating func number(
        _ width: Int, from bytes: Span<UInt8>
    ) throws(UnreadableRecord) -> UInt64 {
        var value: UInt64 = 0
        for index in try take(width, from: bytes) { value = value << 8 | UInt64(bytes[index]) }
        return value
    }

    /// Reads the first byte of a record: its version, which must be this one.
    mutating func version(_ version: UInt8, from bytes: Span<UInt8>) throws(UnreadableRecord) {
        let found = try integer(UInt8.self, from: bytes)
        guard found == version else { throw .version(found) }
    }

    /// Reads a text that its length, in one byte, stands before.
    mutating func text(from bytes: Span<UInt8>) throws(UnreadableRecord) -> String {
        String(bytes: try shortArray(from: bytes))
    }

    /// Reads a byte string as ``shortBytes(from:)`` finds it, into an array.
    @inline(never)
    mutating func shortArray(from bytes: Span<UInt8>) throws(UnreadableRecord) -> [UInt8] {
        [UInt8](copying: bytes.extracting(try shortBytes(from: bytes)))
    }

    /// Reads a byte string that its length, in one byte, stands before.
    mutating func shortBytes(from bytes: Span<UInt8>) throws(UnreadableRecord) -> Range<Int> {
        try take(Int(integer(UInt8.self, from: bytes)), from: bytes)
    }
}

extension [UInt8] {
    /// The bytes of an integer of up to 64 bits, the most significant first.
    init<Integer: FixedWidthInteger>(bigEndian value: Integer) {
        self.init(bigEndian: UInt64(truncatingIfNeeded: value), width: Integer.bitWidth / 8)
    }

    @inline(never)
    private init(bigEndian value: UInt64, width: Int) {
        self.init(repeating: 0, count: width)
        var rest = value
        for index in indices.reversed() {
            self[index] = UInt8(truncatingIfNeeded: rest)
            rest >>= 8
        }
    }
}

/// Writes the fields of a record into memory that is wiped afterwards.
///
/// A field that does not fit is left out and noted, so that callers check once, at the end.
struct ByteWriter: ~Copyable {
    private var buffer: SecretBytes
    private var position = 0
    private var overflowed = false

    init(capacity: Int) { buffer = SecretBytes(zeroed: capacity) }

    /// Writes bytes as they are.
    @inline(never)
    mutating func write(_ bytes: Span<UInt8>) {
        guard buffer.count - position >= bytes.count else {
            overflowed = true
            return
        }
        let start = position
        buffer.withMutableBytes { buffer in
            for index in bytes.indices { buffer[start + index] = bytes[index] }
        }
        position += bytes.count
    }

    /// Writes an integer of up to 64 bits.
    mutating func write<Integer: FixedWidthInteger>(_ value: Integer) {
        write(UInt64(truncatingIfNeeded: value), width: Integer.bitWidth / 8)
    }

    // One copy of the code for all widths, which makes no array: a record has dozens of numbers.
    @inline(never)
    private mutating func write(_ value: UInt64, width: Int) {
        guard buffer.count - position >= width else {
            overflowed = true
            return
        }
        let start = position
        buffer.withMutableBytes { buffer in
            var rest = value
            for index in (start..<start + width).reversed() {
                buffer[index] = UInt8(truncatingIfNeeded: rest)
                rest >>= 8
            }
        }
        position += width
    }

    /// Writes a byte string after its length in one byte.
    mutating func writeShort(_ bytes: Span<UInt8>) {
        guard let length = UInt8(exactly: bytes.count) else {
            overflowed = true
            return
        }
        write(length)
        write(bytes)
    }

    /// What was written; nil where something did not fit.
    consuming func written() -> SecretBytes? {
        overflowed ? nil : buffer.copy(of: 0..<position)
    }
}
