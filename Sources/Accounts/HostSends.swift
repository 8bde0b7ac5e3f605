internal import HostSystem

/// How many codes this host sends in all, to whomever, and how many of them failed.
package enum HostSends {
    /// The name of the file in StateDirectory: two times in milliseconds since 1970, see ``Rate``.
    private static let fileName = "sent"
    /// The length of the file, in bytes.
    private static let length = 16
    /// How long to wait for others who send at this moment, in milliseconds.
    private static let lockDeadline = 5000
    /// How many may fail at once, and then one in two seconds.
    ///
    /// Enough for all who log in while a mail server is away, and little for it to refuse. A minute later nothing of
    /// it is left.
    private static var failures: Rate { Rate(count: 30, period: 60) }

    /// What the file holds.
    private struct Counts: Equatable {
        var sent: Int64 = 0
        var failed: Int64 = 0
    }

    /// Makes the file with its blocks, or leaves the one there: later a full disk then keeps nobody from being sent
    /// a code.
    package static func prepare(in stateDirectory: String) throws(AccountError) {
        try change(in: stateDirectory) { _ in }
    }

    /// Counts one more code.
    ///
    /// - Parameters:
    ///   - stateDirectory: StateDirectory of the policy.
    ///   - count: How many may be sent, from 1.
    ///   - period: Within how many seconds.
    ///   - time: Now, in seconds since 1970.
    /// - Returns: nil where it may be sent, else why not; nothing is counted then.
    /// - Throws: where the count cannot be kept; nothing may be sent then.
    package static func count(
        in stateDirectory: String, limit count: Int, period: Int64, at time: Int64
    ) throws(AccountError) -> SendRefusal? {
        let rate = Rate(count: count, period: period)
        var refusal: SendRefusal?
        try change(in: stateDirectory) { counts in
            if let wait = failures.counting(counts.failed, at: time).wait {
                refusal = .failing(remaining: wait)
                return
            }
            let (due, wait) = rate.counting(counts.sent, at: time)
            counts.sent = due
            refusal = wait.map { .tooMany(remaining: $0) }
        }
        return refusal
    }

    /// Keeps what became of a code that was counted: one that was certainly not sent is taken back.
    package static func settle(
        _ outcome: SendOutcome, in stateDirectory: String, limit count: Int, period: Int64,
        at time: Int64
    ) throws(AccountError) {
        try change(in: stateDirectory) { counts in
            switch outcome {
            case .sent: counts.failed = 0
            case .notSent:
                counts.sent = Rate(count: count, period: period).takingBack(counts.sent)
                counts.failed = failures.counting(counts.failed, at: time).due
            case .unknown: break
            }
        }
    }

    /// How many codes count at a moment, and how many of late could not be sent.
    package static func counts(
        in stateDirectory: String, limit count: Int, period: Int64, at time: Int64
    ) throws(AccountError) -> (sent: Int, failed: Int) {
        var result = (sent: 0, failed: 0)
        try change(in: stateDirectory) { counts in
            let rate = Rate(count: count, period: period)
            result = (rate.count(counts.sent, at: time), failures.count(counts.failed, at: time))
        }
        return result
    }

    /// Changes what the file holds, under its lock.
    @inline(never)
    private static func change(
        in stateDirectory: String, _ body: (inout Counts) -> Void
    ) throws(AccountError) {
        do throws(SystemError) {
            let directory = try Directory(path: stateDirectory)
            let file = try directory.makeFile(named: fileName)
            try file.lock(within: lockDeadline)
            let stored = try read(file)
            var counts = stored ?? Counts()
            body(&counts)
            if counts != stored { try write(counts, to: file) }
        } catch {
            throw .system(error)
        }
    }

    private static func write(
        _ counts: Counts, to file: borrowing File
    ) throws(SystemError) {
        let bytes = [UInt8](bigEndian: counts.sent) + [UInt8](bigEndian: counts.failed)
        try file.write(bytes.span, at: 0)
    }

    /// - Returns: nil where it is empty: before the first code, and after a crash at that very moment.
    private static func read(_ file: borrowing File) throws(SystemError) -> Counts? {
        guard try file.currentLength() >= length else { return nil }
        var bytes = [UInt8](repeating: 0, count: length)
        var span = bytes.mutableSpan
        try file.read(into: &span, at: 0)
        var reader = ByteReader()
        do throws(UnreadableRecord) {
            let sent: Int64 = try reader.integer(from: bytes.span)
            let failed: Int64 = try reader.integer(from: bytes.span)
            return Counts(sent: max(sent, 0), failed: max(failed, 0))
        } catch {
            return nil
        }
    }
}
