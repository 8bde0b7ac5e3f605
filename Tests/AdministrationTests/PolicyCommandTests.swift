import Accounts
import AccountsTestSupport
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
        try host.writeCourier("step '1 ms: read'; checked 'channels: 4'")
        try host.writePolicy(
            "DeliveryFile \(delivery.path)\nCourierProgram \(host.courier.path)\n\(settings)\n")
        let outcome = host.run(["policy", "check"])
        #expect(outcome.status == (problem == nil ? 0 : 1), "\(outcome.output)")
        if let problem {
            #expect(outcome.output.hasPrefix("\(host.policy.path):5: error: "))
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
            host.run(["policy", "check"]).output.hasPrefix(
                "\(host.policy.path): error: owned by user id 65534, must be root's\n"))
        let other = host.folder.appendingPathComponent("other.conf")
        try FileManager.default.moveItem(at: host.policy, to: other)
        try FileManager.default.createSymbolicLink(at: host.policy, withDestinationURL: other)
        #expect(host.run(["policy", "check"]).output.contains("the wrong kind of file"))
        try FileManager.default.removeItem(at: host.policy)
        #expect(
            host.run(["policy", "check"]).output
                == "\(host.policy.path): error: No such file or directory\n")
    }

    @Test func `any file is checked, whoever owns it, and standard input`() throws {
        try host.writePolicy("Window 0\n")
        try FileManager.default.setAttributes(
            [.ownerAccountID: 65534, .posixPermissions: 0o666], ofItemAtPath: host.policy.path)
        var outcome = check([host.policy.path])
        #expect(outcome.status == 0)
        #expect(
            outcome.output.hasPrefix(
                "\(host.policy.path): warning: owned by user id 65534, must be root's: so logins would refuse it\n"
            ))
        #expect(check([host.policy.path, "--strict"]).status == 1)
        outcome = check([host.policy.path, "--elsewhere"])
        #expect(outcome.output == "\(host.policy.path): no errors\n")
        var lines = ["Windw 2"]
        outcome = check(["-"], typing: { lines.popLast() })
        #expect(outcome.status == 1)
        #expect(outcome.output.hasPrefix("standard input:1: error: unknown keyword \"Windw\""))
        outcome = check(["/no/such/file"])
        #expect(
            outcome.status == 1
                && outcome.output == "/no/such/file: error: No such file or directory\n")
        #expect(check(["a", "--policy", "b"]).status == 64)
    }

    /// Runs `policy check` without `--policy`.
    private func check(_ words: [String], typing: @escaping () -> String? = { nil }) -> Outcome {
        host.run(["policy", "check"] + words, givesPolicy: false) { _ in typing() }
    }

    @Test func `strict makes a warning a failure, and a note none`() throws {
        try host.writePolicy("Match address 10.0.0.0/8\n  Window 2\n")
        #expect(host.run(["policy", "check", "--strict"]).status == 0)
        try host.writePolicy("LockFor 30\n")
        #expect(host.run(["policy", "check", "--strict"]).status == 1)
        #expect(host.run(["policy", "check"]).status == 0)
    }

    @Test(arguments: [
        ("user no-such-user", "note: Match user: this system knows no user \"no-such-user\" now"),
        (
            "user Nobody",
            "warning: Match user: this system knows no user \"Nobody\", but \"nobody\"; the spelling"
        ),
        (
            "user nobody@example.org",
            "warning: Match user: this system knows no user \"nobody@example.org\", but \"nobody\""
        ),
        ("user EXAMPLE\\\\nobody", "but \"nobody\""),
        ("user !nobdy,*", "no user \"nobdy\", but \"nobody\""),
        ("group ROOT", "no group \"ROOT\", but \"root\""),
        ("group no-such-group", "note: Match group: "),
        ("service no-such-service", "note: Match service: this system knows no service"),
    ])
    func `names that this system does not know are told`(criterion: String, words: String) throws {
        try host.writePolicy("Match \(criterion)\n  Window 0\n")
        #expect(host.run(["policy", "check"]).output.contains(words))
        #expect(
            host.run(["policy", "check", "--elsewhere"]).output.contains("knows no") == false)
    }

    @Test(arguments: ["user nobody,root", "group root,12345", "user no*"])
    func `names that it knows are not`(criterion: String) throws {
        try host.writePolicy("Match \(criterion)\n  Window 0\n")
        #expect(!host.run(["policy", "check"]).output.contains("knows no"))
    }

    @Test func `what the courier finds wrong with its files is an error each`() throws {
        let delivery = try host.writeDeliveryFile("Channel hook command\n  Program /bin/true\n")
        try host.writeCourier(
            "step '1 ms: read'; problem 'channel hook: A'; problem 'channel hook: B'; failed '2 problems'; exit 1"
        )
        try host.writePolicy(
            "DeliveryFile \(delivery.path)\nCourierProgram \(host.courier.path)\nEmailVia hook\n")
        let outcome = host.run(["policy", "check"])
        #expect(outcome.status == 1)
        #expect(
            outcome.output.contains(
                "\(delivery.path): error: channel hook: A\n\(delivery.path): error: channel hook: B\n"
            ))
        #expect(!outcome.output.contains("2 problems"))
        #expect(try host.courierRequest().purpose == "check files")
        try host.writePolicy("DeliveryFile \(delivery.path)\nCourierProgram \(host.courier.path)\n")
        #expect(host.run(["policy", "check"]).status == 0)
    }

    @Test func `programs that are missing are errors, where they are needed`() throws {
        let delivery = try host.writeDeliveryFile(
            "Channel hook command\n  Program /bin/true\n")
        let programs =
            "EnrolmentProgram /no/such/enrol\nCourierProgram /no/such/courier\nDeliveryFile \(delivery.path)\n"
        try host.writePolicy(programs)
        #expect(host.run(["policy", "check"]).status == 0)
        try host.writePolicy(programs + "Unenrolled enrol\n")
        var outcome = host.run(["policy", "check"])
        #expect(outcome.status == 1)
        #expect(
            outcome.output.contains(
                "error: EnrolmentProgram: No such file or directory: nobody can enrol"))
        try host.writePolicy(programs + "EmailVia hook\n")
        outcome = host.run(["policy", "check"])
        #expect(outcome.status == 1, "\(outcome.output)")
        #expect(outcome.output.contains("error: courier: /no/such: No such file or directory"))
        #expect(host.run(["policy", "check", "--elsewhere"]).status == 0)
    }

    @Test func `apply checks, keeps the policy before and replaces it whole`() throws {
        _ = try host.enrol()
        let old = try Data(contentsOf: host.policy)
        let new = host.folder.appendingPathComponent("new.conf")
        let text = String(decoding: old, as: UTF8.self) + "Window 0\n"
        try Data(text.utf8).write(to: new)
        var outcome = host.run(["policy", "apply", new.path])
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(
            outcome.output.hasSuffix(
                "\(host.policy.path) is applied, from the next login on\nthe policy before is in \(host.policy.path).old\n"
            ))
        #expect(outcome.log == ["action=policy-apply by=root"])
        #expect(try Data(contentsOf: host.policy) == Data(text.utf8))
        #expect(try Data(contentsOf: URL(fileURLWithPath: host.policy.path + ".old")) == old)
        #expect(host.run(["policy", "check"]).status == 0)
        outcome = host.run(["policy", "apply", new.path])
        #expect(outcome.status == 0 && outcome.log.isEmpty)
        #expect(outcome.output.hasSuffix("\(host.policy.path) says so already\n"))
        outcome = host.run(["policy", "apply", host.policy.path + ".old", "--json"])
        let json = try outcome.json() as? [String: Any]
        #expect(json?["changed"] as? Bool == true)
        #expect(try Data(contentsOf: host.policy) == old)
        #expect(
            try Data(contentsOf: URL(fileURLWithPath: host.policy.path + ".old")) == Data(text.utf8)
        )
    }

    @Test(arguments: [
        ("Windw 2", "not applied: the policy has an error"),
        ("Methods hotp", "not applied: nobody could log in any more"),
        ("Methods email", "not applied: the policy has an error"),
    ])
    func `apply refuses what would refuse everybody`(line: String, words: String) throws {
        _ = try host.enrol()
        let old = try Data(contentsOf: host.policy)
        let new = host.folder.appendingPathComponent("new.conf")
        try (old + Data("\(line)\n".utf8)).write(to: new)
        let outcome = host.run(["policy", "apply", new.path])
        #expect(outcome.status == 1 && outcome.log.isEmpty)
        #expect(outcome.messages.last?.hasPrefix(words) == true, "\(outcome.messages)")
        #expect(try Data(contentsOf: host.policy) == old)
        #expect(!FileManager.default.fileExists(atPath: host.policy.path + ".old"))
    }

    @Test func `apply names those with an account whom the policy refuses`() throws {
        _ = try host.enrol()
        #expect(host.run(["contact", "root", "--email", "root@example.org"]).status == 0)
        let new = host.folder.appendingPathComponent("new.conf")
        let text = try String(contentsOf: host.policy, encoding: .utf8) + "Methods totp\n"
        try Data(text.utf8).write(to: new)
        let outcome = host.run(["policy", "apply", new.path])
        #expect(outcome.status == 0)
        #expect(
            outcome.messages == [
                "refused under this policy, of those with an account: root",
                "root would be refused too: keep this shell open",
            ])
    }

    @Test(arguments: [
        ("SecondFactor off\n", "nobody is asked for no code: SecondFactor is off."),
        (
            "SecondFactor observe\n",
            "nobody is asked for no code, and the log says what would have happened"
        ),
        (
            "TrustPeriod 8h\n",
            "nobody needs a code from an app (totp) or a recovery code (recovery), has nothing enrolled, and is refused."
        ),
        ("Unenrolled allow\n", "nobody has nothing enrolled, and is let in without a code."),
        (
            "Unenrolled enrol\n",
            "has nothing enrolled, and enrols an app at the login, with a ticket of `sallyport invite`."
        ),
    ])
    func `explain begins with what the login will look like`(settings: String, words: String) throws
    {
        try host.writePolicy(settings)
        let outcome = host.run(["policy", "explain", "--user", "nobody"])
        let first = outcome.output.split(separator: "\n").first ?? ""
        #expect(first.contains(words), "\(first)")
    }

    @Test func `explain says what somebody has`() throws {
        _ = try host.enrol()
        let first = host.run(["policy", "explain", "--user", "nobody"]).output.split(
            separator: "\n"
        ).first
        #expect(
            first == "nobody is asked for a code from an app (totp) or a recovery code (recovery).")
        try host.writePolicy("Methods hotp\n")
        #expect(
            host.run(["policy", "explain", "--user", "nobody"]).output.contains(
                "has none of these, and is refused."))
    }

    @Test func `explain knows the user, the lock and an account that cannot be read`() throws {
        func first() -> String {
            String(
                host.run(["policy", "explain", "--user", "nobody"]).output.split(separator: "\n")
                    .first ?? "")
        }
        try host.writePolicy("SecondFactor off\n")
        #expect(
            host.run(["policy", "explain", "--user", "no-such-user"]).output.hasPrefix(
                "no-such-user is refused: this system knows no such user now."))
        try host.writePolicy("TrustPeriod 8h\nLockAfter 1\n")
        _ = try host.enrol()
        #expect(first().hasSuffix("but not where one was shown within the last 8h (TrustPeriod)."))
        try host.typeWrongCode(limits: AttemptLimits(lockAfter: 1, lockFor: 600, lockCap: 100))
        #expect(first().hasPrefix("nobody is locked: no code is taken"), "\(first())")
        try Data(count: 8192).write(to: host.accountFile("state"))
        #expect(first() == "nobody is refused: what they have enrolled cannot be read.")
    }

    @Test func `apply takes a policy that lets people in while the key is gone`() throws {
        _ = try host.enrol()
        let text = try String(contentsOf: host.policy, encoding: .utf8)
        try FileManager.default.removeItem(at: host.key)
        func apply(_ line: String) -> Outcome {
            var lines = (text + line).split(separator: "\n").map(String.init)
            return host.run(["policy", "apply", "-"]) { _ in
                lines.isEmpty ? nil : lines.removeFirst()
            }
        }
        let refusing = apply("Window 0")
        #expect(refusing.status == 1)
        #expect(
            refusing.messages.last?.hasPrefix("not applied: nobody could log in any more") == true)
        #expect(apply("SecondFactor observe").status == 0)
        #expect(try String(contentsOf: host.policy, encoding: .utf8).contains("observe"))
    }

    @Test func `apply says who goes in without a code, and that the accounts are others`() throws {
        _ = try host.enrol()
        let other = host.folder.appendingPathComponent("other")
        try FileManager.default.createDirectory(
            at: other.appendingPathComponent("accounts"), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        try host.setMode(0o700, of: other)
        let new = host.folder.appendingPathComponent("new.conf")
        try Data("StateDirectory \(other.path)\nKeyFile \(host.key.path)\nUnenrolled allow\n".utf8)
            .write(to: new)
        let outcome = host.run(["policy", "apply", new.path])
        #expect(
            outcome.messages == [
                "StateDirectory or KeyFile is another: the accounts there are now are not looked at any more",
                "let in without a code under this policy, and asked before: nobody",
            ])
    }

    @Test(arguments: [
        "Match auth publickey\n  SecondFactor off", "Match address 10.0.0.0/8\n  Unenrolled allow",
    ])
    func `apply takes a policy that spares some logins, with nobody enrolled`(lines: String) throws
    {
        let new = host.folder.appendingPathComponent("new.conf")
        try (Data(contentsOf: host.policy) + Data("\(lines)\n".utf8)).write(to: new)
        #expect(host.run(["policy", "apply", new.path]).status == 0)
    }

    @Test func `apply keeps the mode of the policy`() throws {
        _ = try host.enrol()
        try host.setMode(0o600, of: host.policy)
        let new = host.folder.appendingPathComponent("new.conf")
        try (Data(contentsOf: host.policy) + Data("Window 0\n".utf8)).write(to: new)
        #expect(host.run(["policy", "apply", new.path]).status == 0)
        for path in [host.policy.path, host.policy.path + ".old"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test func `explain --changed leaves the defaults out`() throws {
        try host.writePolicy("Window 0\n")
        let outcome = host.run(["policy", "explain", "--user", "nobody", "--changed"])
        #expect(Set(outcome.settings.keys) == ["StateDirectory", "KeyFile", "Window"])
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
            uniqueKeysWithValues: rows.filter { $0.first != "SETTING" }.compactMap { row in
                row.first.map { ($0, Array(row.dropFirst())) }
            })
    }
}
