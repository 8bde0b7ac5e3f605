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

    private func file(_ lines: String..., mode: Int = 0o600) throws -> String {
        try host.oldFile(lines, mode: mode)
    }

    private func importFile(_ path: String, _ options: String...) -> Outcome {
        host.run(["import", "google-authenticator", "--file", path, "nobody"] + options)
    }

    private func importURIs(_ uris: String..., options: [String] = []) -> Outcome {
        host.importURIs(uris, options: options)
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
        let path = try file(key, "\" TOTP_AUTH", "\" STEP_SIZE many", "12345678")
        let outcome = importFile(path, "--apply")
        #expect(outcome.status == 1)
        #expect(outcome.messages == ["could not be imported: 1"])
        #expect(
            outcome.output.contains(
                "nobody: \(path):3: STEP_SIZE is a number from 1 to 60"))
        #expect(devices.isEmpty)
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

    @Test func `a method the policy lacks is said`() throws {
        try host.writePolicy("Methods totp\n")
        let outcome = importFile(try file(key, "\" HOTP_COUNTER 3", "12345678"))
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("Methods of the policy lacks hotp"))
        #expect(outcome.output.contains("Methods of the policy lacks recovery"))
        #expect(outcome.output.contains("taken 2 steps away, Window of the policy is 1"))
    }
}
