import CLibcrypto
import Glibc

/// The authenticator of every account in the benchmark: one secret, six digits, thirty seconds (RFC 6238).
///
/// Making it leaves libcrypto used, as it is in every sshd before a module is loaded.
struct AuthenticatorApp {
    /// The secret all accounts share: 160 bits, the length RFC 4226 recommends.
    private static let secret = Array("12345678901234567890".utf8)

    /// The secret as an app takes it, in Base32 (RFC 4648).
    static let base32Secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

    /// The secret as pam_oath takes it.
    static let hexadecimalSecret = "3132333435363738393031323334353637383930"

    /// Starts the parts of libcrypto that sshd starts too: random numbers and HMAC.
    ///
    /// - Throws: `BenchmarkError` when libcrypto does neither.
    init() throws {
        var bytes = [UInt8](repeating: 0, count: 32)
        guard unsafe RAND_bytes(&bytes, Int32(bytes.count)) == 1 else {
            throw BenchmarkError("libcrypto has no random numbers")
        }
        _ = try code()
    }

    /// Waits, where need be, until the code that is right now stays so for ten seconds: whoever asks for it then
    /// gets the same one.
    static func waitForSteadyCode() {
        let left = 30 - UInt32(time(nil) % 30)
        if left < 10 { sleep(left) }
    }

    /// The code that is right now.
    ///
    /// - Throws: `BenchmarkError` when libcrypto cannot make it.
    func code() throws -> String {
        let step = UInt64(time(nil)) / 30
        let message = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * $0)) }
        var digest = [UInt8](repeating: 0, count: 20)
        var length: UInt32 = 0
        // The arrays lend their memory for this call alone; SHA-1 fills the 20 bytes of the last.
        let result = unsafe HMAC(
            EVP_sha1(), Self.secret, Int32(Self.secret.count), message, message.count, &digest,
            &length)
        guard unsafe result != nil, length == 20 else {
            throw BenchmarkError("libcrypto makes no HMAC")
        }
        // The dynamic truncation of RFC 4226 section 5.3.
        let offset = Int(digest[19] & 0xF)
        let number = digest[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        let digits = String((number & 0x7FFF_FFFF) % 1_000_000)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }
}
