package import Cryptography
internal import TextCoding

/// The hashes of one set of recovery codes.
///
/// Which of them were used is in the ``LoginState``.
package struct RecoveryCodeHashes {
    /// The most codes of a set: as many as the state has bits for.
    package static let maximumCount = 16

    /// The number of the set, from 1; every new set has the next one.
    package let set: UInt32
    /// Hashed with each code, so that equal codes of different sets have different hashes.
    let salt: [UInt8]
    /// HMAC-SHA-256 of salt and code, under a key of this host and account.
    let hashes: [[UInt8]]
}

/// A recovery code, ten characters of 5 bits each.
package enum RecoveryCode {
    /// How many a new set has.
    package static let count = 8
    /// How many are so few that the person is told.
    package static let few = 2
    /// The number of characters, which makes 50 bits.
    package static let length = 10
    /// The number of digits of the scratch codes that another module made, which are imported as recovery codes:
    /// 26 bits, for which the limits for wrong codes must make up.
    package static let importedLength = 8

    /// Digits and letters without i, l, o and u: nothing that is read as another, and few words.
    private static let alphabet = "0123456789abcdefghjkmnpqrstvwxyz".bytes

    /// The canonical form of a code as typed, see ``plainCode(_:)``: lower case, without blanks and hyphens, with the
    /// letters that look like 0 and 1 taken for them.
    ///
    /// - Returns: nil for what cannot be a recovery code.
    package static func canonical(typed bytes: Span<UInt8>) -> [UInt8]? {
        var code: [UInt8] = []
        for typed in plainCode(bytes) {
            var byte = typed
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
                continue
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte |= 0x20
            default: break
            }
            switch byte {
            case UInt8(ascii: "o"): byte = UInt8(ascii: "0")
            case UInt8(ascii: "i"), UInt8(ascii: "l"): byte = UInt8(ascii: "1")
            default: break
            }
            guard alphabet.contains(byte), code.count < length else { return nil }
            code.append(byte)
        }
        return code.count == length ? code : nil
    }

    /// New codes, as they are shown.
    package static func makeSet(using library: LibCrypto) throws(CryptographyError) -> [String] {
        var codes: [String] = []
        for _ in 0..<count { codes.append(shown(try make(using: library))) }
        return codes
    }

    /// A new code of random bits, in canonical form.
    static func make(using library: LibCrypto) throws(CryptographyError) -> [UInt8] {
        while true {
            // One byte a character: 256 is a multiple of 32, so every character is equally likely.
            let code = try library.randomBytes(length).withBytes { random in
                random.indices.map { alphabet[Int(random[$0] & 31)] }
            }
            // Ten digits alone, one in a hundred thousand, would be taken for a sent code.
            if code.contains(where: { $0 >= UInt8(ascii: "a") }) { return code }
        }
    }

    /// A canonical code as it is shown: two groups of five.
    static func shown(_ code: [UInt8]) -> String {
        String(bytes: code.prefix(5)) + "-"
            + String(bytes: code.dropFirst(5))
    }
}
