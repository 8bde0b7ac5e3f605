import Import
import OneTimePassword
import Testing

@Suite struct OATHUsersFileTests {
    private let key = "3132333435363738393031323334353637383930"

    private func entries(_ text: String) throws -> [OATHUsersFile.Entry] {
        let bytes = Array(text.utf8)
        return try OATHUsersFile.entries(in: bytes.span)
    }

    @Test func `a user whose name is no UTF-8 is nobody, and never somebody else`() throws {
        let line = Array("HOTP ".utf8) + [0x61, 0xff] + Array(" - \(key)\n".utf8)
        let entry = try #require(try OATHUsersFile.entries(in: line.span).first)
        #expect(entry.user == "")
        guard case .unusable(let reason) = entry.outcome else {
            Issue.record("the line was taken")
            return
        }
        #expect(reason == "the user's name is not valid UTF-8")
    }

    /// How the codes of a line are made, or why there are none.
    private func kind(_ line: String) throws -> String? {
        // Another line makes it a users file in any case.
        try entries(line + "\nHOTP other - \(key)\n").first.map { entry in
            switch entry.outcome {
            case .device(let device): device.kind
            case .ignored(let reason): "ignored: " + reason
            case .unusable(let reason): reason
            }
        }
    }

    @Test(arguments: [
        ("HOTP", "hotp sha1 6 from 0"), ("HOTP/E", "hotp sha1 6 from 0"),
        ("HOTP/E/6", "hotp sha1 6 from 0"), ("HOTP/E/7", "hotp sha1 7 from 0"),
        ("HOTP/E/8", "hotp sha1 8 from 0"), ("HOTP/T30", "totp sha1 6 30"),
        ("HOTP/T30/6", "totp sha1 6 30"), ("HOTP/T30/7", "totp sha1 7 30"),
        ("HOTP/T30/8", "totp sha1 8 30"), ("HOTP/T60", "totp sha1 6 60"),
        ("HOTP/T60/8", "totp sha1 8 60"),
    ])
    func `every type of the format is known`(type: String, expected: String) throws {
        #expect(try kind("\(type)\talice\t-\t\(key)") == expected)
        #expect(try kind("\(type) alice + \(key.uppercased())\r\n") == expected)
    }

    @Test(arguments: [
        ("HOTP alice secret 00", "a password of its own is not supported"),
        ("HOTP alice - 0", "the key is not hexadecimal"),
        ("HOTP alice - 0g", "the key is not hexadecimal"),
        ("HOTP alice - 00 x", "the moving factor is no number"),
        ("HOTP alice - 00 18446744073709551616", "the moving factor is no number"),
        ("HOTP alice - 00 18446744073709551615", "the moving factor is too big"),
        ("HOTP alice - 00 18446744073709551615 123456", "the moving factor is too big"),
        ("HOTP alice - 00 9223372036854775808", "the moving factor is too big"),
        ("HOTP alice - 00 9223372036854775807 123456", "the moving factor is too big"),
        ("HOTP alice - 00 -1", "the moving factor is no number"),
        ("HOTP alice - 00 1e308", "the moving factor is no number"),
        ("HOTP alice - 00 1 code", "the last code is none"),
        ("HOTP alice - 00 1 code:123456", "the last code is none"),
        ("HOTP alice - 00 1 123-456", "the last code is none"),
        ("HOTP alice - 00 1 123456;", "the last code is none"),
        ("HOTP alice - 00 1 123456 yesterday", "the time of the last code is none"),
        ("HOTP alice - 00 1 123456 2026-01-02T03:04:05", "the time of the last code is none"),
        ("HOTP alice - 00 1 123456 2026-01-02T03:04:05L x", "there is too much on the line"),
    ])
    func `what is not supported is said`(line: String, reason: String) throws {
        let kind = try kind(line)
        #expect(kind?.hasPrefix(reason) == true, "\(kind ?? "none")")
    }

    @Test(arguments: [
        ("MOTP alice - 00", "the type is none of"), ("hotp alice - 00", "the type is none of"),
        ("HOTP/E/6/x alice - 00", "the type is none of"), ("HOTP/X alice - 00", "the type is none"),
        ("HOTP/T alice - 00", "the type is none of"), ("HOTP/E/5 alice - 00", "the type is none"),
        ("HOTP/E/ alice - 00", "the type is none of"), ("HOTP/T45 alice - 00", "the type is none"),
        ("HOTP/T-30 alice - 00", "the type is none of"), ("alice", "the type is none of"),
        ("HOTP/T9223372036854775808 alice - 00", "the type is none of"),
        ("HOTP", "a line has a type, a user"), ("HOTP alice -", "a line has a type, a user"),
    ])
    func `what pam_oath ignores is ignored, and that is said`(line: String, reason: String) throws {
        let kind = try kind(line)
        let expected = "ignored: the old module ignores this line: " + reason
        #expect(kind?.hasPrefix(expected) == true, "\(kind ?? "none")")
    }

    @Test(arguments: [
        "root:x:0:0:root:/root:/bin/bash\nbin:x:1:1:bin:/bin:/usr/sbin/nologin\n",
        "otpauth://totp/alice?secret=GEZDGNBVGY3TQOJQ\n", "{\"version\": 1}\n",
    ])
    func `a file of another kind is one failure`(text: String) {
        #expect {
            try entries(text)
        } throws: {
            ($0 as? UnusableLine)?.reason
                == "no line has a type that pam_oath knows; this is no users file"
        }
    }

    @Test func `a byte order mark does no harm, and UTF-16 is named`() throws {
        let line = "HOTP alice - \(key)\r\n"
        #expect(try entries("\u{feff}" + line).map(\.user) == ["alice"])
        let wide = Array(line.utf8).flatMap { [0 as UInt8, $0] }
        #expect {
            try OATHUsersFile.entries(in: wide.span)
        } throws: {
            ($0 as? UnusableLine)?.reason == "this is UTF-16 text; save it as UTF-8"
        }
    }

    @Test func `a counter that was never used starts at the moving factor`() throws {
        #expect(try kind("HOTP alice - \(key) 7") == "hotp sha1 6 from 7")
        #expect(
            try kind("HOTP alice - \(key) 9223372036854775807")
                == "hotp sha1 6 from 9223372036854775807")
    }

    @Test func `a counter goes on behind the last code`() throws {
        let line = "HOTP\talice\t-\t\(key)\t7\t162583\t2026-01-02T03:04:05L"
        #expect(try kind(line) == "hotp sha1 6 from 8")
    }

    @Test func `the last code of a time-based device is kept, its moving factor is not`() throws {
        let line = "HOTP/T30\talice\t-\t\(key)\t3\t007081\t2026-01-02T03:04:05L"
        guard case .device(let device) = try entries(line).first?.outcome else {
            Issue.record("the line was not taken")
            return
        }
        #expect(device.kind == "totp sha1 6 30")
        #expect(device.history.lastCode?.text == "007081")
        #expect(device.keyText == key)
    }

    @Test func `every line is its user's, and comments and empty lines are nobody's`() throws {
        let entries = try entries(
            "# users\n\nHOTP alice - \(key)\n   \nHOTP bob - x\nHOTP/T30 alice - \(key)\nHOTP\n")
        #expect(entries.map(\.line) == [3, 5, 6, 7])
        #expect(entries.map(\.user) == ["alice", "bob", "alice", ""])
    }

    @Test func `random and damaged files are read without a trap`() {
        let valid = Array(
            "HOTP/T30/8 alice - \(key) 18446744073709551614 12345678 2026-01-02T03:04:05L\n".utf8)
        var generator = FixedBytes(seed: 6238)
        for round in 0..<20_000 {
            let bytes =
                round % 4 == 0
                ? (0..<round % 97).map { _ in UInt8.random(in: 0...255, using: &generator) }
                : mutated(valid + valid, with: &generator)
            let lines = bytes.count { $0 == UInt8(ascii: "\n") } + 1
            let entries = try? OATHUsersFile.entries(in: bytes.span)
            #expect(entries?.count ?? 0 <= lines)
        }
    }
}
