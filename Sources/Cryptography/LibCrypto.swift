internal import CLibcrypto

/// The libcrypto found at run time: the one this process has loaded, else the newest installed.
///
/// Works with OpenSSL 3, 1.1.1 and 1.0.2; only functions that are in all of them are used.
@safe
package struct LibCrypto {
    let functions: libcrypto_functions

    /// Finds the library.
    ///
    /// - Throws: ``CryptographyError/libraryMissing``.
    package init() throws(CryptographyError) {
        // Safe: the C function fills every field before it returns 0, and nothing reads them otherwise.
        let found = unsafe withUnsafeTemporaryAllocation(of: libcrypto_functions.self, capacity: 1)
        {
            buffer -> libcrypto_functions? in
            guard let base = buffer.baseAddress, unsafe libcrypto_load(base) == 0 else {
                return nil
            }
            return unsafe base.pointee
        }
        guard let found = found else { throw .libraryMissing }
        functions = found
    }

    /// Whether two byte strings are the same, in a time that does not depend on where they differ.
    ///
    /// The lengths are not kept secret.
    package func areEqual(_ first: Span<UInt8>, _ second: Span<UInt8>) -> Bool {
        guard first.count == second.count else { return false }
        // Safe: both pointers are valid for `count` bytes during the call; CRYPTO_memcmp(3) reads only.
        return unsafe first.withUnsafeBufferPointer { first in
            unsafe second.withUnsafeBufferPointer { second in
                guard let a = first.baseAddress, let b = second.baseAddress else { return true }
                return unsafe functions.CRYPTO_memcmp(a, b, first.count) == 0
            }
        }
    }

    /// Bytes from libcrypto's random source, which the kernel seeds; RAND_bytes(3).
    ///
    /// - Throws: ``CryptographyError/noRandomness``. There is no fall-back.
    package func randomBytes(_ count: Int) throws(CryptographyError) -> SecretBytes {
        guard let length = Int32(exactly: count) else { throw .noRandomness }
        var bytes = SecretBytes(zeroed: count)
        let filled = bytes.withMutableBytes { span in
            // Safe: the pointer is valid for `length` bytes.
            unsafe span.withUnsafeMutableBufferPointer { buffer in
                guard let base = buffer.baseAddress else { return true }
                return unsafe functions.RAND_bytes(base, length) == 1
            }
        }
        guard filled else { throw failure(.noRandomness) }
        return bytes
    }

    /// Empties libcrypto's error queue, which the calling process shares, and passes `error` on.
    func failure(_ error: CryptographyError) -> CryptographyError {
        // Safe: takes nothing and only touches this thread's queue.
        functions.ERR_clear_error()
        return error
    }
}
