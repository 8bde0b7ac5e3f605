package import Cryptography
internal import TextCoding

/// The otpauth URI by which an authenticator app learns a key, usually out of a QR code.
///
/// The format is the one Google Authenticator introduced and all apps read: type, label, then
/// secret, issuer, algorithm, digits, and period or counter.
package struct AuthenticatorURI {
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

    /// The URI, with the key in it; a blank is `%20`, since several apps read `+` as itself.
    package func text(key: Span<UInt8>) -> String {
        let (type, hotp, last) =
            switch movingFactor {
            case .time(let totp): ("totp", totp.hotp, "period=\(totp.period)")
            case .counter(let hotp, let start): ("hotp", hotp, "counter=\(start)")
            }
        let issuer = PercentEncoding.encode(issuer)
        return "otpauth://\(type)/\(issuer):\(PercentEncoding.encode(account))"
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
        let issuer = issuer.isEmpty ? "" : PercentEncoding.encode(issuer) + ":"
        return "otpauth://\(type)/\(issuer)\(PercentEncoding.encode(account))"
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
}
