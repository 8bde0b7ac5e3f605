package import Cryptography

/// The counter-based one-time password of RFC 4226, with the hash functions of RFC 6238.
package struct HOTP: Equatable {
    /// The hash function below HMAC; RFC 4226 knows SHA-1 only.
    package let hash: HashFunction
    /// The numbers of digits taken: RFC 4226 section 5.3 asks for at least 6; the truncation gives no more
    /// than 9, and no app shows more than 8.
    package static let lengths = 6...8

    /// The number of digits, one of ``lengths``.
    package let digits: Int

    /// - Returns: nil where `digits` is none of ``lengths``.
    package init?(hash: HashFunction = .sha1, digits: Int = 6) {
        guard Self.lengths.contains(digits) else { return nil }
        self.hash = hash
        self.digits = digits
    }

    /// The code at a counter; RFC 4226, section 5.3.
    package func code(
        at counter: UInt64, key: Span<UInt8>, using library: LibCrypto
    ) throws(CryptographyError) -> OneTimeCode {
        var message = [UInt8](repeating: 0, count: 8)
        for index in 0..<8 {
            message[index] = UInt8(truncatingIfNeeded: counter >> (56 - 8 * index))
        }
        let mac = try library.hmac(hash, key: key, message: message.span)
        let truncated = mac.withBytes { mac in
            // Dynamic truncation: the low four bits of the last byte say where to read 31 bits. A digest
            // has at least 20 bytes, so offset + 3 is at most 18.
            let offset = Int(mac[mac.count - 1] & 0x0F)
            return (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(mac[offset + $1]) } & 0x7FFF_FFFF
        }
        return OneTimeCode(value: UInt64(truncated % modulus), length: digits)
    }

    private var modulus: UInt32 { (0..<digits).reduce(1) { power, _ in power * 10 } }
}
