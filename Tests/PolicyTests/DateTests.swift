@testable import Policy
import Testing
import TextCoding

@Suite struct DateTests {
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
