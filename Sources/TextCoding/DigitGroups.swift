/// Bytes as digits of fewer bits each, as Base32 and Base64 write them, the first bits first (RFC 4648).
enum DigitGroups {
    /// The digits of bytes, each of so many bits; the last is filled up with zeros.
    static func digits(of bytes: Span<UInt8>, bitsEach: UInt32, alphabet: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count * 8 + Int(bitsEach) - 1) / Int(bitsEach))
        let mask = UInt32(1) << bitsEach - 1
        var buffer: UInt32 = 0
        var bits: UInt32 = 0
        for index in bytes.indices {
            buffer = buffer << 8 | UInt32(bytes[index])
            bits += 8
            while bits >= bitsEach {
                bits -= bitsEach
                text.append(alphabet[Int(buffer >> bits & mask)])
            }
            buffer &= 1 << bits - 1
        }
        if bits > 0 { text.append(alphabet[Int(buffer << (bitsEach - bits) & mask)]) }
        return text
    }

    /// Writes the bytes of digits into the place made for them, and nowhere else: it may be that of a key.
    ///
    /// - Parameters:
    ///   - text: The digits; characters without a value are left out.
    ///   - bitsEach: How many bits each has.
    ///   - bytes: Where as many bytes are written as fit.
    ///   - value: The value of a digit.
    /// - Returns: The bits left over.
    @inline(__always)
    static func decode(
        _ text: Span<UInt8>, bitsEach: UInt32, into bytes: inout MutableSpan<UInt8>,
        value: (UInt8) -> UInt8?
    ) -> UInt32 {
        var buffer: UInt32 = 0
        var bits: UInt32 = 0
        var position = 0
        for index in text.indices {
            guard let value = value(text[index]) else { continue }
            buffer = buffer << bitsEach | UInt32(value)
            bits += bitsEach
            guard bits >= 8, position < bytes.count else { continue }
            bits -= 8
            bytes[position] = UInt8(truncatingIfNeeded: buffer >> bits)
            position += 1
            buffer &= 1 << bits - 1
        }
        return buffer
    }
}
