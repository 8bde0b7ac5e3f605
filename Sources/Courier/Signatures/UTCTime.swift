internal import TextCoding

/// A moment as the date and the time of day in UTC.
package struct UTCTime: Sendable {
    private let year: Int64
    private let month: Int64
    private let day: Int64
    private let second: Int64

    /// The moment so many seconds after 1970-01-01 00:00; for the years 1970 to 9999, else the nearest of them.
    package init(secondsSince1970 seconds: Int64) {
        let seconds = min(max(seconds, 0), 253_402_300_799)
        second = seconds % 86_400
        // Years that begin in March have their leap day at the end; 146,097 days are 400 of them.
        let days = seconds / 86_400 + 719_468
        let era = days / 146_097
        let dayOfEra = days % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    }

    /// As `20260102T030405Z`, the basic format of ISO 8601.
    package var basic: String {
        Decimal.padded(Int(year), to: 4) + Decimal.padded(Int(month), to: 2)
            + Decimal.padded(Int(day), to: 2) + "T"
            + Decimal.padded(Int(second / 3600), to: 2)
            + Decimal.padded(Int(second / 60 % 60), to: 2)
            + Decimal.padded(Int(second % 60), to: 2) + "Z"
    }

    /// As `2026-01-02T03:04:05Z`, the extended format of ISO 8601 (RFC 3339).
    package var extended: String {
        Decimal.padded(Int(year), to: 4) + "-" + Decimal.padded(Int(month), to: 2) + "-"
            + Decimal.padded(Int(day), to: 2) + "T"
            + timeOfDay + "Z"
    }

    /// As `03:04:05`.
    package var timeOfDay: String {
        Decimal.padded(Int(second / 3600), to: 2) + ":"
            + Decimal.padded(Int(second / 60 % 60), to: 2) + ":"
            + Decimal.padded(Int(second % 60), to: 2)
    }
}
