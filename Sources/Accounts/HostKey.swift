internal import Cryptography
internal import HostSystem
internal import TextCoding

/// The key in `KeyFile`, under which everything this host stores is sealed.
///
/// It never encrypts anything itself: each use has a key of its own, derived with HMAC-SHA-256, and each
/// account has its own state key, so that nothing made for one purpose or person passes for another.
package struct HostKey: ~Copyable {
    /// Its length in bytes, that of the AES-256 and HMAC-SHA-256 keys made of it.
    static let length = 32

    private let bytes: SecretBytes
    /// Where it was read.
    let path: String

    /// Reads the key from a file of exactly ``length`` bytes that only root can read.
    init(file path: String) throws(AccountError) {
        var bytes = SecretBytes(zeroed: Self.length)
        do throws(SystemError) {
            let file = try File(path: path, confidentiality: .secret)
            guard file.length <= Self.length else {
                throw SystemError(.tooLong(limit: Self.length), path)
            }
            try bytes.withMutableBytes { (bytes) throws(SystemError) in
                try file.read(into: &bytes, at: 0)
            }
        } catch {
            throw .system(error)
        }
        self.bytes = bytes
        self.path = path
    }

    /// What a key is for.
    enum Purpose: String {
        case identity = "sallyport identity 1"
        case state = "sallyport state 1"
        case codes = "sallyport codes 1"
        case fingerprint = "sallyport fingerprint 1"
    }

    /// The file of the key that accounts are being sealed anew with, while that lasts.
    static func nextPath(of path: String) -> String { compact("\(path).next") }

    /// What tells this key from others, and gives nothing of it away.
    borrowing func fingerprint(using library: LibCrypto) throws(AccountError) -> KeyFingerprint {
        let digest = try derive(.fingerprint, for: [], using: library)
        return digest.withBytes { bytes in
            var number: UInt64 = 0
            for index in 0..<8 { number = number << 8 | UInt64(bytes[index]) }
            return KeyFingerprint(number: number)
        }
    }

    /// The key for one purpose and one account, given by the bytes of its ``AccountContext``.
    borrowing func derive(
        _ purpose: Purpose, for context: [UInt8], using library: LibCrypto
    ) throws(AccountError) -> SecretBytes {
        // The purpose holds no NUL, so its end is unambiguous.
        let message = purpose.rawValue.bytes + [0] + context
        do throws(CryptographyError) {
            return try bytes.withBytes { (key) throws(CryptographyError) in
                try library.hmac(.sha256, key: key, message: message.span)
            }
        } catch {
            throw .cryptography(error, path)
        }
    }
}

/// Whose account it is: the user's name and id, which every sealed or signed record is bound to.
///
/// A folder copied to another name, or found by somebody who got a deleted user's name, opens nothing.
struct AccountContext {
    /// The user id, and then the name.
    let bytes: [UInt8]

    init(user: User) {
        bytes = [UInt8](bigEndian: user.id) + user.name.bytes
    }
}
