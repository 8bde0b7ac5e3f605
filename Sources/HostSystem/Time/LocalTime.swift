internal import CHostSystem
internal import TextCoding

/// A time of day and a date as the clocks of this place show them.
package struct LocalTime: Sendable {
    /// The year.
    package let year: Int
    /// The month, from 1.
    package let month: Int
    /// The day of the month, from 1.
    package let day: Int
    /// The day of the week, from 0 for Sunday.
    package let weekday: Int
    /// The hour, from 0.
    package let hour: Int
    /// The minute, from 0.
    package let minute: Int
    /// The second, from 0 to 60.
    package let second: Int
    /// How many minutes the clocks are ahead of UTC.
    package let minutesAheadOfUTC: Int

    package init(
        year: Int, month: Int, day: Int, weekday: Int, hour: Int, minute: Int, second: Int,
        minutesAheadOfUTC: Int
    ) {
        self.year = year
        self.month = month
        self.day = day
        self.weekday = weekday
        self.hour = hour
        self.minute = minute
        self.second = second
        self.minutesAheadOfUTC = minutesAheadOfUTC
    }

    /// As people of all countries read it, such as `2026-01-02 03:04:05 +0800`.
    package var description: String {
        "\(Decimal.padded(year, to: 4))-\(Decimal.padded(month, to: 2))-\(Decimal.padded(day, to: 2)) \(clock) \(zone)"
    }

    /// As the header of a mail has it, such as `Fri, 02 Jan 2026 03:04:05 +0800` (RFC 5322 section 3.3).
    package var internetText: String {
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        let dayName = days.indices.contains(weekday) ? days[weekday] : ""
        let monthName = months.indices.contains(month - 1) ? months[month - 1] : ""
        let date = "\(Decimal.padded(day, to: 2)) \(monthName) \(Decimal.padded(year, to: 4))"
        return "\(dayName), \(date) \(clock) \(zone)"
    }

    private var clock: String {
        "\(Decimal.padded(hour, to: 2)):\(Decimal.padded(minute, to: 2)):\(Decimal.padded(second, to: 2))"
    }

    private var zone: String {
        let distance = minutesAheadOfUTC.magnitude
        let text =
            Decimal.padded(Int(distance / 60), to: 2) + Decimal.padded(Int(distance % 60), to: 2)
        return (minutesAheadOfUTC < 0 ? "-" : "+") + text
    }
}

extension SystemClock {
    /// The local time at a moment in seconds since 1970; nil where that is none; localtime_r(3).
    package static func localTime(of seconds: Int64) -> LocalTime? {
        var moment = time_t(seconds)
        var parts = unsafe tm()
        // Safe: the C library reads the one and fills the other.
        guard unsafe localtime_r(&moment, &parts) != nil else { return nil }
        // Safe: only the name of the time zone in there is a pointer, and it is not looked at.
        return unsafe LocalTime(
            year: Int(parts.tm_year) + 1900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday),
            weekday: Int(parts.tm_wday), hour: Int(parts.tm_hour), minute: Int(parts.tm_min),
            second: Int(parts.tm_sec), minutesAheadOfUTC: Int(parts.tm_gmtoff) / 60)
    }
}
