package import Cryptography

extension OneTimeCode {
    /// A code of random digits, each code as likely as any other.
    ///
    /// `length` is one of ``lengths``.
    package static func random(
        length: Int, using library: LibCrypto
    ) throws(CryptographyError) -> OneTimeCode {
        let count = (0..<length).reduce(UInt64(1)) { power, _ in power &* 10 }
        while true {
            let number = try library.randomBytes(8).withBytes { bytes in
                bytes.indices.reduce(UInt64(0)) { $0 << 8 | UInt64(bytes[$1]) }
            }
            // The numbers above the last whole multiple would make the low codes likelier. So few are
            // there that a second draw is a matter of once in a billion logins.
            if number < UInt64.max - UInt64.max % count {
                return OneTimeCode(value: number % count, length: length)
            }
        }
    }
}
