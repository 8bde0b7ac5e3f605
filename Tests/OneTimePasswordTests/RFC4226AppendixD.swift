import Cryptography
import OneTimePassword
import Testing
import TestSupport

/// RFC 4226, appendix D: the values of HOTP for one key.
enum RFC4226AppendixD {
    static let key = [UInt8](text: "12345678901234567890")

    struct Vector: Sendable {
        let counter: UInt64
        /// The HMAC-SHA-1 before it is truncated.
        let mac: String
        /// The 31 bits that are left of it, in decimal.
        let truncated: UInt32
        /// The code of six digits.
        let code: String
    }

    static let vectors = [
        Vector(
            counter: 0, mac: "cc93cf18508d94934c64b65d8ba7667fb7cde4b0", truncated: 1_284_755_224,
            code: "755224"),
        Vector(
            counter: 1, mac: "75a48a19d4cbe100644e8ac1397eea747a2d33ab", truncated: 1_094_287_082,
            code: "287082"),
        Vector(
            counter: 2, mac: "0bacb7fa082fef30782211938bc1c5e70416ff44", truncated: 137_359_152,
            code: "359152"),
        Vector(
            counter: 3, mac: "66c28227d03a2d5529262ff016a1e6ef76557ece", truncated: 1_726_969_429,
            code: "969429"),
        Vector(
            counter: 4, mac: "a904c900a64b35909874b33e61c5938a8e15ed1c", truncated: 1_640_338_314,
            code: "338314"),
        Vector(
            counter: 5, mac: "a37e783d7b7233c083d4f62926c7a25f238d0316", truncated: 868_254_676,
            code: "254676"),
        Vector(
            counter: 6, mac: "bc9cd28561042c83f219324d3c607256c03272ae", truncated: 1_918_287_922,
            code: "287922"),
        Vector(
            counter: 7, mac: "a4fb960c0bc06e1eabb804e5b397cdc4b45596fa", truncated: 82_162_583,
            code: "162583"),
        Vector(
            counter: 8, mac: "1b3c89f65e6c9e883012052823443f048b4332db", truncated: 673_399_871,
            code: "399871"),
        Vector(
            counter: 9, mac: "1637409809a679dc698207310c8c7fc07290d9e5", truncated: 645_520_489,
            code: "520489"),
    ]
}

@Suite("RFC 4226, appendix D")
struct RFC4226AppendixDTests {
    @Test(arguments: RFC4226AppendixD.vectors)
    func `HMAC-SHA-1 of the counter is as printed`(vector: RFC4226AppendixD.Vector) throws {
        let message = (0..<8).map { UInt8(truncatingIfNeeded: vector.counter >> (56 - 8 * $0)) }
        let mac = try LibCrypto().hmac(.sha1, key: RFC4226AppendixD.key.span, message: message.span)
        let hex = mac.withBytes { [UInt8](copying: $0).hex }
        #expect(hex == vector.mac)
    }

    @Test(arguments: RFC4226AppendixD.vectors)
    func `the code of six digits is as printed`(vector: RFC4226AppendixD.Vector) throws {
        let hotp = try #require(HOTP())
        #expect(try hotp.text(at: vector.counter, key: RFC4226AppendixD.key) == vector.code)
    }

    @Test(arguments: RFC4226AppendixD.vectors, [7, 8])
    func `longer codes are the last digits of the truncated value`(
        vector: RFC4226AppendixD.Vector, digits: Int
    ) throws {
        let hotp = try #require(HOTP(digits: digits))
        let padded = String(repeating: "0", count: digits) + String(vector.truncated)
        let code = try hotp.text(at: vector.counter, key: RFC4226AppendixD.key)
        #expect(code == String(padded.suffix(digits)))
    }
}
