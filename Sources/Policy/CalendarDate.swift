internal import TextCoding

/// A day of the Gregorian calendar.
package struct CalendarDate: Sendable, CustomStringConvertible {
    /// The year, 0 to 9999.
    package let year: Int
    /// The month, 1 to 12.
    package let month: Int
    /// The day of the month, from 1.
    package let day: Int

    /// Reads a date as `YYYY-MM-DD` (RFC 3339 full-date); nil if there is no such day.
    init?(_ text: [UInt8]) {
        let hyphen = UInt8(ascii: "-")
        guard text.count == 10, text[4] == hyphen, text[7] == hyphen,
            let year = Decimal.number(text.prefix(4)),
            let month = Decimal.number(text.dropFirst(5).prefix(2)),
            let day = Decimal.number(text.dropFirst(8)),
            (1...12).contains(month),
            (1...Self.days(ofMonth: month, year: year)).contains(day)
        else {
            return nil
        }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The date as `YYYY-MM-DD`.
    package var description: String {
        Decimal.padded(year, to: 4) + "-" + Decimal.padded(month, to: 2) + "-"
            + Decimal.padded(day, to: 2)
    }

    /// When the day is over in UTC, in seconds since 1970-01-01 00:00 UTC.
    package var end: Int {
        let daysOfMonths = (1..<month).reduce(0) { $0 + Self.days(ofMonth: $1, year: year) }
        let dayNumber = Self.days(before: year) - Self.days(before: 1970) + daysOfMonths + day
        return dayNumber * 86_400
    }

    /// The days from the beginning of year 0 to the beginning of this year.
    private static func days(before year: Int) -> Int {
        // Rounded up, because year 0 is a leap year itself.
        let leapDays = (year + 3) / 4 - (year + 99) / 100 + (year + 399) / 400
        return year * 365 + leapDays
    }

    private static func days(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func isLeap(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }
}
