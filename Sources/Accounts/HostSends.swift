internal import HostSystem

/// How many codes this host sends in all, to whomever.
///
/// Kept as one time: when the last of the codes counted would be due, were they sent evenly
/// (the virtual scheduling of ITU-T I.371). As many as the limit may go at once, and then as many as grow back.
package enum HostSends {
    /// The name of the file in StateDirectory.
    private static let fileName = "sent"
    /// The length of the file: one time in milliseconds since 1970.
    private static let length = 8
    /// How long to wait for others who send at this moment, in milliseconds.
    private static let lockDeadline = 5000

    /// Counts one more code.
    ///
    /// - Parameters:
    ///   - stateDirectory: StateDirectory of the policy.
    ///   - count: How many may be sent, from 1.
    ///   - period: Within how many seconds.
    ///   - time: Now, in seconds since 1970.
    /// - Returns: nil where it may be sent, else in how many seconds; nothing is counted then.
    /// - Throws: where the count cannot be kept; nothing may be sent then.
    package static func count(
        in stateDirectory: String, limit count: Int, period: Int64, at time: Int64
    ) throws(AccountError) -> Int64? {
        try system { () throws(SystemError) in
            let directory = try Directory(path: stateDirectory)
            let file = try directory.makeFile(named: fileName)
            try file.lock(within: lockDeadline)
            let now = time * 1000
            let window = period * 1000
            let stored = try due(in: file)
            let due = min(max(stored, now), now + window)
            let interval = max(window / Int64(max(count, 1)), 1)
            guard due + interval <= now + window else {
                // A time far ahead was kept while the clock was wrong; it must not last.
                if stored > due { try write(due, to: file) }
                return (due + interval - now - window + 999) / 1000
            }
            try write(due + interval, to: file)
            return nil
        }
    }

    private static func write(_ due: Int64, to file: borrowing File) throws(SystemError) {
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: due >> Int64(56 - 8 * $0)) }
        try file.write(bytes.span, at: 0)
    }

    private static func due(in file: borrowing File) throws(SystemError) -> Int64 {
        // Empty before the first code, and after a crash at that very moment.
        guard try file.currentLength() == length else { return 0 }
        var bytes = [UInt8](repeating: 0, count: length)
        var span = bytes.mutableSpan
        try file.read(into: &span, at: 0)
        return bytes.reduce(Int64(0)) { $0 << 8 | Int64($1) }
    }
}
