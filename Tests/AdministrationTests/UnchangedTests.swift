import Accounts
import Foundation
import Testing

/// What is wanted and was so already: status 0, another sentence, `"changed": false`, and no line of a change.
@Suite struct UnchangedTests {
    let host: TemporaryHost

    init() throws {
        host = try TemporaryHost(settings: "Unenrolled allow\nTrustPeriod 8h\n")
        _ = try host.enrol("--no-qr")
    }

    private func expectUnchanged(_ words: [String], _ sentence: String) throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: host.state.path)
        let outcome = host.run(words)
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(outcome.output == sentence + "\n")
        #expect(outcome.log.isEmpty)
        let report = try #require(try host.run(words + ["--json"]).json() as? [String: Any])
        #expect(report["changed"] as? Bool == false)
        #expect(report["user"] as? String == words.first { ["nobody", "root"].contains($0) })
        #expect(try FileManager.default.contentsOfDirectory(atPath: host.state.path) == files)
    }

    private func expectChanged(_ words: [String]) throws -> [String: Any] {
        let outcome = host.run(words + ["--json"])
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(outcome.output.split(separator: "\n").count == 1)
        #expect(outcome.log.count == 1)
        let report = try #require(try outcome.json() as? [String: Any])
        #expect(report["changed"] as? Bool == true)
        #expect(report["user"] as? String == "nobody")
        return report
    }

    @Test func `unlock`() throws {
        try expectUnchanged(["unlock", "nobody"], "nobody was not locked, and nothing was counted")
        try host.typeWrongCode(limits: .lenient)
        #expect(try expectChanged(["unlock", "nobody"])["wrongCodes"] as? Int == 1)
        try host.sendCodes([.notSent])
        #expect(try expectChanged(["unlock", "nobody"])["sentCodes"] as? Int == 0)
        try expectUnchanged(["unlock", "nobody"], "nobody was not locked, and nothing was counted")
    }

    @Test func `unlock forgets the attempts whose processes died`() throws {
        try host.withAccount { _ = try $0.attempt(limits: .lenient, at: host.time) }
        host.time += 60
        #expect(try expectChanged(["unlock", "nobody"])["wrongCodes"] as? Int == 1)
        #expect(try host.withAccount { $0.state.failuresSinceSuccess } == 0)
    }

    @Test func `prefer`() throws {
        #expect(try expectChanged(["prefer", "nobody", "totp"])["method"] as? String == "totp")
        try expectUnchanged(
            ["prefer", "nobody", "totp"], "Logins of nobody began with totp already.")
        #expect(try expectChanged(["prefer", "nobody", "none"])["method"] is NSNull)
        try expectUnchanged(
            ["prefer", "nobody", "none"],
            "Logins of nobody began with the policy's first method already.")
    }

    @Test func `trust revoke`() throws {
        try expectUnchanged(
            ["trust", "revoke", "nobody", "--all"], "no source of nobody is trusted")
        try host.trust("10.8.3.4", key: [])
        try expectUnchanged(
            ["trust", "revoke", "nobody", "--address", "10.8.3.5"],
            "10.8.3.5 is no trusted source of nobody")
        #expect(try expectChanged(["trust", "revoke", "nobody", "--all"])["sources"] as? Int == 1)
    }

    @Test func `contact, and what is set again ends no trust`() throws {
        let words = ["contact", "nobody", "--email", "a@example.org"]
        #expect(try expectChanged(words)["email"] as? String == "a@example.org")
        try host.trust("10.8.3.4", key: [])
        let outcome = host.run(words)
        #expect(outcome.status == 0)
        #expect(outcome.output.hasPrefix("All of that was so already.\ne-mail:    a@example.org\n"))
        #expect(outcome.log.isEmpty)
        #expect(host.run(["trust", "list"]).rows.count == 1)
        let report = try #require(try host.run(words + ["--json"]).json() as? [String: Any])
        #expect(report["changed"] as? Bool == false)
        _ = try expectChanged(words + ["--language", "zh-CN"])
        #expect(host.run(["trust", "list"]).rows.count == 1)
    }

    @Test func `forget and off`() throws {
        _ = try expectChanged(["forget", "nobody", "--yes"])
        try expectUnchanged(["forget", "nobody", "--yes"], "nobody has no account")
        try expectUnchanged(["off", "nobody", "--yes"], "nobody was asked for no code already.")
        _ = try host.enrol("--no-qr")
        _ = try expectChanged(["off", "nobody", "--yes"])
    }

    @Test func `a question is no part of the JSON`() throws {
        let outcome = host.run(["forget", "nobody", "--json"]) { _ in "yes" }
        #expect(try #require(try outcome.json() as? [String: Any])["changed"] as? Bool == true)
        #expect(outcome.messages == ["Remove all devices and recovery codes of nobody? [yes/no] "])
    }

    @Test func `revoke, where a device that is not there is an error`() throws {
        _ = try host.enrol("--no-qr")
        let report = try expectChanged(["revoke", "nobody", "phone"])
        #expect(report["device"] as? String == "phone")
        #expect(report["devicesLeft"] as? Int == 1)
        #expect(report["recoveryCodesLeft"] as? Int == 8)
        let outcome = host.run(["revoke", "nobody", "phone", "--json"])
        #expect(outcome.status == 1)
        #expect(outcome.output.isEmpty)
    }

    @Test func `resync`() throws {
        let key = try host.enrol("--no-qr", "--label", "token").key
        host.time += 300
        func resync(_ offset: Int64) -> Outcome {
            var seconds = [offset, offset + 30].makeIterator()
            return host.run(["resync", "nobody", "token", "--json"]) { _ in
                try seconds.next().map { try self.host.code(for: key, seconds: $0) }
            }
        }
        var outcome = resync(120)
        var report = try #require(try outcome.json() as? [String: Any], "\(outcome.messages)")
        #expect(report["changed"] as? Bool == true)
        #expect(report["device"] as? String == "token")
        #expect(report["seconds"] as? Int == 150)
        #expect(report["presses"] is NSNull)
        #expect(outcome.log.count == 1)
        host.time += 300
        outcome = resync(120)
        report = try #require(try outcome.json() as? [String: Any], "\(outcome.messages)")
        #expect(report["changed"] as? Bool == false)
        #expect(outcome.log.isEmpty)
    }
}

/// Commands that go through all accounts.
@Suite struct AllAccountsTests {
    let host: TemporaryHost

    init() throws {
        host = try TemporaryHost(settings: "TrustPeriod 8h\n")
        _ = try host.enrol("--no-qr", user: "daemon")
        _ = try host.enrol("--no-qr", user: "root")
        _ = try host.enrol("--no-qr")
        try host.trust("10.8.3.4", key: [])
        try host.typeWrongCode(limits: .lenient)
    }

    /// Damages the account that comes first.
    private func damageFirst() throws {
        let file = host.state.appendingPathComponent("accounts/daemon/state")
        try Data(repeating: 7, count: 8192).write(to: file)
        try host.setMode(0o600, of: file)
    }

    @Test func `unlock --all unlocks whoever is locked`() throws {
        let outcome = host.run(["unlock", "--all"])
        #expect(outcome.status == 0)
        #expect(outcome.output == "nobody is unlocked; wrong codes forgotten: 1, sent codes: 0\n")
        #expect(outcome.log == ["action=unlock user=nobody by=root"])
        let again = host.run(["unlock", "--all"])
        #expect(again.output == "nobody was locked, and nothing was counted\n")
        #expect(again.log.isEmpty)
    }

    @Test(arguments: [["unlock", "--all"], ["trust", "revoke", "--all-users", "--all"]])
    func `one damaged account stops no other, and the status is 1`(words: [String]) throws {
        try damageFirst()
        let outcome = host.run(words + ["--json"])
        #expect(outcome.status == 1)
        let reports = try #require(try outcome.json() as? [[String: Any]])
        #expect(reports.map { $0["user"] as? String } == ["daemon", "nobody", "root"])
        #expect(reports.map { $0["changed"] as? Bool } == [false, true, false])
        #expect(reports[0]["error"] is String)
        #expect(reports[1]["error"] is NSNull && reports[2]["error"] is NSNull)
        #expect(outcome.messages.first?.hasPrefix("daemon: ") == true)
        #expect(outcome.messages.last == "accounts that could not be changed: 1")
    }

    @Test func `trust ends in one address for all users`() throws {
        let words = ["trust", "revoke", "--all-users", "--address"]
        #expect(
            host.run(words + ["10.8.3.5"]).output == "10.8.3.5 is no trusted source of anybody\n")
        let outcome = host.run(words + ["10.8.3.4"])
        #expect(outcome.output == "nobody is asked for a code again; sources: 1\n")
        #expect(host.run(["trust", "list"]).output == "no source is trusted\n")
    }

    @Test func `a person ends nobody else's trust`() throws {
        let outcome = try host.runAsPerson(["trust", "revoke", "--all-users", "--all"])
        #expect(outcome.status == 1)
        #expect(outcome.log.first?.contains("action=trust-revoke user=all by=nobody") == true)
        #expect(host.run(["trust", "list"]).rows.count == 1)
    }

    @Test(arguments: [
        ["unlock"], ["unlock", "nobody", "--all"],
        ["trust", "revoke", "nobody", "--all-users", "--all"],
        ["trust", "revoke", "--all-users"],
    ])
    func `a wrong command line is status 64`(words: [String]) {
        #expect(host.run(words).status == 64)
    }
}
