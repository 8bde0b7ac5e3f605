internal import CLibcrypto

extension LibCrypto {
    /// The hash of a message (FIPS 180-4); EVP_Digest(3).
    package func digest(
        _ hash: HashFunction, of message: Span<UInt8>
    ) throws(CryptographyError) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: hash.digestLength)
        // Safe: the length goes with the message, and the array has the room of this hash function's digest.
        let done = unsafe digest.withUnsafeMutableBufferPointer { digest in
            unsafe message.withUnsafeBufferPointer { message in
                unsafe functions.EVP_Digest(
                    message.baseAddress, message.count, digest.baseAddress, nil,
                    self.digest(hash), nil) == 1
            }
        }
        guard done else { throw failure(.failed("EVP_Digest")) }
        return digest
    }
}
