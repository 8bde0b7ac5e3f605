import Courier
import Testing

@Suite struct UTCTimeTests {
    /// Moments and their dates as date(1) of GNU coreutils has them.
    static let moments: [(Int64, String)] = [
        (0, "1970-01-01T00:00:00Z"), (951_782_399, "2000-02-28T23:59:59Z"),
        (951_782_400, "2000-02-29T00:00:00Z"), (951_868_800, "2000-03-01T00:00:00Z"),
        (1_767_323_045, "2026-01-02T03:04:05Z"), (4_107_542_400, "2100-03-01T00:00:00Z"),
        (4_107_542_399, "2100-02-28T23:59:59Z"), (253_402_300_799, "9999-12-31T23:59:59Z"),
    ]

    @Test(arguments: moments)
    func `a moment is written as its date`(moment: Int64, text: String) {
        let time = UTCTime(secondsSince1970: moment)
        #expect(time.extended == text)
        #expect(time.basic == text.filter { $0 != "-" && $0 != ":" })
    }

    @Test(arguments: [Int64.min, -1, 253_402_300_800, Int64.max])
    func `a moment outside is the nearest inside`(moment: Int64) {
        let text = UTCTime(secondsSince1970: moment).extended
        #expect(text == (moment < 0 ? "1970-01-01T00:00:00Z" : "9999-12-31T23:59:59Z"))
    }
}
