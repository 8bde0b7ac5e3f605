@testable import Policy
import Testing

@Suite struct TimeTests {
    @Test(arguments: [
        ("0", 0), ("90", 90), ("90s", 90), ("1h30m", 5_400), ("2d", 172_800), ("1w", 604_800),
        ("1W1D1H1M1S", 694_861), ("1h30", 3_630), ("10m10m", 1_200), ("9223372036854775807", .max),
    ])
    func `a time is read in seconds`(text: String, seconds: Int) {
        #expect(TimeFormat.seconds(Array(text.utf8)) == seconds)
    }

    @Test(arguments: [
        "", "s", "1x", "1h m", "1hh", "-1", "+1", "1.5h", "1 h", "9223372036854775808",
        "9223372036854775807s1", "15250284452472w", "99999999999999999999999999999999h",
    ])
    func `what is no time is refused`(text: String) {
        #expect(TimeFormat.seconds(Array(text.utf8)) == nil)
    }

    @Test(arguments: [
        (0, "0"), (1, "1s"), (60, "1m"), (90, "1m30s"), (5_400, "1h30m"), (604_800, "1w"),
        (694_861, "1w1d1h1m1s"), (.max, "15250284452471w3d15h30m7s"),
    ])
    func `a time is written in its largest units`(seconds: Int, text: String) {
        #expect(TimeFormat.text(seconds) == text)
        #expect(TimeFormat.seconds(Array(text.utf8)) == seconds)
    }

    @Test(arguments: [
        ("1970-01-01", 86_400), ("1969-12-31", 0), ("2000-02-29", 951_868_800),
        ("2027-03-31", 1_806_537_600), ("2100-02-28", 4_107_542_400), ("2038-01-19", 2_147_558_400),
        ("9999-12-31", 253_402_300_800), ("0000-01-01", -62_167_132_800),
    ])
    func `a day ends when the next one begins`(text: String, end: Int) throws {
        let date = try #require(CalendarDate(Array(text.utf8)))
        #expect(date.end == end)
        #expect(date.description == text)
    }

    @Test(arguments: [
        "", "2027", "2027-3-31", "2027-03-32", "2100-02-29", "2027/03/31", "20270331",
        "2027-03-31 ", "+027-03-31", "2027-03-31-01", "-2027-03-3", "2027-0331", "20a7-03-31",
    ])
    func `what is no date is refused`(text: String) {
        #expect(CalendarDate(Array(text.utf8)) == nil)
    }

    @Test(arguments: ["allow", "enrol", "deny"])
    func `from the day after the deadline the unenrolled are denied`(choice: String) throws {
        let text = "Unenrolled \(choice)\nEnrolmentDeadline 2027-03-31"
        let settings = try policy(text).settings(for: .alice)
        let before = settings.unenrolledUntilDeadline
        #expect(before.name == choice)
        #expect(settings.unenrolled(at: 0) == before)
        #expect(settings.unenrolled(at: 1_806_537_599) == before)
        #expect(settings.unenrolled(at: 1_806_537_600) == .deny)
        #expect(settings.unenrolled(at: .max) == .deny)
    }

    @Test func `without a deadline the choice holds for ever`() throws {
        let settings = try policy("Unenrolled allow").settings(for: .alice)
        #expect(settings.unenrolled(at: .max) == .allow)
        #expect(settings.unenrolled(at: .min) == .allow)
    }
}
