import Foundation
import OneTimePassword
import Testing
import TextCoding

/// `sallyport import`: what becomes of an account, by the rules that hold for all formats.
@Suite struct ImportCommandTests {
    let host: TemporaryHost
    /// A key of 16 bytes.
    private let key = "GEZDGNBVGY3TQOJQGEZDGNBVGY"
    private let otherKey = "MFRGGZDFMZTWQ2LKNNWG23TPOA"

    init() throws { host = try TemporaryHost(settings: "Methods totp hotp recovery\n") }

    /// Writes a file that root owns, and gives back its path.
    private func file(_ lines: String..., mode: Int = 0o600) throws -> String {
        let file = host.folder.appendingPathComponent("old-file")
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
        try host.setMode(mode, of: file)
        return file.path
    }

    private func importFile(_ path: String, _ options: String...) -> Outcome {
        host.run(["import", "google-authenticator", "--file", path, "nobody"] + options)
    }

    private func importURIs(_ uris: String..., options: [String] = []) -> Outcome {
        var lines = uris[...]
        return host.run(["import", "otpauth", "nobody"] + options) { _ in lines.popFirst() }
    }

    private var devices: [String] {
        host.run(["devices", "nobody"]).rows.map { $0.first ?? "" }
    }

    /// The number of the time step now.
    private var step: UInt64 { UInt64(host.time) / 30 }

    @Test func `without --apply there is a report and nothing else`() throws {
        let path = try file(key, "\" TOTP_AUTH", "\" RATE_LIMIT 3 30", "12345678", "23456789")
        let outcome = importFile(path)
        #expect(outcome.status == 0)
        #expect(
            outcome.output == """
                USER    ITEM              METHOD  ALGORITHM  DIGITS  PERIOD  RESULT
                nobody  imported          totp    sha1       6       30 s    would be imported
                nobody  2 recovery codes  -       -          -       -       would be imported

                nobody: \(path):3: RATE_LIMIT is not taken over, LockAfter of the policy holds

                Nothing is stored yet; --apply stores what would be imported.

                """)
        #expect(outcome.messages.isEmpty && outcome.log.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: host.accountFile("lock").path))
    }

    @Test func `with --apply the device and the scratch codes are there, and it is logged`() throws
    {
        let path = try file(key, "\" TOTP_AUTH", "12345678", "23456789")
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        let outcome = importFile(path, "--apply")
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("imported\n") && !outcome.output.contains("would be"))
        #expect(
            outcome.log == [
                "action=import user=nobody device=imported from=google-authenticator by=root",
                "action=import user=nobody recovery-codes=2 from=google-authenticator by=root",
            ])
        #expect(try host.comparison(of: host.code(for: key)) == .right)
        #expect(host.run(["recovery", "nobody"]).output == "recovery codes left: 2\n")
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }

    @Test func `steps that were used stay used, and the next one is taken`() throws {
        let path = try file(key, "\" TOTP_AUTH", "\" DISALLOW_REUSE \(step - 1) \(step)")
        #expect(importFile(path, "--apply").status == 0)
        #expect(try host.comparison(of: host.code(for: key)) == .used)
        #expect(try host.comparison(of: host.code(for: key, seconds: -30)) == .used)
        #expect(try host.comparison(of: host.code(for: key, seconds: 30)) == .right)
    }

    @Test func `a used step far in the future bars nobody`() throws {
        let path = try file(
            key, "\" TOTP_AUTH", "\" DISALLOW_REUSE \(step - 1) \(step + 2880) 18446744073709551615"
        )
        let outcome = importFile(path, "--apply")
        #expect(outcome.output.contains("a used code lies in the future and is not taken over"))
        #expect(try host.comparison(of: host.code(for: key, seconds: -30)) == .used)
        #expect(try host.comparison(of: host.code(for: key)) == .right)
    }

    @Test func `the learned clock is followed`() throws {
        let path = try file(key, "\" TOTP_AUTH", "\" TIME_SKEW -7")
        #expect(importFile(path, "--apply").status == 0)
        #expect(try host.comparison(of: host.code(for: key, seconds: -210)) == .right)
        #expect(try host.comparison(of: host.code(for: key)) == .wrong)
        #expect(host.run(["devices", "nobody"]).rows.first?.contains("-210 s") == true)
    }

    @Test func `a clock that is too far off is not followed, and that is said`() throws {
        let path = try file(key, "\" TOTP_AUTH", "\" TIME_SKEW 11")
        let outcome = importFile(path, "--apply")
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("its clock was 11 steps ahead, more than is followed"))
        #expect(try host.comparison(of: host.code(for: key)) == .right)
    }

    @Test func `a second import leaves the account alone`() throws {
        let path = try file(key, "\" TOTP_AUTH", "12345678")
        #expect(importFile(path, "--apply").status == 0)
        let again = importFile(path, "--apply")
        #expect(again.status == 0)
        #expect(again.rows.prefix(2).map { $0.last ?? "" } == ["skipped", "skipped"])
        #expect(again.log.isEmpty)
        #expect(devices == ["imported"])
    }

    @Test func `a device that was revoked does not come back by another run`() throws {
        let path = try file(key, "\" TOTP_AUTH")
        #expect(importFile(path, "--apply").status == 0)
        #expect(host.run(["revoke", "nobody", "imported"]).status == 0)
        #expect(importFile(path, "--apply").log.isEmpty)
        #expect(devices.isEmpty)
        #expect(importFile(path, "--apply", "--replace").status == 0)
        #expect(devices == ["imported"])
    }

    @Test func `contacts alone keep nothing out, and stay`() throws {
        #expect(host.run(["contact", "nobody", "--email", "a@example.org"]).status == 0)
        #expect(importFile(try file(key, "\" TOTP_AUTH"), "--apply").status == 0)
        #expect(devices == ["imported"])
        #expect(host.run(["contact", "nobody"]).output.contains("a@example.org"))
    }

    @Test func `--replace takes the place of the same key, whose used codes stay used`() throws {
        let uri = "otpauth://totp/phone?secret=\(key)"
        #expect(importURIs(uri, options: ["--apply"]).status == 0)
        #expect(try host.isAccepted(host.code(for: key), of: "phone"))
        let outcome = importFile(
            try file(key, "\" TOTP_AUTH", "12345678"), "--apply", "--replace")
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("takes the place of phone"))
        #expect(devices == ["phone"])
        #expect(try host.comparison(of: host.code(for: key)) == .used)
        #expect(try host.comparison(of: host.code(for: key, seconds: 30)) == .right)
    }

    @Test func `a scratch code that let in here does not come back by another run`() throws {
        let path = try file(key, "\" TOTP_AUTH", "12345678", "23456789")
        #expect(importFile(path, "--apply").status == 0)
        #expect(try host.isAccepted(recoveryCode: "12345678"))
        #expect(importFile(path, "--apply", "--replace").status == 0)
        #expect(host.run(["recovery", "nobody"]).output == "recovery codes left: 1\n")
        #expect(try !host.isAccepted(recoveryCode: "12345678"))
        #expect(try host.isAccepted(recoveryCode: "23456789"))
    }

    @Test func `--replace takes the place of the same label, and leaves the rest`() throws {
        #expect(importFile(try file(key, "\" TOTP_AUTH"), "--apply").status == 0)
        _ = try host.enrol()
        let newer = try file(otherKey, "\" TOTP_AUTH", "12345678")
        #expect(importFile(newer, "--apply", "--replace").status == 0)
        #expect(devices == ["phone", "imported"])
        #expect(try host.isAccepted(host.code(for: otherKey), of: "imported"))
        #expect(try !host.isAccepted(host.code(for: key), of: "imported"))
        #expect(host.run(["recovery", "nobody"]).output == "recovery codes left: 1\n")
    }

    @Test func `what cannot be imported is a failure, and the rest is imported`() throws {
        let path = try file(key, "\" TOTP_AUTH", "hello", "12345678")
        let outcome = importFile(path, "--apply")
        #expect(outcome.status == 1)
        #expect(outcome.messages == ["could not be imported: 1"])
        #expect(
            outcome.output.contains(
                "nobody: \(path):3: neither an option nor a scratch code of eight digits"))
        #expect(devices == ["imported"])
        #expect(host.run(["recovery", "nobody"]).output == "recovery codes left: 1\n")
    }

    @Test func `a key that is too short is a failure`() throws {
        let outcome = importFile(try file("GEZDGNBV", "\" TOTP_AUTH"), "--apply")
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("its key has 5 bytes; 10 to 128 are taken"))
        #expect(!FileManager.default.fileExists(atPath: host.accountFile("identity").path))
    }

    @Test func `of more than sixteen scratch codes the first are kept, and that is said`() throws {
        let codes = (0..<18).map { String(12_345_670 + $0) }.joined(separator: "\n")
        let outcome = importFile(try file(key, "\" TOTP_AUTH", codes), "--apply")
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("an account has 16 recovery codes at most"))
        #expect(host.run(["recovery", "nobody"]).output == "recovery codes left: 16\n")
    }

    @Test func `URIs are added beside what is there, with labels of their own`() throws {
        _ = try host.enrol()
        let outcome = importURIs(
            "otpauth://totp/phone?secret=\(key)", "otpauth://hotp/phone?secret=\(otherKey)",
            "otpauth://totp/again?secret=\(key)", "otpauth://totp/bad", options: ["--apply"])
        #expect(outcome.status == 1)
        #expect(
            outcome.rows.prefix(4).map { $0.last ?? "" }.sorted() == [
                "failed", "imported", "imported", "skipped",
            ])
        #expect(outcome.output.contains("standard input:3: its key stands in the file before"))
        #expect(outcome.output.contains("standard input:4: the URI has no secret in Base32"))
        #expect(devices == ["phone", "phone-2", "phone-3"])
        #expect(!outcome.output.contains(key))
    }

    @Test func `a URI whose key is there is skipped`() throws {
        let uri = "otpauth://totp/phone?secret=\(key)"
        #expect(importURIs(uri, options: ["--apply"]).status == 0)
        let again = importURIs(uri.replacing("phone", with: "tablet"), options: ["--apply"])
        #expect(again.status == 0)
        #expect(again.output.contains("the account has it as phone"))
        #expect(again.log.isEmpty)
        #expect(devices == ["phone"])
    }

    @Test func `a long name is cut to a label, on a whole character`() throws {
        let name = String(repeating: "%E2%82%AC", count: 40)
        for secret in [key, otherKey] {
            let uri = "otpauth://totp/\(name)?secret=\(secret)"
            #expect(importURIs(uri, options: ["--apply"]).status == 0)
        }
        #expect(
            devices == [
                String(repeating: "€", count: 21), String(repeating: "€", count: 20) + "-2",
            ])
    }

    @Test func `--only chooses by the name in the report`() throws {
        let uris = ["otpauth://totp/work?secret=\(key)", "otpauth://totp/home?secret=\(otherKey)"]
        let outcome = importURIs(
            uris[0], uris[1], options: ["--apply", "--only", "home"])
        #expect(outcome.status == 0)
        #expect(devices == ["home"])
        #expect(importURIs(uris[0], options: ["--only", "school"]).status == 1)
    }

    @Test(arguments: [("", 8), ("MaxDevices 16\n", 16), ("MaxDevices 3\n", 3)])
    func `no more devices than MaxDevices`(policy: String, maximum: Int) throws {
        try host.writePolicy("Methods totp hotp recovery\n" + policy)
        let uris = (0..<18).map {
            "otpauth://totp/phone?secret=GEZDGNBVGY3TQOJQAAAAAA" + ["A", "B", "C"][$0 / 6]
                + ["A", "B", "C", "D", "E", "F"][$0 % 6]
        }
        var lines = uris[...]
        let outcome = host.run(["import", "otpauth", "nobody", "--apply"]) { _ in lines.popFirst() }
        #expect(outcome.status == 1)
        #expect(outcome.messages == ["could not be imported: \(18 - maximum)"])
        #expect(
            outcome.output.contains(
                "an account can have \(maximum) devices at most, see MaxDevices"))
        #expect(devices.count == maximum)
    }

    @Test func `who has more than MaxDevices can replace one, and add none`() throws {
        let uris = ["phone", "work", "home"].enumerated().map {
            "otpauth://totp/\($1)?secret=GEZDGNBVGY3TQOJQAAAAAA" + ["AA", "AB", "AC"][$0]
        }
        #expect(importURIs(uris[0], uris[1], uris[2], options: ["--apply"]).status == 0)
        try host.writePolicy("Methods totp hotp recovery\nMaxDevices 2\n")
        let other = "otpauth://totp/home?secret=\(otherKey)"
        #expect(importURIs(other, options: ["--apply", "--replace"]).status == 0)
        #expect(devices.sorted() == ["home", "phone", "work"])
        let more = "otpauth://totp/tablet?secret=\(key)"
        #expect(importURIs(more, options: ["--apply", "--replace"]).status == 1)
        #expect(devices.sorted() == ["home", "phone", "work"])
    }

    @Test func `a users file is shared out among its users, and one who is unknown is reported`()
        throws
    {
        let hex = "31323334353637383930313233343536"
        let path = try file(
            "HOTP/T30 nobody - \(hex)", "HOTP ghost - \(hex)", "HOTP nobody pin \(hex)",
            "HOTP/E/8 root - \(hex) 5")
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
            host.run(["devices", "root"]).rows.first?.prefix(4) == [
                "imported", "hotp", "sha1", "8",
            ])
        #expect(
            host.run(["import", "oath", path, "--user", "ghost"]).messages == [
                "could not be imported: 1"
            ])
    }

    @Test func `two Unicode spellings of a name are two users`() throws {
        let hex = "31323334353637383930313233343536"
        let path = try file(
            "HOTP \u{e9}ve - \(hex)", "HOTP e\u{301}ve - \(hex)", "HOTP nobody - \(hex)")
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
        let path = try file("HOTP/T30 nobody - \(hex) 1 \(code) 2027-01-15T08:00:00L")
        #expect(host.run(["import", "oath", path, "--apply"]).status == 0)
        #expect(try host.comparison(of: code) == .used)
        #expect(try host.comparison(of: host.code(for: key)) == .right)
    }

    @Test func `a users file that others may read is refused`() throws {
        let path = try file("HOTP nobody - 3132333435363738393031323334353637383930", mode: 0o644)
        let outcome = host.run(["import", "oath", path, "--apply"])
        #expect(outcome.status == 1)
        #expect(outcome.messages.first?.contains("others can read it") == true)
    }

    @Test func `a method the policy lacks is said`() throws {
        try host.writePolicy("Methods totp\n")
        let outcome = importFile(try file(key, "\" HOTP_COUNTER 3", "12345678"))
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("Methods of the policy lacks hotp"))
        #expect(outcome.output.contains("Methods of the policy lacks recovery"))
        #expect(outcome.output.contains("taken 2 steps away, Window of the policy is 1"))
    }

    @Test func `a user who was named and has no file, or is not there, is a failure`() {
        let outcome = host.run(["import", "google-authenticator", "nobody", "no-such-user-here"])
        #expect(outcome.status == 1)
        #expect(outcome.messages == ["could not be imported: 2"])
        #expect(outcome.output.contains("this system has no such user"))
    }

    @Test func `what is longer than any such file is not read`() throws {
        let lines = Array(repeating: "12345678", count: 30_000)
        let outcome = importFile(try file(lines.joined(separator: "\n")))
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("longer than 262144 bytes"))
        var typed = Array(repeating: lines.joined(), count: 5)[...]
        let long = host.run(["import", "otpauth", "nobody"]) { _ in typed.popFirst() }
        #expect(long.messages == ["standard input: longer than 1048576 bytes"])
    }

    @Test func `--file needs one user`() {
        #expect(host.run(["import", "google-authenticator", "--file", "/x"]).status == 64)
    }
}
