import Cryptography
import OneTimePassword
import Testing

@Suite struct LimitsTests {
    @Test(arguments: [Int.min, -1, 0, 1, 5, 9, 10, Int.max])
    func `a number of digits the RFC does not allow makes no HOTP`(digits: Int) {
        #expect(HOTP(digits: digits) == nil)
    }

    @Test(arguments: [Int.min, -30, 0, 1, 9, 301, Int.max])
    func `a period outside of 10 to 300 seconds makes no TOTP`(period: Int) throws {
        let hotp = try #require(HOTP())
        #expect(TOTP(hotp: hotp, period: period) == nil)
    }

    @Test func `the usual parameters are SHA-1, six digits and 30 seconds`() throws {
        let hotp = try #require(HOTP())
        let totp = try #require(TOTP(hotp: hotp))
        #expect(hotp.hash == .sha1)
        #expect(hotp.digits == 6)
        #expect(totp.period == 30)
    }

    @Test func `a clock before 1970 is taken as 1970, and the last second there is works`() throws {
        let hotp = try #require(HOTP())
        let totp = try #require(TOTP(hotp: hotp, period: 10))
        #expect(totp.step(at: -1) == 0)
        #expect(totp.step(at: .min) == 0)
        #expect(totp.step(at: .max) == UInt64(Int64.max) / 10)
        #expect(try totp.text(at: .max, key: RFC4226AppendixD.key).utf8.count == 6)
    }

    @Test func `the last counter has a code`() throws {
        let hotp = try #require(HOTP(digits: 8))
        #expect(try hotp.text(at: .max, key: RFC4226AppendixD.key).utf8.count == 8)
    }

    @Test func `an empty key is an error, never a code`() throws {
        let hotp = try #require(HOTP())
        #expect(throws: CryptographyError.self) { try hotp.text(at: 0, key: []) }
    }
}
