import Cryptography
import Foundation
import OneTimePassword
import Testing
import TextCoding

@Suite struct EnrolOptionTests {
    let host: TemporaryHost

    init() throws { host = try TemporaryHost() }

    @Test func `JSON is one line before the code and one after it`() throws {
        let outcome = host.run(["enrol", "nobody", "--json", "--label", "büro"]) { shown in
            // The first line is there, whole, before the code is asked for.
            let first = try #require(try shown.json() as? [String: String])
            #expect(Set(first.keys) == ["key", "uri"])
            #expect(
                first["uri"]?.contains("?secret=\(first["key"] ?? "none")&issuer=Sallyport&")
                    == true)
            return try host.code(for: first["key"] ?? "")
        }
        #expect(outcome.status == 0)
        #expect(outcome.output.split(separator: "\n").count == 2)
        let second = try #require(try outcome.json(line: 1) as? [String: Any])
        #expect(Set(second.keys) == ["device", "recoveryCodes"])
        #expect(second["device"] as? String == "büro")
        #expect((second["recoveryCodes"] as? [String])?.count == 8)
    }

    @Test func `JSON of a further device has no recovery codes`() throws {
        _ = try host.enrol()
        let outcome = host.run(["enrol", "nobody", "--json"]) { shown in
            try host.code(for: (try shown.json() as? [String: String])?["key"] ?? "")
        }
        let second = try #require(try outcome.json(line: 1) as? [String: Any])
        #expect(second["recoveryCodes"] as? [String] == [])
    }

    @Test func `a counter-based device is confirmed by its first code`() throws {
        let outcome = host.run(["enrol", "nobody", "--counter-based"]) {
            try code(for: $0.key, at: 0)
        }
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("otpauth://hotp/"))
        #expect(outcome.output.contains("&counter=0"))
        #expect(
            host.run(["devices", "nobody"]).rows.first?.prefix(3) == ["phone", "hotp sha1 6", "-"])
    }

    @Test func `a counter that ran ahead is explained`() throws {
        let outcome = host.run(["enrol", "nobody", "--counter-based"]) {
            try code(for: $0.key, at: 40)
        }
        #expect(outcome.status == 1)
        #expect(
            outcome.messages.contains { $0.hasPrefix("wrong code, but right 40 presses ahead") })
    }

    @Test func `digits and period are kept`() throws {
        let outcome = host.run(["enrol", "nobody", "--digits", "8", "--period", "60"]) { shown in
            let totp = try #require(HOTP(digits: 8).flatMap { TOTP(hotp: $0, period: 60) })
            return try withKey(shown.key) {
                try totp.code(at: host.time, key: $0, using: LibCrypto()).text
            }
        }
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("&digits=8&period=60"))
        #expect(
            host.run(["devices", "nobody"]).rows.first?.prefix(2) == ["phone", "totp sha1 8 60s"])
    }

    @Test(
        arguments: [
            (["--digits", "5"], "--digits is 6, 7 or 8"),
            (["--digits", "9"], "--digits is 6, 7 or 8"),
            (["--period", "9"], "--period is 10 to 300 seconds"),
            (["--period", "301"], "--period is 10 to 300 seconds"),
            (["--counter-based", "--period", "30"], "--counter-based has no --period"),
            (["--label", ""], "a label has 1 to 64 bytes"),
            (["--label", String(repeating: "ü", count: 33)], "a label has 1 to 64 bytes"),
            (["--label", "a\u{1B}[2J"], "a label has no control characters and no invisible ones"),
            (["--issuer", ""], "an issuer has 1 to 64 bytes and no colon"),
            (["--issuer", "a:b"], "an issuer has 1 to 64 bytes and no colon"),
            (["--issuer", "a\nb"], "an issuer has no control characters and no invisible ones"),
            (["--algorithm", "md5"], "The value 'md5' is invalid"),
            (["--nonsense"], "Unknown option '--nonsense'"),
        ])
    func `a wrong command line is a usage error`(options: [String], message: String) {
        let outcome = host.run(["enrol", "nobody"] + options)
        #expect(outcome.status == 64)
        #expect(outcome.output.isEmpty)
        #expect(outcome.messages.count == 1)
        #expect(outcome.messages.first?.hasPrefix(message) == true, "\(outcome.messages)")
    }

    private func code(for key: String, at counter: UInt64) throws -> String {
        let hotp = try #require(HOTP())
        return try withKey(key) { try hotp.code(at: counter, key: $0, using: LibCrypto()).text }
    }

    private func withKey<Result>(_ key: String, _ body: (Span<UInt8>) throws -> Result) throws
        -> Result
    {
        guard let secret = Base32.decode(Array(key.utf8).span) else { throw TemporaryHost.NoKey() }
        return try secret.withBytes(body)
    }
}
