package import Vocabulary

/// What moves the codes of a device on (RFC 4226 section 5.1), with algorithm and digits.
package enum MovingFactor: Equatable {
    /// Time, in steps of so many seconds.
    case time(TOTP)
    /// A counter, and its first value.
    case counter(HOTP, start: UInt64)

    /// The method the codes belong to.
    package var method: Method {
        switch self {
        case .time: .totp
        case .counter: .hotp
        }
    }
}
