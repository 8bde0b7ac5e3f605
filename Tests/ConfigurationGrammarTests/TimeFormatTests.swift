import ConfigurationGrammar
import Testing

@Suite struct TimeFormatTests {
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
}
