internal import TextCoding

/// Times as sshd_config(5) writes them under TIME FORMATS: `90`, `5m`, `1h30m`, `2d`.
package enum TimeFormat {
    /// The seconds of a week.
    package static let secondsPerWeek = 604_800

    private static var units: [(letter: UInt8, seconds: Int)] {
        [
            (UInt8(ascii: "w"), secondsPerWeek),
            (UInt8(ascii: "d"), 86_400),
            (UInt8(ascii: "h"), 3_600),
            (UInt8(ascii: "m"), 60),
            (UInt8(ascii: "s"), 1),
        ]
    }

    /// Whether a letter stands for a unit.
    package static func isUnit(_ letter: UInt8) -> Bool { units.contains { $0.letter == letter } }

    /// The seconds a text stands for; nil if it is no time, or too long a one to count.
    ///
    /// A number without a unit is a number of seconds; units may be in upper or lower case.
    package static func seconds(_ text: [UInt8]) -> Int? {
        guard !text.isEmpty else {
            return nil
        }
        var total = 0
        var rest = text[...]
        while !rest.isEmpty {
            let digits = rest.prefix(while: { $0.isDigit })
            rest = rest.dropFirst(digits.count)
            var factor = 1
            if let letter = rest.popFirst() {
                guard let unit = units.first(where: { $0.letter == letter.lowercased }) else {
                    return nil
                }
                factor = unit.seconds
            }
            guard let number = Decimal.number(digits) else {
                return nil
            }
            let (part, isTooLarge) = number.multipliedReportingOverflow(by: factor)
            let (sum, isStillTooLarge) = total.addingReportingOverflow(part)
            guard !isTooLarge, !isStillTooLarge else {
                return nil
            }
            total = sum
        }
        return total
    }

    /// A number of seconds in the largest units it has, such as `1h30m`.
    package static func text(_ seconds: Int) -> String {
        var text = ""
        var rest = seconds
        for unit in units where rest >= unit.seconds {
            text = compact("\(text)\(rest / unit.seconds)\(String(bytes: [unit.letter]))")
            rest %= unit.seconds
        }
        return text.utf8.isEmpty ? "0" : text
    }
}
