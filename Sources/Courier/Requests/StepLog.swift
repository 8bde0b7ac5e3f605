internal import HostSystem
package import TextCoding
internal import Wire

/// Tells each step of a delivery, with the time since the start, where somebody asked for that.
package final class StepLog {
    /// How many problems there were.
    package private(set) var problems = 0
    private let isOn: Bool
    private let start = SystemClock.monotonicMilliseconds() ?? 0

    /// - Parameter isOn: whether the steps are written to standard output; else they are dropped.
    package init(isOn: Bool) { self.isOn = isOn }

    /// Tells that something was done.
    ///
    /// - Parameter text: what was done, without a code, a secret or a whole address.
    package func step(_ text: CompactText) {
        guard isOn else { return }
        let elapsed = (SystemClock.monotonicMilliseconds() ?? start) - start
        write(DeliveryReply(.step, compact("\(elapsed) ms: \(text.string)")))
    }

    /// Tells of something an administrator should know, whether the steps are asked for or not.
    ///
    /// - Parameter text: what is wrong, without a code, a secret or a whole address.
    package func problem(_ text: CompactText) {
        problems += 1
        write(DeliveryReply(.problem, text.string))
    }

    private func write(_ reply: DeliveryReply) {
        // A reader that went away is no reason to stop the delivery.
        try? StandardStream.output.write(reply.encoded)
    }
}
