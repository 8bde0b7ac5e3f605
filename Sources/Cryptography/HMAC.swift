internal import CLibcrypto

/// A hash function: those that RFC 6238 names for HMAC.
package enum HashFunction: UInt8, CaseIterable {
    case sha1 = 1
    case sha256 = 2
    case sha512 = 3

    /// The length of a digest, in bytes.
    package var digestLength: Int {
        switch self {
        case .sha1: 20
        case .sha256: 32
        case .sha512: 64
        }
    }
}

extension LibCrypto {
    /// The HMAC (RFC 2104) of `message` under `key`; HMAC(3).
    ///
    /// The key has at least one byte: libcrypto takes an empty one for "the key of before", and so it
    /// is refused here.
    package func hmac(
        _ hash: HashFunction, key: Span<UInt8>, message: Span<UInt8>
    ) throws(CryptographyError) -> SecretBytes {
        guard !key.isEmpty, let keyLength = Int32(exactly: key.count) else { throw .failed("HMAC") }
        var code = SecretBytes(zeroed: hash.digestLength)
        let done = code.withMutableBytes { code in
            // Safe: each pointer is valid for the length given with it, and the output has the room of a
            // digest of this very hash function.
            unsafe code.withUnsafeMutableBufferPointer { code in
                unsafe key.withUnsafeBufferPointer { key in
                    unsafe message.withUnsafeBufferPointer { message in
                        unsafe functions.HMAC(
                            digest(hash), key.baseAddress, keyLength, message.baseAddress,
                            message.count,
                            code.baseAddress, nil) != nil
                    }
                }
            }
        }
        guard done else { throw failure(.failed("HMAC")) }
        return code
    }

    func digest(_ hash: HashFunction) -> UnsafeRawPointer? {
        // Safe: each returns a constant of the library.
        switch hash {
        case .sha1: unsafe functions.EVP_sha1()
        case .sha256: unsafe functions.EVP_sha256()
        case .sha512: unsafe functions.EVP_sha512()
        }
    }
}
