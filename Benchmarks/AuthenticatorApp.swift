import Cryptography
import Glibc
import OneTimePassword

/// The authenticator of every account in the benchmark: one secret, six digits, thirty seconds.
///
/// Making it leaves libcrypto loaded and used, as it is in every sshd before a module is loaded.
struct AuthenticatorApp {
    /// The secret all accounts share: 160 bits, the length RFC 4226 recommends.
    static let secret: [UInt8] = Array("12345678901234567890".utf8)

    /// How the codes are made: what every app does by default.
    let totp: TOTP

    private let library: LibCrypto

    /// Loads libcrypto and starts the parts of it that sshd starts too: random numbers and HMAC.
    ///
    /// - Throws: `BenchmarkError` when there is no libcrypto.
    init() throws {
        guard let hotp = HOTP(), let totp = TOTP(hotp: hotp) else {
            throw BenchmarkError("the usual codes cannot be made")
        }
        do {
            library = try LibCrypto()
            _ = try library.randomBytes(32)
        } catch {
            throw BenchmarkError(error.description)
        }
        self.totp = totp
        _ = try code()
    }

    /// The code that is right now.
    func code() throws -> String {
        do {
            return try totp.code(at: Int64(time(nil)), key: Self.secret.span, using: library).text
        } catch {
            throw BenchmarkError(error.description)
        }
    }
}
