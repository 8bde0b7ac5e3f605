internal import HostSystem

/// The moment by which all work must be done.
package struct Deadline: Sendable {
    /// In milliseconds of the clock that only grows.
    private let end: Int64

    /// Ends this many milliseconds from now.
    package init(milliseconds: Int) throws(DeliveryError) {
        guard let now = SystemClock.monotonicMilliseconds() else {
            throw DeliveryError("the system has no monotonic clock")
        }
        end = now.addingReportingOverflow(Int64(max(milliseconds, 0))).partialValue
    }

    /// How many milliseconds are left; 0 when it has passed, or the clock fails.
    package var remaining: Int {
        guard let now = SystemClock.monotonicMilliseconds(), now < end else { return 0 }
        return Int(end - now)
    }
}
