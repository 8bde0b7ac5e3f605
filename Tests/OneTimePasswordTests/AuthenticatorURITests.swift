import Cryptography
import OneTimePassword
import Testing
import TestSupport

@Suite struct AuthenticatorURITests {
    private let key = [UInt8](text: "12345678901234567890")

    @Test func `a time-based key is written as the apps read it`() throws {
        let hotp = try #require(HOTP())
        let totp = try #require(TOTP(hotp: hotp, period: 30))
        let uri = AuthenticatorURI(
            account: "alice@web1", issuer: "Example", movingFactor: .time(totp))
        #expect(
            uri.text(key: key)
                == "otpauth://totp/Example:alice%40web1?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                + "&issuer=Example&algorithm=SHA1&digits=6&period=30")
    }

    @Test func `a counter-based key is written with its first counter`() throws {
        let hotp = try #require(HOTP(hash: .sha512, digits: 8))
        let uri = AuthenticatorURI(
            account: "bob", issuer: "Example", movingFactor: .counter(hotp, start: .max))
        #expect(
            uri.text(key: [0xFF])
                == "otpauth://hotp/Example:bob?secret=74&issuer=Example&algorithm=SHA512&digits=8"
                + "&counter=18446744073709551615")
    }

    @Test(arguments: [
        (HashFunction.sha1, "SHA1"), (.sha256, "SHA256"), (.sha512, "SHA512"),
    ])
    func `the hash functions have the names the apps know`(hash: HashFunction, name: String) {
        #expect(AuthenticatorURI.name(of: hash) == name)
    }

    @Test(arguments: [
        ("a b", "a%20b"), ("a:b", "a%3Ab"), ("a/b?c&d=e#f", "a%2Fb%3Fc%26d%3De%23f"),
        ("100%", "100%25"),
        ("a+b", "a%2Bb"), ("grüße", "gr%C3%BC%C3%9Fe"), ("密码", "%E5%AF%86%E7%A0%81"),
        ("a\u{0}\n\u{7F}", "a%00%0A%7F"), ("A-Za-z0-9._~", "A-Za-z0-9._~"), ("", ""),
    ])
    func `everything but unreserved characters is percent-encoded`(
        text: String, encoded: String
    ) throws {
        let hotp = try #require(HOTP())
        let totp = try #require(TOTP(hotp: hotp))
        let uri = AuthenticatorURI(account: text, issuer: text, movingFactor: .time(totp))
        #expect(
            uri.text(key: [0])
                == "otpauth://totp/\(encoded):\(encoded)?secret=AA&issuer=\(encoded)"
                + "&algorithm=SHA1&digits=6&period=30")
    }

    @Test func `the short form leaves out what the apps assume`() throws {
        let plain = try #require(HOTP())
        let usual = try #require(TOTP(hotp: plain, period: 30))
        #expect(
            AuthenticatorURI(account: "alice", issuer: "web 1", movingFactor: .time(usual))
                .shortText(key: key)
                == "otpauth://totp/web%201:alice?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
        #expect(
            AuthenticatorURI(account: "alice", issuer: "", movingFactor: .time(usual))
                .shortText(key: [0xFF]) == "otpauth://totp/alice?secret=74")
        let long = try #require(HOTP(hash: .sha256, digits: 8))
        let slow = try #require(TOTP(hotp: long, period: 60))
        #expect(
            AuthenticatorURI(account: "a", issuer: "b", movingFactor: .time(slow))
                .shortText(key: [0xFF])
                == "otpauth://totp/b:a?secret=74&algorithm=SHA256&digits=8&period=60")
        #expect(
            AuthenticatorURI(account: "a", issuer: "b", movingFactor: .counter(plain, start: 0))
                .shortText(key: [0xFF]) == "otpauth://hotp/b:a?secret=74&counter=0")
    }
}
