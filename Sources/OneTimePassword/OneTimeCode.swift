internal import TextCoding

/// A numeric one-time code: so many decimal digits, leading zeros included.
package struct OneTimeCode: Equatable {
    /// How many digits a code may have: at least the 6 of RFC 4226 section 5.3, at most the 10 of a sent code.
    package static let lengths = 6...10

    /// The digits as a number.
    package let value: UInt64
    /// How many digits it has.
    package let length: Int

    /// Makes a code of a number that is less than ten to the power of `length`.
    package init(value: UInt64, length: Int) {
        self.value = value
        self.length = length
    }

    /// Reads a code as a person types it, see ``plainCode(_:)``: digits, which blanks and hyphens may group.
    ///
    /// - Returns: nil for anything else, and for another number of digits than ``lengths``.
    package init?(typed bytes: Span<UInt8>) {
        var value: UInt64 = 0
        var length = 0
        for byte in plainCode(bytes) {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                guard length < Self.lengths.upperBound else { return nil }
                value = value * 10 + UInt64(byte - UInt8(ascii: "0"))
                length += 1
            case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
                continue
            default:
                return nil
            }
        }
        guard Self.lengths.contains(length) else { return nil }
        self.init(value: value, length: length)
    }

    /// The digits as text.
    @inline(never)
    package var text: String {
        var digits = [UInt8](repeating: UInt8(ascii: "0"), count: length)
        var rest = value
        for index in digits.indices.reversed() {
            digits[index] += UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        return String(bytes: digits)
    }
}
