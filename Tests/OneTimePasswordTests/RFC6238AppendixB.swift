import Cryptography
import OneTimePassword
import Testing
import TestSupport

/// RFC 6238, appendix B: the values of TOTP for steps of 30 seconds and 8 digits.
///
/// The key is the ASCII text `1234567890` repeated to the length of the digest, which the table
/// does not say but the program of appendix A does.
enum RFC6238AppendixB {
    struct Vector: Sendable {
        /// In seconds since 1970.
        let time: Int64
        /// The value of T in the table.
        let step: UInt64
        let hash: HashFunction
        let code: String
    }

    static func key(for hash: HashFunction) -> [UInt8] {
        let text = [UInt8](text: "1234567890")
        return (0..<hash.digestLength).map { text[$0 % text.count] }
    }

    private static let rows:
        [(time: Int64, step: UInt64, sha1: String, sha256: String, sha512: String)] = [
            (59, 0x1, "94287082", "46119246", "90693936"),
            (1_111_111_109, 0x23523EC, "07081804", "68084774", "25091201"),
            (1_111_111_111, 0x23523ED, "14050471", "67062674", "99943326"),
            (1_234_567_890, 0x273EF07, "89005924", "91819424", "93441116"),
            (2_000_000_000, 0x3F940AA, "69279037", "90698825", "38618901"),
            (20_000_000_000, 0x27BC86AA, "65353130", "77737706", "47863826"),
        ]

    static let vectors = rows.flatMap { row in
        [(HashFunction.sha1, row.sha1), (.sha256, row.sha256), (.sha512, row.sha512)].map {
            Vector(time: row.time, step: row.step, hash: $0, code: $1)
        }
    }
}

@Suite("RFC 6238, appendix B")
struct RFC6238AppendixBTests {
    @Test(arguments: RFC6238AppendixB.vectors)
    func `the time step and the code are as printed`(vector: RFC6238AppendixB.Vector) throws {
        let hotp = try #require(HOTP(hash: vector.hash, digits: 8))
        let totp = try #require(TOTP(hotp: hotp, period: 30))
        let key = RFC6238AppendixB.key(for: vector.hash)
        #expect(totp.step(at: vector.time) == vector.step)
        #expect(try totp.text(at: vector.time, key: key) == vector.code)
    }

    @Test(arguments: RFC6238AppendixB.vectors)
    func `the code holds for the whole step and no longer`(vector: RFC6238AppendixB.Vector) throws {
        let hotp = try #require(HOTP(hash: vector.hash, digits: 8))
        let totp = try #require(TOTP(hotp: hotp, period: 30))
        let key = RFC6238AppendixB.key(for: vector.hash)
        let start = Int64(vector.step) * 30
        #expect(try totp.text(at: start, key: key) == vector.code)
        #expect(try totp.text(at: start + 29, key: key) == vector.code)
        #expect(try totp.text(at: start - 1, key: key) != vector.code)
        #expect(try totp.text(at: start + 30, key: key) != vector.code)
    }
}
