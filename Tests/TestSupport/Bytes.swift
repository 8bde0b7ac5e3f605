extension [UInt8] {
    /// The bytes that pairs of hexadecimal digits stand for; blanks and line ends between them are
    /// skipped.
    package init(hex text: String) {
        let digits = text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        self = stride(from: 0, to: digits.count - 1, by: 2).map {
            UInt8(digits[$0] * 16 + digits[$0 + 1])
        }
    }

    /// The bytes as hexadecimal digits, in lower case.
    package var hex: String {
        let digits = Array<Character>("0123456789abcdef")
        return String(flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }

    /// The bytes of a text.
    package init(text: String) { self = Array(text.utf8) }
}

/// Random numbers that are the same in every run, so that a failure can be repeated; xorshift64*.
package struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    /// - Parameter seed: Any number but 0.
    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return state &* 0x2545_F491_4F6C_DD1D
    }
}
