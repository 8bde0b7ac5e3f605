package import Cryptography
package import OneTimePassword

/// An authenticator in the hand of a test: it knows its key and shows codes.
package struct TestDevice: Sendable {
    /// What the person calls it.
    package let label: String
    /// How its codes are made.
    package let movingFactor: MovingFactor
    /// The key it shares with the account.
    package let key: [UInt8]

    /// A digits or a period that no authenticator has.
    package struct Impossible: Error {}

    /// A device by time.
    package static func time(
        label: String = "phone", hash: HashFunction = .sha1, digits: Int = 6, period: Int = 30,
        key: [UInt8] = Array(1...20)
    ) throws -> TestDevice {
        guard let hotp = HOTP(hash: hash, digits: digits),
            let totp = TOTP(hotp: hotp, period: period)
        else { throw Impossible() }
        return TestDevice(label: label, movingFactor: .time(totp), key: key)
    }

    /// A device by counter.
    package static func counter(
        label: String = "token", hash: HashFunction = .sha1, digits: Int = 6, start: UInt64 = 0,
        key: [UInt8] = Array(21...40)
    ) throws -> TestDevice {
        guard let hotp = HOTP(hash: hash, digits: digits) else { throw Impossible() }
        return TestDevice(label: label, movingFactor: .counter(hotp, start: start), key: key)
    }

    /// The code it shows at a moment, in seconds since 1970; for a device by counter, at that
    /// count.
    package func code(at moment: Int64) throws -> String { try oneTimeCode(at: moment).text }

    /// A code of the same length that is right at no step within an hour of a moment.
    package func wrongCode(at moment: Int64) throws -> String {
        let right = try Set((-130...130).map { try code(at: max(0, moment + $0 * step)) })
        let length = try oneTimeCode(at: moment).length
        let codes = (UInt64(123_456)...).lazy.map { OneTimeCode(value: $0, length: length).text }
        return codes.first { !right.contains($0) } ?? ""
    }

    /// The code it shows at a moment, as a number and a length.
    package func oneTimeCode(at moment: Int64) throws -> OneTimeCode {
        switch movingFactor {
        case .time(let totp): try oneTimeCode(atCounter: totp.step(at: moment))
        case .counter: try oneTimeCode(atCounter: UInt64(moment))
        }
    }

    /// The code it shows at a time step or counter.
    package func oneTimeCode(atCounter counter: UInt64) throws -> OneTimeCode {
        let hotp =
            switch movingFactor {
            case .time(let totp): totp.hotp
            case .counter(let hotp, _): hotp
            }
        return try hotp.code(at: counter, key: key.span, using: LibCrypto())
    }

    private var step: Int64 {
        switch movingFactor {
        case .time(let totp): Int64(totp.period)
        case .counter: 1
        }
    }
}
