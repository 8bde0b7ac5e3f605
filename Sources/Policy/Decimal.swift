/// Whole numbers in decimal digits.
package enum Decimal {
    /// The number these digits stand for; nil if there is none, another character or too many.
    package static func number(_ text: some Collection<UInt8>) -> Int? {
        guard !text.isEmpty else {
            return nil
        }
        var number = 0
        for byte in text {
            guard isDigit(byte) else {
                return nil
            }
            let (tens, isTooLarge) = number.multipliedReportingOverflow(by: 10)
            let (sum, isStillTooLarge) = tens.addingReportingOverflow(
                Int(byte - UInt8(ascii: "0"))
            )
            guard !isTooLarge, !isStillTooLarge else {
                return nil
            }
            number = sum
        }
        return number
    }

    /// Whether the byte is a decimal digit.
    package static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
