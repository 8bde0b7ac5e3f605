package import Cryptography

/// The otpauth URI by which an authenticator app learns a key, usually out of a QR code.
///
/// The format is the one Google Authenticator introduced and all apps read: type, label, then
/// secret, issuer, algorithm, digits, and period or counter.
package struct AuthenticatorURI {
    /// What moves the code on.
    package enum MovingFactor: Equatable {
        /// Time, in steps of so many seconds.
        case time(TOTP)
        /// A counter, and its first value.
        case counter(HOTP, start: UInt64)
    }

    /// The account as the app shows it, such as `alice@web1`.
    package let account: String
    /// Who asks for the code, as the app shows it.
    package let issuer: String
    /// What moves the code on, with algorithm and digits.
    package let movingFactor: MovingFactor

    package init(account: String, issuer: String, movingFactor: MovingFactor) {
        self.account = account
        self.issuer = issuer
        self.movingFactor = movingFactor
    }

    /// The URI, with the key in it.
    package func text(key: Span<UInt8>) -> String {
        let (type, hotp, last) =
            switch movingFactor {
            case .time(let totp): ("totp", totp.hotp, "period=\(totp.period)")
            case .counter(let hotp, let start): ("hotp", hotp, "counter=\(start)")
            }
        let issuer = Self.percentEncoded(issuer)
        return "otpauth://\(type)/\(issuer):\(Self.percentEncoded(account))"
            + "?secret=\(Base32.encode(key))&issuer=\(issuer)&algorithm=\(Self.name(of: hotp.hash))"
            + "&digits=\(hotp.digits)&\(last)"
    }

    /// The shortest URI that says the same to an app, for a QR code that has to fit a small screen.
    ///
    /// The issuer stands before the account only, and what every app assumes anyway is left out.
    package func shortText(key: Span<UInt8>) -> String {
        let (type, hotp, last) =
            switch movingFactor {
            case .time(let totp):
                ("totp", totp.hotp, totp.period == 30 ? "" : "&period=\(totp.period)")
            case .counter(let hotp, let start): ("hotp", hotp, "&counter=\(start)")
            }
        let issuer = issuer.isEmpty ? "" : Self.percentEncoded(issuer) + ":"
        return "otpauth://\(type)/\(issuer)\(Self.percentEncoded(account))"
            + "?secret=\(Base32.encode(key))"
            + (hotp.hash == .sha1 ? "" : "&algorithm=\(Self.name(of: hotp.hash))")
            + (hotp.digits == 6 ? "" : "&digits=\(hotp.digits)") + last
    }

    /// The name of a hash function as the apps know it.
    package static func name(of hash: HashFunction) -> String {
        switch hash {
        case .sha1: "SHA1"
        case .sha256: "SHA256"
        case .sha512: "SHA512"
        }
    }

    /// RFC 3986, section 2.3: everything but the unreserved characters is written as bytes in
    /// hexadecimal.
    ///
    /// Several apps read `+` as itself, so a blank must be `%20`.
    private static func percentEncoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                encoded.append(byte)
            default:
                encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}
