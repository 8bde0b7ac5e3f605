import AccountsTestSupport
import Foundation
import Testing

/// `sallyport policy check`: what is found, where and how bad it is.
@Suite struct PolicyCheckTests {
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
}

extension TemporaryHost {
    fileprivate func writeDeliveryFile(_ text: String) throws -> URL {
        let file = folder.appendingPathComponent("delivery.conf")
        try Data(text.utf8).write(to: file)
        try setMode(0o640, of: file)
        return file
    }
}
