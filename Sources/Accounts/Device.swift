package import OneTimePassword

/// One enrolled authenticator, without its key.
package struct Device {
    /// The most devices of one account.
    package static let maximumCount = 16
    /// The longest label, in bytes.
    package static let maximumLabelLength = 64
    /// The lengths of keys taken, in bytes: from the 80 bits some services still hand out, to a
    /// block of SHA-512.
    ///
    /// RFC 4226 demands 128 bits (section 4, R6) of the keys made here.
    package static let keyLengths = 10...128

    /// The number that tells the account's devices apart; never used again.
    package let id: UInt32
    /// What the person calls it.
    package let label: String
    /// How its codes are made.
    package let movingFactor: MovingFactor
    /// When it was enrolled, in seconds since 1970.
    package let enrolledAt: Int64
    /// Where its key lies in the identity's keys.
    let keyRange: Range<Int>

    /// The algorithm and length of its codes.
    package var hotp: HOTP {
        switch movingFactor {
        case .time(let totp): totp.hotp
        case .counter(let hotp, _): hotp
        }
    }
}
