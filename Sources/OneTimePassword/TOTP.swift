package import Cryptography

/// The time-based one-time password of RFC 6238: HOTP over the number of time steps since 1970.
package struct TOTP: Equatable {
    /// The lengths of a time step taken, in seconds; RFC 6238 recommends 30 and the apps know little else.
    package static let periods = 10...300

    /// The code's hash function and number of digits.
    package let hotp: HOTP
    /// The length of a time step, X of the RFC, in seconds.
    package let period: Int

    /// - Returns: nil where `period` is none of ``periods``.
    package init?(hotp: HOTP, period: Int = 30) {
        guard Self.periods.contains(period) else { return nil }
        self.hotp = hotp
        self.period = period
    }

    /// The number of the time step a moment lies in, T of the RFC.
    ///
    /// The moment is in seconds since 1970; one before that is taken as 1970.
    package func step(at time: Int64) -> UInt64 { UInt64(max(time, 0)) / UInt64(period) }

    /// The code at a moment.
    package func code(
        at time: Int64, key: Span<UInt8>, using library: LibCrypto
    ) throws(CryptographyError) -> OneTimeCode {
        try hotp.code(at: step(at: time), key: key, using: library)
    }
}
