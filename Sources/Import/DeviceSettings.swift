internal import Cryptography
internal import OneTimePassword
internal import TextCoding

/// How a device makes its codes, as URIs and exports of apps say it.
///
/// What is left out is what every app takes then.
struct DeviceSettings {
    /// What moves the code on.
    enum Kind {
        case time, counter

        /// - Throws: where the type is another one, whose codes are made in another way.
        init(named name: String) throws(UnusableLine) {
            switch name.lowercased() {
            case "totp": self = .time
            case "hotp": self = .counter
            default: throw UnusableLine("the type is neither totp nor hotp")
            }
        }
    }

    var kind = Kind.time
    var hash = HashFunction.sha1
    var digits = 6
    /// In seconds.
    var period = 30
    /// The next one to be used.
    var counter: UInt64 = 0

    /// - Throws: where there are no such codes here.
    func movingFactor() throws(UnusableLine) -> MovingFactor {
        guard let hotp = HOTP(hash: hash, digits: digits) else {
            throw UnusableLine("a code has 6 to 8 digits")
        }
        switch kind {
        case .counter:
            guard ImportedDevice.counters.contains(counter) else {
                throw UnusableLine("the counter is out of range")
            }
            return .counter(hotp, start: counter)
        case .time:
            guard let totp = TOTP(hotp: hotp, period: period) else {
                let periods = TOTP.periods
                throw UnusableLine(
                    "a time step has \(periods.lowerBound) to \(periods.upperBound) seconds")
            }
            return .time(totp)
        }
    }

    /// A hash function by any of the names that apps give it: `SHA256`, `sha-256`, `SHA_256`, `HmacSHA256`,
    /// `HMAC-SHA256`, `Algorithm.sha256`.
    static func hash(named name: String) throws(UnusableLine) -> HashFunction {
        var letters = name.utf8.map { $0.lowercased }.filter { !"-_".utf8.contains($0) }[...]
        for prefix in ["algorithm.", "hmac"] where letters.starts(with: prefix.utf8) {
            letters = letters.dropFirst(prefix.utf8.count)
        }
        switch String(decoding: letters, as: UTF8.self) {
        case "sha1": return .sha1
        case "sha256": return .sha256
        case "sha512": return .sha512
        default: throw UnusableLine("the algorithm is none of SHA1, SHA256 and SHA512")
        }
    }
}
