/// Reads the fields of a Protocol Buffers message in the order they stand.
///
/// Every field is read within the bounds of its message, and each call moves on by a byte at least.
struct ProtocolBuffersReader {
    /// A field that was read.
    enum Field {
        /// A number, by the field's number.
        case number(UInt64, UInt64)
        /// Bytes, text or a message, by the field's number, and where they lie.
        case bytes(UInt64, Range<Int>)
        /// A kind that no export uses.
        case other
    }

    private var position: Int
    private let end: Int

    /// Begins with the first field of a message, or of one that is part of it.
    init(_ message: Span<UInt8>, _ range: Range<Int>? = nil) {
        let range = (range ?? 0..<message.count).clamped(to: 0..<message.count)
        position = range.lowerBound
        end = range.upperBound
    }

    /// The next field; nil at the end.
    mutating func next(in message: Span<UInt8>) throws(UnusableLine) -> Field? {
        guard position < end else { return nil }
        let tag = try number(in: message)
        switch tag & 7 {
        case 0: return .number(tag >> 3, try number(in: message))
        case 1: try skip(8)
        case 2:
            let count = Int(clamping: try number(in: message))
            let start = position
            try skip(count)
            return .bytes(tag >> 3, start..<position)
        case 5: try skip(4)
        default: throw Self.damaged
        }
        return .other
    }

    /// A number of seven bits a byte, the lowest first; at most ten bytes.
    private mutating func number(in message: Span<UInt8>) throws(UnusableLine) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            guard position < end else { throw Self.damaged }
            let byte = message[position]
            position += 1
            // Of the tenth byte one bit is left.
            guard shift < 63 || byte <= 1 else { throw Self.damaged }
            value |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
        }
        throw Self.damaged
    }

    private mutating func skip(_ count: Int) throws(UnusableLine) {
        guard count <= end - position else { throw Self.damaged }
        position += count
    }

    private static var damaged: UnusableLine { UnusableLine("the export is damaged") }
}
