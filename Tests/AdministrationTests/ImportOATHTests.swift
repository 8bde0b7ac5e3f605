import Foundation
import OneTimePassword
import Testing
import TextCoding

/// `sallyport import oath`: whose lines are whose.
@Suite struct ImportOATHTests {
    let host: TemporaryHost
    /// A key of 16 bytes.
    private let key = "GEZDGNBVGY3TQOJQGEZDGNBVGY"

    init() throws { host = try TemporaryHost(settings: "Methods totp hotp recovery\n") }

    @Test func `a users file is shared out among its users, and one who is unknown is reported`()
        throws
    {
        let hex = "31323334353637383930313233343536"
        let path = try host.oldFile([
            "HOTP/T30 nobody - \(hex)", "HOTP ghost - \(hex)", "HOTP nobody pin \(hex)",
            "HOTP/E/8 root - \(hex) 5",
        ])
        let outcome = host.run(["import", "oath", path, "--apply", "--json"])
        #expect(outcome.status == 1)
        let answer = try #require(try outcome.json() as? [String: Any])
        let items = try #require(answer["items"] as? [[String: Any]])
        #expect(answer["applied"] as? Bool == true)
        #expect(
            items.map { "\($0["user"] ?? "") \($0["line"] ?? "") \($0["result"] ?? "")" } == [
                "nobody 3 failed", "nobody 1 imported", "ghost 2 failed", "root 4 imported",
            ])
        #expect(try host.comparison(of: host.code(for: key)) == .right)
        #expect(
            host.run(["devices", "root"]).rows.first?.prefix(2) == ["imported", "hotp sha1 8"])
        #expect(
            host.run(["import", "oath", path, "--user", "ghost"]).messages == [
                "could not be imported: 1"
            ])
    }

    @Test func `two Unicode spellings of a name are two users`() throws {
        let hex = "31323334353637383930313233343536"
        let path = try host.oldFile([
            "HOTP \u{e9}ve - \(hex)", "HOTP e\u{301}ve - \(hex)", "HOTP nobody - \(hex)",
        ])
        let items = try #require(
            (try host.run(["import", "oath", path, "--json"]).json() as? [String: Any])?["items"]
                as? [[String: Any]])
        #expect(items.map { ($0["user"] as? String).map { $0.utf8.count } } == [4, 5, 6])
        let one = host.run(["import", "oath", path, "--user", "e\u{301}ve"])
        #expect(one.messages == ["could not be imported: 1"])
        #expect(one.output.contains(":2:") && !one.output.contains(":1:"))
    }

    @Test func `a time-based code that pam_oath took last is used`() throws {
        let hex = "31323334353637383930313233343536"
        let code = try host.code(for: key, seconds: -30)
        let path = try host.oldFile(["HOTP/T30 nobody - \(hex) 1 \(code) 2027-01-15T08:00:00L"])
        #expect(host.run(["import", "oath", path, "--apply"]).status == 0)
        #expect(try host.comparison(of: code) == .used)
        #expect(try host.comparison(of: host.code(for: key)) == .right)
    }

    @Test func `a users file that others may read is refused`() throws {
        let path = try host.oldFile(
            ["HOTP nobody - 3132333435363738393031323334353637383930"], mode: 0o644)
        let outcome = host.run(["import", "oath", path, "--apply"])
        #expect(outcome.status == 1)
        #expect(outcome.messages.first?.contains("others can read it") == true)
    }

    @Test func `lines that pam_oath ignores are no failures, and another kind of file is one`()
        throws
    {
        let hex = "31323334353637383930313233343536"
        let path = try host.oldFile([
            "HOTP/T30 nobody - \(hex)", "MOTP nobody - \(hex)", "HOTP/T45 ghost - \(hex)", "what",
        ])
        let outcome = host.run(["import", "oath", path, "--apply", "--json"])
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(
            try outcome.items().map {
                "\($0["user"] ?? "") \($0["line"] ?? "") \($0["result"] ?? "")"
            } == [
                "nobody 2 noted", "nobody 1 imported", "ghost 3 noted", " 4 noted",
            ])
        let other = host.run(["import", "oath", "/etc/passwd"])
        #expect(other.status == 1)
        let passwd = try host.oldFile(["root:x:0:0:root:/root:/bin/bash", "bin:x:1:1::/:/bin/sh"])
        let wrong = host.run(["import", "oath", passwd, "--json"])
        #expect(wrong.messages == ["could not be imported: 1"])
        #expect(try wrong.items().count == 1)
    }

    @Test func `a key in the place of the name is not shown`() throws {
        let hex = "3132333435363738393031323334353637383930"
        let path = try host.oldFile(["HOTP/T30 \(hex)", "HOTP/T30 \(hex) - \(hex)", "x \(key)"])
        let outcome = host.run(["import", "oath", path])
        #expect(!outcome.output.contains(hex) && !outcome.output.contains(key))
        #expect(outcome.output.contains(":2: this system has no such user"))
    }
}
