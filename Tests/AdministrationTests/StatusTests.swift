import Accounts
import Foundation
import Testing

@Suite struct StatusTests {
    let host: TemporaryHost
    /// What the policy below says.
    let limits = AttemptLimits(lockAfter: 3, lockFor: 600, lockCap: 7)

    init() throws { host = try TemporaryHost(settings: "LockAfter 3\nLockFor 10m\nLockCap 7\n") }

    @Test func `without an account there is nothing to show`() {
        let outcome = host.run(["status"])
        #expect(outcome.status == 0)
        #expect(outcome.output == "no account yet; `sallyport enrol USER` makes one\n")
        #expect(host.run(["status", "--json"]).output == "[]\n")
    }

    @Test func `all accounts are shown, sorted by name`() throws {
        _ = try host.enrol(user: "root")
        _ = try host.enrol(user: "nobody")
        _ = try host.enrol("--label", "tablet")
        #expect(
            host.run(["status"]).output.hasPrefix(
                """
                USER    DEVICES        LAST LOGIN  LOCKED  NOTES
                nobody  phone, tablet  never       no      -
                root    phone          never       no      -
                fingerprint of the key: \

                """))
    }

    @Test func `JSON has every key, also for what there is none of`() throws {
        _ = try host.enrol()
        #expect(
            host.run(["status", "nobody", "--json"]).output == """
                [{"bypassUntil":null,"codesNotSent":0,"codesSent":0,"contacts":[],"devices":["phone"],"error":null,"lastLogin":null,"lock":"none",\
                "lockedUntil":null,"recoveryCodesLeft":8,"ticketUntil":null,"trustedSources":0,"user":"nobody",\
                "wrongCodes":0}]

                """)
    }

    @Test func `a login with a recovery code shows`() throws {
        let codes = try host.enrol().recoveryCodes
        try host.use(recoveryCode: try #require(codes.first))
        let shown = host.run(["status", "nobody"]).fields
        #expect(shown["last login"] == "2027-01-15T08:00:00Z")
        #expect(shown["recovery codes"] == "7")
        let row = try #require(
            try host.run(["status", "--json"]).json() as? [[String: Any]]
        ).first
        let login = try #require(row?["lastLogin"] as? [String: Any])
        #expect(login["time"] as? String == "2027-01-15T08:00:00Z")
        for key in ["method", "device", "address"] { #expect(login[key] is NSNull, "\(key)") }
    }

    @Test func `the last login has device and method, and the address of a trusted source`() throws
    {
        try host.writePolicy("TrustPeriod 8h\n")
        _ = try host.enrol()
        try host.trust("10.8.3.4", key: [])
        host.time += 60
        let row = try #require(
            try host.run(["status", "--json"]).json() as? [[String: Any]]
        ).first
        #expect(
            row?["lastLogin"] as? [String: String] == [
                "time": "2027-01-15T08:00:00Z", "method": "totp", "device": "phone",
                "address": "10.8.3.4", "service": "sshd",
            ])
        #expect(
            host.run(["status", "nobody"]).fields["last login"]
                == "2027-01-15T08:00:00Z, totp, phone, from 10.8.3.4")
        #expect(host.run(["status"]).rows.first?[2] == "2027-01-15T08:00:00Z")
    }

    @Test func `wrong codes, then the lock, then its end`() throws {
        _ = try host.enrol()
        for _ in 1...2 { try host.typeWrongCode(limits: limits) }
        #expect(host.run(["status", "nobody"]).fields["wrong codes"] == "2")
        #expect(host.run(["status", "nobody"]).fields["locked"] == "no")
        #expect(host.run(["status"]).rows.first?.last == "wrong codes: 2")
        try host.typeWrongCode(limits: limits)
        #expect(host.run(["status", "nobody"]).fields["locked"] == "until 2027-01-15T08:10:00Z")
        #expect(host.run(["status"]).rows.first?[3] == "until 2027-01-15T08:10:00Z")
        let row = try #require(
            try host.run(["status", "nobody", "--json"]).json() as? [[String: Any]]
        ).first
        #expect(row?["lock"] as? String == "temporary")
        #expect(row?["lockedUntil"] as? String == "2027-01-15T08:10:00Z")
        host.time += 600
        #expect(host.run(["status", "nobody"]).fields["locked"] == "no")
    }

    @Test func `codes that were sent, and that failed, show until they are forgotten`() throws {
        _ = try host.enrol()
        try host.sendCodes([.sent(to: "x"), .unknown, .notSent, .notSent])
        var shown = host.run(["status", "nobody"]).fields
        #expect(shown["codes sent"] == "2")
        #expect(shown["codes not sent"] == "2")
        #expect(host.run(["status"]).rows.first?.last == "codes not sent: 2")
        #expect(
            host.run(["status"]).output.hasSuffix(
                "codes sent by this host: 2 of 200/1h; could not be sent lately: 2\n"))
        #expect(
            host.run(["unlock", "nobody"]).output
                == "nobody is unlocked; wrong codes forgotten: 0, sent codes: 2\n")
        shown = host.run(["status", "nobody"]).fields
        #expect(shown["codes sent"] == "0")
        #expect(shown["codes not sent"] == "0")
    }

    @Test func `unlock ends a lock that only an administrator can end`() throws {
        _ = try host.enrol()
        for _ in 1...7 {
            try host.typeWrongCode(limits: limits)
            host.time += 600
        }
        #expect(host.run(["status", "nobody"]).fields["locked"] == "until unlocked")
        #expect(throws: AccountError.self) { try host.typeWrongCode(limits: limits) }

        let outcome = host.run(["unlock", "nobody"])
        #expect(outcome.output == "nobody is unlocked; wrong codes forgotten: 7, sent codes: 0\n")
        #expect(outcome.log == ["action=unlock user=nobody by=root"])
        #expect(host.run(["status", "nobody"]).fields["locked"] == "no")
        try host.typeWrongCode(limits: limits)
    }

    @Test(arguments: ["identity", "state"])
    func `a damaged account is shown as such, beside the others`(file: String) throws {
        _ = try host.enrol(user: "root")
        _ = try host.enrol()
        try Data(repeating: 7, count: 8192).write(to: host.accountFile(file))
        try host.setMode(0o600, of: host.accountFile(file))
        let outcome = host.run(["status"])
        #expect(outcome.status == 1)
        #expect(
            outcome.rows.prefix(2).map { Array($0.prefix(2)) } == [
                ["nobody", "cannot be read"], ["root", "phone"],
            ])
        #expect(
            outcome.messages.first?.hasPrefix("nobody: \(host.accountFile(file).path): ") == true)
        #expect(outcome.messages.last == "accounts that cannot be read: 1")
        let rows = try #require(try host.run(["status", "--json"]).json() as? [[String: Any]])
        #expect(rows.first?["error"] is String)
        #expect(rows.last?["error"] is NSNull)
        #expect(host.run(["status", "root"]).status == 0)
        #expect(host.run(["status", "nobody"]).status == 1)
    }

    @Test func `the account of a user who is gone is shown as such`() throws {
        try FileManager.default.createDirectory(
            at: host.state.appendingPathComponent("accounts/no-such-user"),
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700])
        let outcome = host.run(["status"])
        #expect(outcome.status == 1)
        #expect(
            outcome.messages.first
                == "no-such-user: this system knows no such user now")
    }

    @Test func `a name cannot send commands to the terminal`() throws {
        try FileManager.default.createDirectory(
            at: host.state.appendingPathComponent("accounts/%1B%5B2J"),
            withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        let outcome = host.run(["status"])
        #expect(outcome.rows.first?.first == "\u{FFFD}[2J")
        #expect(outcome.messages.first?.hasPrefix("\u{FFFD}[2J: ") == true)
        #expect(host.run(["status", "--json"]).output.contains("\\u001b[2J"))
    }

    @Test func `no listing has a key or a recovery code in it`() throws {
        let enrolled = try host.enrol()
        for words in [
            ["status"], ["status", "--json"], ["devices", "nobody"],
            ["devices", "nobody", "--json"],
        ] {
            let output = host.run(words).output
            #expect(!output.isEmpty)
            for secret in [enrolled.key] + enrolled.recoveryCodes {
                #expect(!output.contains(secret))
            }
        }
    }
}
