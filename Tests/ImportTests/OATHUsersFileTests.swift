import Import
import OneTimePassword
import Testing

@Suite struct OATHUsersFileTests {
    private let key = "3132333435363738393031323334353637383930"

    private func entries(_ text: String) -> [OATHUsersFile.Entry] {
        let bytes = Array(text.utf8)
        return OATHUsersFile.entries(in: bytes.span)
    }

    @Test func `a user whose name is no UTF-8 is nobody, and never somebody else`() throws {
        let line = Array("HOTP ".utf8) + [0x61, 0xff] + Array(" - \(key)\n".utf8)
        let entry = try #require(OATHUsersFile.entries(in: line.span).first)
        #expect(entry.user == "")
        guard case .failure(let error) = entry.device else {
            Issue.record("the line was taken")
            return
        }
        #expect(error.reason == "the user's name is not valid UTF-8")
    }

    /// How the codes of a line are made, or why there are none.
    private func kind(_ line: String) -> String? {
        entries(line).first.map { entry in
            switch entry.device {
            case .success(let device): device.kind
            case .failure(let error): error.reason
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
    func `every type of the format is known`(type: String, expected: String) {
        #expect(kind("\(type)\talice\t-\t\(key)") == expected)
        #expect(kind("\(type) alice + \(key.uppercased())\r\n") == expected)
    }

    @Test(arguments: [
        ("MOTP alice - 00", "the type is not supported"), ("hotp alice - 00", "the type is not"),
        ("HOTP/E/6/x alice - 00", "the type is not supported"),
        ("HOTP/X alice - 00", "codes move by /E"), ("HOTP/T alice - 00", "codes move by /E"),
        ("HOTP/E/5 alice - 00", "a code has 6 to 8 digits"),
        ("HOTP/E/ alice - 00", "a code has 6 to 8 digits"),
        ("HOTP/T5 alice - 00", "a time step has 10 to 300"),
        ("HOTP/T99999999999999999999 alice - 00", "codes move by /E"),
        ("HOTP", "a line has a type"), ("HOTP alice -", "a line has a type"),
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
        ("HOTP/T-30 alice - 00", "a time step has 10 to 300"),
        ("HOTP/T-9223372036854775808 alice - 00", "a time step has 10 to 300"),
        ("HOTP/T9223372036854775807 alice - 00", "a time step has 10 to 300"),
        ("HOTP/E/-9223372036854775808 alice - 00", "a code has 6 to 8 digits"),
        ("HOTP/E/9223372036854775807 alice - 00", "a code has 6 to 8 digits"),
        ("HOTP alice - 00 1 code", "the last code is none"),
    ])
    func `what is not supported is said`(line: String, reason: String) {
        #expect(kind(line)?.hasPrefix(reason) == true, "\(kind(line) ?? "none")")
    }

    @Test func `a counter that was never used starts at the moving factor`() {
        #expect(kind("HOTP alice - \(key) 7") == "hotp sha1 6 from 7")
        #expect(
            kind("HOTP alice - \(key) 9223372036854775807")
                == "hotp sha1 6 from 9223372036854775807")
    }

    @Test func `a counter goes on behind the last code`() {
        let line = "HOTP\talice\t-\t\(key)\t7\t162583\t2026-01-02T03:04:05L"
        #expect(kind(line) == "hotp sha1 6 from 8")
    }

    @Test func `the last code of a time-based device is kept, its moving factor is not`() throws {
        let line = "HOTP/T30\talice\t-\t\(key)\t3\t007081\t2026-01-02T03:04:05L"
        let device = try #require(try entries(line).first?.device.get())
        #expect(device.kind == "totp sha1 6 30")
        #expect(device.history.lastCode?.text == "007081")
        #expect(device.keyText == key)
    }

    @Test func `every line is its user's, and comments and empty lines are nobody's`() {
        let entries = entries(
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
            #expect(OATHUsersFile.entries(in: bytes.span).count <= lines)
        }
    }
}
