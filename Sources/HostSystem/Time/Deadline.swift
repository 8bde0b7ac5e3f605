/// A moment by which something must be done, by the clock that only grows.
package struct Deadline: Sendable {
    private let end: Int64

    /// The moment so many milliseconds from now.
    ///
    /// Where the system has no clock the deadline is over at once.
    package init(milliseconds: Int) {
        let start = SystemClock.monotonicMilliseconds()
        end = start.map { $0 &+ Int64(max(0, milliseconds)) } ?? Int64.min
    }

    /// How many milliseconds are left, from 0.
    package var remaining: Int {
        guard let now = SystemClock.monotonicMilliseconds(), end > now else { return 0 }
        return Int(end - now)
    }

    /// Whether the moment has passed.
    package var isOver: Bool { remaining == 0 }

    /// An earlier deadline: the time that is left, in equal parts, of which this is one.
    package func share(of parts: Int) -> Deadline {
        Deadline(milliseconds: remaining / max(1, parts))
    }
}
