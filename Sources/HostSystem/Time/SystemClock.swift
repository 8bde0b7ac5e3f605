internal import CHostSystem

/// The system's clocks; clock_gettime(2).
package enum SystemClock {
    /// The time of day, in whole seconds since 1970, or nil where the system has none.
    package static func now() -> Int64? {
        guard let time = read(CLOCK_REALTIME) else { return nil }
        return Int64(time.tv_sec)
    }

    /// A time that only grows, in milliseconds from an arbitrary start.
    package static func monotonicMilliseconds() -> Int64? {
        guard let time = read(CLOCK_MONOTONIC) else { return nil }
        return Int64(time.tv_sec) &* 1000 &+ Int64(time.tv_nsec) / 1_000_000
    }

    /// Sleeps; nanosleep(2), which leaves sshd's SIGALRM alone.
    package static func sleep(microseconds: Int) {
        guard microseconds > 0 else { return }
        var wanted = timespec(
            tv_sec: microseconds / 1_000_000, tv_nsec: microseconds % 1_000_000 * 1000)
        var left = timespec()
        // Safe: the kernel reads one structure and writes what a signal left over into the other.
        while unsafe nanosleep(&wanted, &left) != 0, host_errno() == EINTR { wanted = left }
    }

    private static func read(_ clock: clockid_t) -> timespec? {
        var time = timespec()
        // Safe: the kernel fills the structure it is lent.
        return unsafe clock_gettime(clock, &time) == 0 ? time : nil
    }
}
