import Glibc
import HostSystem
import Testing

/// Times of day in zones of east and west, with and without summer time, far into both directions.
///
/// Each zone in a process of its own, since a process has one. They are written out as tzset(3) has them, so that
/// no database of zones is needed.
@Suite(.timeLimit(.minutes(15))) struct LocalTimeTests {
    private static let shanghai = "CST-8"
    private static let newYork = "EST5EDT,M3.2.0,M11.1.0"

    @Test(
        arguments: [
            ("UTC0", [0: "1970-01-01 00:00:00 +0000"]),
            (shanghai, [1_767_294_245: "2026-01-02 03:04:05 +0800"]),
            ("IST-5:30", [1_767_294_245: "2026-01-02 00:34:05 +0530"]),
            ("NST3:30", [1_767_294_245: "2026-01-01 15:34:05 -0330"]),
            (
                newYork,
                [
                    1_767_294_245: "2026-01-01 14:04:05 -0500",
                    // The clocks are put forward, and back.
                    1_772_953_199: "2026-03-08 01:59:59 -0500",
                    1_772_953_200: "2026-03-08 03:00:00 -0400",
                    1_793_512_799: "2026-11-01 01:59:59 -0400",
                    1_793_512_800: "2026-11-01 01:00:00 -0500",
                ]
            ),
        ] as [(String, [Int64: String])])
    func `a moment is shown as the clocks of the place show it`(
        zone: String, moments: [Int64: String]
    ) async {
        await #expect(processExitsWith: .success) {
            [zone = zone as String, moments = moments as [Int64: String]] in
            try enter(zone)
            for (seconds, expected) in moments {
                #expect(SystemClock.localTime(of: seconds)?.description == expected)
            }
        }
    }

    @Test(
        arguments: [
            (
                "UTC0",
                [
                    -1: "1969-12-31 23:59:59 +0000",
                    -6_106_060_800: "1776-07-04 00:00:00 +0000",
                    -30_641_760_000: "0999-01-01 00:00:00 +0000",
                    // The last second of 32 bits with a sign, and the next; the same without a sign.
                    2_147_483_647: "2038-01-19 03:14:07 +0000",
                    2_147_483_648: "2038-01-19 03:14:08 +0000",
                    4_294_967_295: "2106-02-07 06:28:15 +0000",
                    4_294_967_296: "2106-02-07 06:28:16 +0000",
                ]
            ),
            (
                shanghai,
                [
                    -1: "1970-01-01 07:59:59 +0800",
                    2_147_483_648: "2038-01-19 11:14:08 +0800",
                    253_402_300_800: "10000-01-01 08:00:00 +0800",
                ]
            ),
            (
                newYork,
                [
                    2_147_483_648: "2038-01-18 22:14:08 -0500",
                    4_294_967_296: "2106-02-07 01:28:16 -0500",
                    4_310_000_000: "2106-07-31 02:13:20 -0400",
                ]
            ),
        ] as [(String, [Int64: String])])
    func `moments long ago and far ahead are moments like others`(
        zone: String, moments: [Int64: String]
    ) async {
        await #expect(processExitsWith: .success) {
            [zone = zone as String, moments = moments as [Int64: String]] in
            try enter(zone)
            for (seconds, expected) in moments {
                #expect(SystemClock.localTime(of: seconds)?.description == expected)
            }
        }
    }

    @Test func `a mail has the day of the week before it`() async {
        await #expect(processExitsWith: .success) {
            try enter("CST-8")
            for (seconds, expected) in [
                0: "Thu, 01 Jan 1970 08:00:00 +0800",
                -28_801: "Wed, 31 Dec 1969 23:59:59 +0800",
                951_753_600: "Tue, 29 Feb 2000 00:00:00 +0800",
                4_294_967_296: "Sun, 07 Feb 2106 14:28:16 +0800",
            ] as [Int64: String] {
                #expect(SystemClock.localTime(of: seconds)?.internetText == expected)
            }
        }
    }

    @Test(arguments: [Int64.max, .min])
    func `a moment whose year no number holds is none`(seconds: Int64) {
        #expect(SystemClock.localTime(of: seconds) == nil)
    }
}

/// Lets this process's clocks be those of a zone.
private func enter(_ zone: String) throws {
    try #require(unsafe setenv("TZ", zone, 1) == 0)
    tzset()
}
