import Foundation
import HostSystem
import Testing

@Suite struct PolicyCommandTests {
    let host: TemporaryHost

    init() throws { host = try TemporaryHost() }

    @Test func `a good policy has nothing to be said of`() {
        let outcome = host.run(["policy", "check"])
        #expect(outcome.status == 0)
        #expect(outcome.output.hasPrefix("\(host.key.path): note: the fingerprint of this key is "))
        #expect(outcome.output.hasSuffix("\n\(host.policy.path): no errors\n"))
        #expect(outcome.output.split(separator: "\n").count == 2)
    }

    @Test func `a warning has its line and is no failure`() throws {
        try host.writePolicy("Methods totp\nSecondFactor off\n")
        let outcome = host.run(["policy", "check"])
        #expect(outcome.status == 0)
        #expect(
            outcome.output.hasPrefix("\(host.policy.path):4: warning: SecondFactor off for all"))
        let rows = try #require(
            try host.run(["policy", "check", "--json"]).json() as? [[String: Any]])
        #expect(rows.count == 2)
        #expect(rows.first?["file"] as? String == host.policy.path)
        #expect(rows.first?["line"] as? Int == 4)
        #expect(rows.first?["severity"] as? String == "warning")
        #expect((rows.first?["message"] as? String)?.hasPrefix("SecondFactor off for all") == true)
    }

    @Test func `a wrong line is an error and a failure`() throws {
        try host.writePolicy("Metods totp\n")
        let outcome = host.run(["policy", "check"])
        #expect(outcome.status == 1)
        #expect(outcome.output.hasPrefix("\(host.policy.path):3: error: unknown keyword"))
        #expect(host.run(["policy", "check", "--json"]).status == 1)
    }

    @Test(arguments: [
        ("EmailVia mail\nSMSVia text\nChatVia ding\nRecipients topic oncall", nil),
        ("Recipients ldap staff\nSMSVia hook\nChatVia hook\nEmailVia hook", nil),
        ("EmailVia post", "EmailVia: the delivery file has no channel post; there are: mail, text"),
        ("EmailVia text", "EmailVia: channel text sends sms, not email"),
        ("ChatVia mail", "ChatVia: channel mail sends email, not chat"),
        ("Recipients topic staff", "the delivery file has no topic staff; there are: oncall"),
        ("Recipients ldap oncall", "no directory oncall; there are: staff"),
    ])
    func `what the policy names is looked up in the delivery file`(
        settings: String, problem: String?
    ) throws {
        let delivery = try host.writeDeliveryFile(
            """
            Channel mail smtp
                URL smtps://smtp.example.org
                From login@example.org
            Channel text twilio
                AccountSID AC0123456789abcdef0123456789abcdef
                AuthTokenFile /secrets/twilio
                From +12025550123
            Channel ding dingtalk
                AppKey ding0
                AppSecretFile /secrets/ding
                AgentID 1
            Channel hook webhook
                URL https://hook.example.org/
                BodyFile /etc/body
            Topic oncall
                Email a@example.org
            Directory staff
                URL ldaps://ldap.example.org/dc=example,dc=org

            """)
        try host.writePolicy("DeliveryFile \(delivery.path)\n\(settings)\n")
        let outcome = host.run(["policy", "check"])
        #expect(outcome.status == (problem == nil ? 0 : 1), "\(outcome.output)")
        if let problem {
            #expect(outcome.output.hasPrefix("\(host.policy.path):4: error: "))
            #expect(outcome.output.contains(problem), "\(outcome.output)")
        }
    }

    @Test func `a delivery file is needed only by a policy that sends, and must be a good one`()
        throws
    {
        let delivery = try host.writeDeliveryFile("Channel mail smpt\n")
        try host.writePolicy("DeliveryFile \(delivery.path)\nEmailVia mail\n")
        var outcome = host.run(["policy", "check"])
        #expect(outcome.status == 1)
        #expect(outcome.output.hasPrefix("\(delivery.path):1: error: Channel: "))
        try host.setMode(0o666, of: delivery)
        outcome = host.run(["policy", "check"])
        #expect(outcome.output.hasPrefix("\(delivery.path): error: mode 0666"))
        try FileManager.default.removeItem(at: delivery)
        outcome = host.run(["policy", "check"])
        #expect(
            outcome.output.hasPrefix("\(delivery.path): error: No such file or directory\n"))
        try host.writePolicy("DeliveryFile \(delivery.path)\n")
        #expect(host.run(["policy", "check"]).status == 0)
    }

    @Test func `a finding that is an error is a failure`() throws {
        try host.writePolicy("LockAfter 10\nLockCap 5\n")
        let outcome = host.run(["policy", "check"])
        #expect(outcome.status == 1)
        #expect(outcome.output.contains(": error: LockCap 5"))
    }

    @Test(arguments: [(0o666, "others can write it"), (0o620, "others can write it")])
    func `a policy that others can write is an error`(mode: Int, words: String) throws {
        try host.setMode(mode, of: host.policy)
        let outcome = host.run(["policy", "check"])
        #expect(outcome.status == 1)
        #expect(outcome.output.hasPrefix("\(host.policy.path): error: mode 0"))
        #expect(outcome.output.contains(words))
    }

    @Test func `a policy of somebody else's or behind a link is an error`() throws {
        try FileManager.default.setAttributes(
            [.ownerAccountID: 65534], ofItemAtPath: host.policy.path)
        #expect(
            host.run(["policy", "check"]).output
                == "\(host.policy.path): error: owned by user id 65534, must be root's\n")
        let other = host.folder.appendingPathComponent("other.conf")
        try FileManager.default.moveItem(at: host.policy, to: other)
        try FileManager.default.createSymbolicLink(at: host.policy, withDestinationURL: other)
        #expect(host.run(["policy", "check"]).output.contains("the wrong kind of file"))
        try FileManager.default.removeItem(at: host.policy)
        #expect(
            host.run(["policy", "check"]).output
                == "\(host.policy.path): error: No such file or directory\n")
    }

    @Test func `key file and folder are checked, each with its own line`() throws {
        try host.setMode(0o644, of: host.key)
        try FileManager.default.removeItem(at: host.state)
        let outcome = host.run(["policy", "check"])
        #expect(outcome.status == 1)
        #expect(
            outcome.output == """
                \(host.key.path): error: mode 0644, others can read it
                \(host.state.path): error: No such file or directory

                """)
    }

    @Test(arguments: [(31, "shorter than it must be"), (33, "longer than 32 bytes")])
    func `a key of another length is an error`(length: Int, words: String) throws {
        try Data(count: length).write(to: host.key)
        try host.setMode(0o600, of: host.key)
        #expect(host.run(["policy", "check"]).output == "\(host.key.path): error: \(words)\n")
    }

    @Test func `explain shows each setting with the line that decided it`() throws {
        try host.writePolicy(
            """
            Methods totp
            Match user nobody address 10.0.0.0/8 auth publickey
                Methods totp hotp
            Match service sudo
                Window 0
            """)
        let login = [
            "policy", "explain", "--user", "nobody", "--from", "10.1.2.3", "--auth",
            "password,publickey",
        ]
        let settings = host.run(login).settings
        #expect(
            settings["Methods"] == [
                "totp hotp",
                "line 5, in \"Match user nobody address 10.0.0.0/8 auth publickey\" of line 4",
            ])
        #expect(settings["Window"] == ["1", "default"])
        #expect(settings["KeyFile"] == [host.key.path, "line 2"])
        #expect(host.run(login + ["--service", "sudo"]).settings["Window"]?.first == "0")
        #expect(
            host.run(["policy", "explain", "--user", "nobody"]).settings["Methods"] == [
                "totp", "line 3",
            ])
    }

    @Test func `explain takes the type of the key that was checked`() throws {
        try host.writePolicy("Match key sk-*\n  SecondFactor off\n")
        func explain(_ options: String...) -> Outcome {
            host.run(["policy", "explain", "--user", "nobody"] + options)
        }
        func secondFactor(_ options: String...) -> String? {
            host.run(["policy", "explain", "--user", "nobody"] + options)
                .settings["SecondFactor"]?.first
        }
        #expect(secondFactor("--key", "sk-ssh-ed25519@openssh.com") == "off")
        #expect(secondFactor("--key", "sk-ssh-ed25519@openssh.com,ssh-rsa") == "required")
        #expect(secondFactor("--key", "none") == "required")
        // Without it the key is not known, unless it is known that there was none.
        let unknown = "Match key sk-* of line 3: key"
        #expect(explain().output.contains(unknown))
        #expect(explain("--auth", "publickey").output.contains(unknown))
        #expect(!explain("--auth", "password").output.contains(unknown))
        #expect(!explain("--key", "none").output.contains(unknown))
    }

    @Test func `explain looks up groups and host names as a login does`() throws {
        let group = try #require(try User.named("nobody")?.groups().names.first)
        let name = try #require(HostName.all().first)
        try host.writePolicy("Match group \(group) host \(name)\n  Window 2\n")
        #expect(
            host.run(["policy", "explain", "--user", "nobody"]).settings["Window"]?.first == "2")
        try host.writePolicy("Match group no-such-group\n  Window 2\n")
        #expect(
            host.run(["policy", "explain", "--user", "nobody"]).settings["Window"]?.first == "1")
    }

    @Test func `explain lists what is not known, and what holds of it`() throws {
        try host.writePolicy(
            "SecondFactor observe\nMatch address 10.8.0.0/16\n  SecondFactor off\n"
                + "Match group wheel auth publickey\n  SecondFactor required\n  Window 5\n")
        let outcome = host.run(["policy", "explain", "--user", "nobody", "--groups-unknown"])
        #expect(
            outcome.settings["SecondFactor"] == [
                "required",
                "line 7, in \"Match group wheel auth publickey\" of line 6, which may hold",
            ])
        #expect(
            outcome.output.hasSuffix(
                """

                Not known for this login, so that only what is stricter holds:
                Match address 10.8.0.0/16 of line 4: address
                  line 5, SecondFactor off: does not hold; stricter is required, then observe, then off
                Match group wheel auth publickey of line 6: group (--groups-unknown), auth
                  line 7, SecondFactor required: holds; stricter is required, then observe, then off
                  line 8, Window 5: does not hold; stricter is a smaller number

                """))
        let known = host.run([
            "policy", "explain", "--user", "nobody", "--from", "192.0.2.1", "--auth", "none",
        ])
        #expect(!known.output.contains("Not known"))
        #expect(known.settings["SecondFactor"]?.first == "observe")
    }

    @Test func `explain in JSON says the same`() throws {
        try host.writePolicy("Window 0\n")
        let rows = try #require(
            try host.run(["policy", "explain", "--user", "nobody", "--json"]).json()
                as? [[String: String]])
        #expect(
            rows.contains([
                "keyword": "Window", "value": "0", "source": "line 3",
                "stricter": "a smaller number",
            ]))
        #expect(rows.count == host.run(["policy", "explain", "--user", "nobody"]).settings.count)
    }

    @Test func `explain warns of a user who is not there`() {
        let outcome = host.run(["policy", "explain", "--user", "no-such-user"])
        #expect(outcome.status == 0)
        #expect(
            outcome.messages == ["this system has no user named no-such-user; taken as in no group"]
        )
    }

    @Test(arguments: ["example.org", "10.0.0", "010.0.0.1", ""])
    func `explain takes nothing but an address for --from`(text: String) {
        #expect(host.run(["policy", "explain", "--user", "nobody", "--from", text]).status == 64)
    }
}

extension TemporaryHost {
    fileprivate func writeDeliveryFile(_ text: String) throws -> URL {
        let file = folder.appendingPathComponent("delivery.conf")
        try Data(text.utf8).write(to: file)
        try setMode(0o640, of: file)
        return file
    }
}

extension Outcome {
    /// Value and source by keyword, out of the table of `policy explain`.
    fileprivate var settings: [String: [String]] {
        Dictionary(
            uniqueKeysWithValues: rows.compactMap { row in
                row.first.map { ($0, Array(row.dropFirst())) }
            })
    }
}
