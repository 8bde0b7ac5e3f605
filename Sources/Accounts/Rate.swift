/// So many at once, and then as many as grow back: the virtual scheduling of ITU-T I.371.
///
/// What was counted is kept as one time, in milliseconds since 1970: when the last would be due, were they sent
/// evenly. 0 is none.
struct Rate {
    /// Between two, in milliseconds.
    private let interval: Int64
    /// Within which so many may go at once, in milliseconds.
    private let window: Int64

    /// So many, from 1, in so many seconds, up to those of a week.
    init(count: Int, period: Int64) {
        window = period * 1000
        interval = max(window / Int64(max(count, 1)), 1)
    }

    /// Counts one more.
    ///
    /// - Parameters:
    ///   - due: What is kept.
    ///   - time: Now, in seconds since 1970.
    /// - Returns: The time to keep then; `wait` says for how many seconds one more is too many.
    func counting(_ due: Int64, at time: Int64) -> (due: Int64, wait: Int64?) {
        let now = Self.milliseconds(time)
        // A time far ahead was kept while the clock was wrong; it must not last.
        let start = min(max(due, now), now + window)
        guard start + interval <= now + window else {
            return (start, (start + interval - now - window + 999) / 1000)
        }
        return (start + interval, nil)
    }

    /// The time to keep once one is taken back.
    func takingBack(_ due: Int64) -> Int64 { max(max(due, 0) - interval, 0) }

    /// How many are counted at a moment.
    func count(_ due: Int64, at time: Int64) -> Int {
        let left = min(max(max(due, 0) - Self.milliseconds(time), 0), window)
        return Int((left + interval - 1) / interval)
    }

    /// A moment in milliseconds; one that no clock shows is cut, so that no sum leaves the type.
    private static func milliseconds(_ time: Int64) -> Int64 {
        min(max(time, 0), 1 << 50) * 1000
    }
}
