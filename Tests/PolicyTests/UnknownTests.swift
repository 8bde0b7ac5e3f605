import LanguageTestSupport
import Messages
import Policy
import Testing
import TextCoding

/// What is not known of a login never makes the policy laxer.
@Suite struct UnknownTests {
    /// A login of which nothing is known but what is given.
    private func login(
        groups: [String] = [], doubt: String? = "name service ldap gave no answer",
        address: String? = nil, hosts: [String] = [], service: String = "",
        methods: [String]? = nil, keys: [String]? = nil
    ) -> LoginAttributes {
        LoginAttributes(
            user: "alice", groups: groups, groupDoubt: doubt, address: address, hostNames: hosts,
            service: service, authenticationMethods: methods, keyTypes: keys)
    }

    private func secondFactor(_ text: String, _ login: LoginAttributes) throws -> String {
        try policy(text).settings(for: login).secondFactor.name
    }

    @Test(arguments: [
        "group *", "group !wheel,*", "group wheel", "address 10.8.0.0/16", "address *",
        "address !10.9.0.0/16,*", "host web1", "host *", "host !web1,*", "service sshd",
        "service *", "service !sudo,*", "auth publickey", "auth *", "auth !password,*", "key sk-*",
        "key *", "key !ssh-rsa,*",
        "user alice group !wheel,*", "group !wheel,* address *",
    ])
    func `a block about what is not known gives nothing laxer, and everything stricter`(
        criteria: String
    ) throws {
        for (own, other) in [("off", "required"), ("off", "observe"), ("observe", "required")] {
            let laxer = "SecondFactor \(other)\nMatch \(criteria)\nSecondFactor \(own)"
            #expect(try secondFactor(laxer, login()) == other)
            let stricter = "SecondFactor \(own)\nMatch \(criteria)\nSecondFactor \(other)"
            #expect(try secondFactor(stricter, login()) == other)
        }
    }

    @Test(arguments: [
        // What is certain stays certain.
        ("group wheel", ["wheel"], true), ("group wheel,staff", ["staff"], true),
        ("group *", ["users"], true), ("group users,!wheel", ["users", "wheel"], false),
        ("group *,!wheel", ["wheel"], false), ("user bob group wheel", [], false),
        ("user bob group !wheel,*", [], false), ("group !wheel", ["users"], false),
    ])
    func `what is known decides, though not all is`(
        criteria: String, groups: [String], holds: Bool
    ) throws {
        let text = "SecondFactor required\nMatch \(criteria)\nSecondFactor off"
        #expect(try secondFactor(text, login(groups: groups)) == (holds ? "off" : "required"))
        let reverse = "SecondFactor off\nMatch \(criteria)\nSecondFactor required"
        #expect(try secondFactor(reverse, login(groups: groups)) == (holds ? "required" : "off"))
    }

    @Test func `an exception is not excluded as long as not all groups are known`() throws {
        let text = "Match group users,!wheel\nSecondFactor off"
        #expect(try secondFactor(text, login(groups: ["users"])) == "required")
        #expect(try secondFactor(text, login(groups: ["users"], doubt: nil)) == "off")
    }

    @Test(arguments: ["client.example.org", "", "UNKNOWN", "10.8.3"])
    func `a name is no address, and so not known`(address: String) throws {
        let text = "SecondFactor off\nMatch address !10.8.0.0/16,*\nSecondFactor required"
        #expect(try secondFactor(text, login(address: address)) == "required")
        #expect(try secondFactor(text, login(address: "10.8.1.1")) == "off")
    }

    @Test func `that nothing succeeded before is known where sshd tells it`() throws {
        let text = "SecondFactor off\nMatch auth publickey\nSecondFactor required"
        #expect(try secondFactor(text, login(methods: nil)) == "required")
        #expect(try secondFactor(text, login(methods: [])) == "off")
    }

    @Test func `that no key was checked is known where sshd tells it`() throws {
        let text = "SecondFactor required\nMatch key *\nSecondFactor off"
        #expect(try secondFactor(text, login(keys: nil)) == "required")
        #expect(try secondFactor(text, login(keys: [])) == "required")
        #expect(try secondFactor(text, login(keys: ["ssh-rsa"])) == "off")
        let stricter = "SecondFactor off\nMatch key *\nSecondFactor required"
        #expect(try secondFactor(stricter, login(keys: nil)) == "required")
        #expect(try secondFactor(stricter, login(keys: [])) == "off")
    }

    @Test(arguments: [
        ("Methods totp recovery", "Methods totp", "totp"),
        ("Methods totp", "Methods totp recovery", "totp"),
        ("Methods email recovery totp", "Methods totp email", "email totp"),
        ("Methods email recovery", "Methods totp", ""),
        ("Methods screen", "Methods totp recovery", "totp recovery"),
        ("Methods totp recovery", "Methods screen", "totp recovery"),
        ("Methods email screen", "Methods totp screen", "email screen totp"),
        ("Unenrolled allow", "Unenrolled enrol", "enrol"),
        ("Unenrolled deny", "Unenrolled allow", "deny"),
        ("EnrolmentDeadline none", "EnrolmentDeadline 2027-03-31", "2027-03-31"),
        ("EnrolmentDeadline 2027-03-31", "EnrolmentDeadline 2028-03-31", "2027-03-31"),
        ("EnrolmentDeadline 2027-03-31", "EnrolmentDeadline none", "2027-03-31"),
        ("Enrolment first-login", "Enrolment invited", "invited"),
        ("Enrolment invited", "Enrolment first-login", "invited"),
        ("MaxDevices 8", "MaxDevices 2", "2"), ("MaxDevices 8", "MaxDevices 16", "8"),
        ("Window 1", "Window 0", "0"), ("Window 1", "Window 10", "1"),
        ("CodeLength 6", "CodeLength 8", "8"), ("CodeLength 8", "CodeLength 6", "8"),
        ("CodeLifetime 5m", "CodeLifetime 1m", "1m"), ("CodeLifetime 1m", "CodeLifetime 5m", "1m"),
        ("ResendAfter 60", "ResendAfter 90", "1m30s"), ("ResendAfter 60", "ResendAfter 0", "1m"),
        ("SendLimit 5/1h", "SendLimit 3/1h", "3/1h"), ("SendLimit 5/1h", "SendLimit 9/1h", "5/1h"),
        ("SendLimit 5/1h", "SendLimit 9/1d", "5/1d"), ("SendLimit 5/1h", "SendLimit 3/1m", "3/1h"),
        ("TrustPeriod 8h", "TrustPeriod 0", "0"), ("TrustPeriod 0", "TrustPeriod 8h", "0"),
        ("TrustBinds address", "TrustBinds address+key", "address+key"),
        ("TrustBinds address+key", "TrustBinds address", "address+key"),
        ("TrustBinds address+key", "TrustBinds address+service", "address+key+service"),
        ("TrustBinds address+service", "TrustBinds address+key", "address+key+service"),
        ("TrustBinds session", "TrustBinds session+service", "session+service"),
        ("TrustBinds session+service", "TrustBinds session", "session+service"),
        ("TrustBinds address", "TrustBinds session", "address+session"),
        ("LockAfter 10", "LockAfter 3", "3"), ("LockAfter 3", "LockAfter 10", "3"),
        ("LockFor 30m", "LockFor 1h", "1h"), ("LockFor 30m", "LockFor 1m", "30m"),
        ("LockCap 100", "LockCap 50", "50"), ("LockCap 50", "LockCap 100", "50"),
        ("KeyOnlyLogin allow", "KeyOnlyLogin deny", "deny"),
        ("KeyOnlyLogin deny", "KeyOnlyLogin allow", "deny"),
        ("EmailVia mail", "EmailVia none", "none"), ("EmailVia none", "EmailVia mail", "none"),
        ("EmailVia mail", "EmailVia other", "mail"),
        ("Recipients topic ops", "Recipients account", "account"),
        ("Recipients account", "Recipients topic ops", "account"),
        ("Language en", "Language zh-CN", "en"), ("Echo yes", "Echo no", "yes"),
        ("SplitAt none", "SplitAt /", "none"), ("DeliveryTimeout 15s", "DeliveryTimeout 5s", "15s"),
    ])
    func `of every keyword the stricter value holds`(
        without: String, block: String, value: String
    ) throws {
        let resolution = try policy("\(without)\nMatch group wheel\n\(block)").resolve(login())
        let keyword = without.prefix { $0 != " " }
        #expect(
            resolution.explanations().first { $0.keyword.name == keyword }?.value == value)
    }

    @Test(arguments: [
        ("Methods totp email", "Methods totp recovery"), ("Methods screen", "Methods totp"),
        ("Methods email\nRecipients topic ops", "Recipients account"),
        ("Methods email\nEmailVia mail", "EmailVia none"),
        ("Methods sms\nSMSVia mail", "SMSVia none"),
        ("Methods chat\nChatVia mail", "ChatVia none"),
    ])
    func `where fewer ways to be asked may be left, nobody is let in for having none`(
        without: String, block: String
    ) throws {
        for unenrolled in [Unenrolled.allow, .enrol] {
            let text = "\(without)\nUnenrolled \(unenrolled.name)\nMatch group wheel\n\(block)"
            let resolution = try policy(text).resolve(login())
            #expect(resolution.settings.unenrolled(at: 0) == .deny)
            let known = try policy(text).settings(for: login(doubt: nil))
            #expect(known.unenrolled(at: 0) == unenrolled)
            // A block that surely holds does not bring it back.
            let certain = "Match user alice\nUnenrolled \(unenrolled.name)\n"
            let both = text.replacing("Match group", with: certain + "Match group")
            #expect(try policy(both).settings(for: login()).unenrolled(at: 0) == .deny)
        }
    }

    @Test func `every keyword that a block may have is in that list, in both directions`() throws {
        // One that is added later must not be forgotten there.
        let global = [
            "HostSendLimit", "StateDirectory", "KeyFile", "DeliveryFile", "CourierProgram",
            "EnrolmentProgram",
        ]
        let tried = [
            "SecondFactor", "Methods", "Unenrolled", "EnrolmentDeadline", "Enrolment", "MaxDevices",
            "Window",
            "CodeLength", "CodeLifetime", "ResendAfter", "SendLimit", "TrustPeriod", "TrustBinds",
            "LockAfter", "LockFor", "LockCap", "KeyOnlyLogin", "EmailVia", "SMSVia", "ChatVia",
            "Recipients", "Language", "Echo", "SplitAt", "DeliveryTimeout",
        ]
        #expect(Set(Keyword.all.map(\.name)) == Set(tried + global))
    }

    @Test func `of several blocks that may hold the strictest counts, up to one that surely does`()
        throws
    {
        let text = """
            SecondFactor off
            Match group a
                SecondFactor observe
            Match user alice
                SecondFactor observe
            Match group b
                SecondFactor required
            """
        #expect(try secondFactor(text, login()) == "observe")
        let other = text.replacing("Match user alice", with: "Match user bob")
        #expect(try secondFactor(other, login()) == "required")
    }

    @Test func `the explanation names the line, and that its block may hold`() throws {
        let text = "SecondFactor off\nMatch group wheel\n    SecondFactor required\n    Window 5\n"
        let file = try policy(text)
        let origin = file.resolve(login()).origin(of: .secondFactor)
        #expect(origin.description == "line 3, in \"Match group wheel\" of line 2, which may hold")
        let block = try #require(file.unknownBlocks(for: login()).first)
        #expect((block.match, block.line, block.unknown) == ("Match group wheel", 2, ["group"]))
        #expect(block.lines.map(\.isStricter) == [true, false])
        #expect(block.lines.map(\.keyword.stricterValue).allSatisfy { !$0.isEmpty })
        #expect(file.unknownBlocks(for: login(doubt: nil)).isEmpty)
    }
}
