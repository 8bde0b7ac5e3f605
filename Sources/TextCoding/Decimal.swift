/// Whole numbers in decimal digits.
package enum Decimal {
    /// The number these digits stand for; nil if there is none, another character or too many.
    package static func number(_ text: some Collection<UInt8>) -> Int? {
        guard !text.isEmpty else {
            return nil
        }
        var number = 0
        for byte in text {
            guard byte.isDigit else {
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

    /// A number with zeros before it, up to a width.
    package static func padded(_ number: Int, to width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
