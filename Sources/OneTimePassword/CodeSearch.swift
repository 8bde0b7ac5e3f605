package import Cryptography

extension HOTP {
    /// Looks for the counter at which a code is right.
    ///
    /// Computes the code of every counter in `range`, whether or not one was found before, so that the time
    /// taken says nothing about which one it is.
    ///
    /// - Returns: The counter nearest to the end of the range that holds, or nil.
    package func counter(
        matching code: OneTimeCode, in range: ClosedRange<UInt64>, key: Span<UInt8>,
        using library: LibCrypto
    ) throws(CryptographyError) -> UInt64? {
        var found: UInt64?
        for counter in range {
            if try self.code(at: counter, key: key, using: library) == code { found = counter }
        }
        return found
    }
}

extension UInt64 {
    /// The counters from so many before this one to so many after it, cut off at the ends of the type.
    package func range(before: UInt64, after: UInt64) -> ClosedRange<UInt64> {
        let start = self > before ? self - before : 0
        let (end, overflow) = addingReportingOverflow(after)
        return start...(overflow ? .max : end)
    }

    /// This counter, so many steps later or earlier, cut off at the ends of the type.
    package func advanced(clamping steps: Int) -> UInt64 {
        let range = range(before: steps.magnitudeOf64, after: steps.magnitudeOf64)
        return steps < 0 ? range.lowerBound : range.upperBound
    }
}

extension Int {
    fileprivate var magnitudeOf64: UInt64 { UInt64(magnitude) }
}
