internal import Delivery
internal import HostSystem

/// Tells each step of a delivery, with the time since the start, where somebody asked for that.
package final class StepLog {
    private let isOn: Bool
    private let start = SystemClock.monotonicMilliseconds() ?? 0

    /// - Parameter isOn: whether the steps are written to standard output; else they are dropped.
    package init(isOn: Bool) { self.isOn = isOn }

    /// Tells that something was done.
    ///
    /// - Parameter text: what was done, without a code, a secret or a whole address.
    package func step(_ text: String) {
        if isOn { write(text) }
    }

    /// Tells something that an administrator should know in any case.
    package func warn(_ text: String) { write(text) }

    private func write(_ text: String) {
        let elapsed = (SystemClock.monotonicMilliseconds() ?? start) - start
        // A reader that went away is no reason to stop the delivery.
        try? StandardStream.output.write(DeliveryReply.step("\(elapsed) ms: \(text)").line)
    }
}
