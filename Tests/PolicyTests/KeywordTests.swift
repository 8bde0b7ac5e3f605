import ConfigurationGrammar
import LanguageTestSupport
import Messages
import Policy
import Testing
import TextCoding
import Vocabulary

@Suite struct KeywordTests {
    /// Keyword, the value as written, and the value as it is explained.
    static let good: [(Keyword, String, String)] = [
        (.secondFactor, "required", "required"), (.secondFactor, "OBSERVE", "observe"),
        (.secondFactor, "Off", "off"),
        (.methods, "recovery", "recovery"), (.methods, "TOTP Recovery", "totp recovery"),
        (
            .methods, "recovery screen chat sms email hotp totp",
            "recovery screen chat sms email hotp totp"
        ),
        (.unenrolled, "deny", "deny"), (.unenrolled, "enrol", "enrol"),
        (.unenrolled, "Enroll", "enrol"), (.unenrolled, "allow", "allow"),
        (.enrolmentDeadline, "2027-03-31", "2027-03-31"),
        (.enrolmentDeadline, "2028-02-29", "2028-02-29"), (.enrolmentDeadline, "None", "none"),
        (.enrolment, "invited", "invited"), (.enrolment, "First-Login", "first-login"),
        (.maxDevices, "1", "1"), (.maxDevices, "16", "16"),
        (.window, "0", "0"), (.window, "10", "10"), (.window, "007", "7"),
        (.codeLength, "6", "6"), (.codeLength, "10", "10"),
        (.codeLifetime, "1", "1s"), (.codeLifetime, "10m", "10m"), (.codeLifetime, "600S", "10m"),
        (.codeLifetime, "1m30", "1m30s"),
        (.resendAfter, "0", "0"), (.resendAfter, "1h", "1h"),
        (.sendLimit, "1/1s", "1/1s"), (.sendLimit, "50/1w", "50/1w"),
        (.sendLimit, "3/90m", "3/1h30m"), (.hostSendLimit, "100000/1d", "100000/1d"),
        (.trustPeriod, "0", "0"), (.trustPeriod, "0s", "0"), (.trustPeriod, "8h", "8h"),
        (.trustPeriod, "168h", "1w"),
        (.trustBinds, "address", "address"), (.trustBinds, "Address+Key", "address+key"),
        (.trustBinds, "address+service", "address+service"), (.trustBinds, "session", "session"),
        (.trustBinds, "address+key+service", "address+key+service"),
        (.trustBinds, "Session+Service", "session+service"),
        (.lockAfter, "1", "1"), (.lockAfter, "10000", "10000"),
        (.lockFor, "1", "1s"), (.lockFor, "52w", "52w"), (.lockFor, "1d", "1d"),
        (.lockCap, "1", "1"), (.lockCap, "10000", "10000"),
        (.language, "EN", "en"), (.language, "zh-cn", "zh-CN"),
        (.emailVia, "mail", "mail"), (.emailVia, "none", "none"),
        (.smsVia, "a-b_c.D9", "a-b_c.D9"), (.smsVia, "NONE", "none"),
        (.chatVia, String(repeating: "d", count: 64), String(repeating: "d", count: 64)),
        (.recipients, "Account", "account"), (.recipients, "TOPIC OnCall", "topic OnCall"),
        (.recipients, "LDAP staff", "ldap staff"),
        (.echo, "Yes", "yes"), (.echo, "no", "no"),
        (.splitAt, ",", ","), (.splitAt, "/", "/"), (.splitAt, "none", "none"),
        (.splitAt, "\"#\"", "\"#\""), (.splitAt, "'\"'", "\"\\\"\""),
        (.splitAt, "\\\\", "\"\\\\\""),
        (.splitAt, "= =", "\"=\""), (.splitAt, "\"'\"", "\"'\""), (.splitAt, "~", "~"),
        (.keyOnlyLogin, "allow", "allow"), (.keyOnlyLogin, "Deny", "deny"),
        (.stateDirectory, "/srv/sallyport", "/srv/sallyport"), (.stateDirectory, "/", "/"),
        (.keyFile, "\"/a b\"", "\"/a b\""), (.deliveryFile, "/d", "/d"),
        (.deliveryFile, "/d\\\"", "\"/d\\\"\""),
        (.courierProgram, "/opt/courier", "/opt/courier"),
        (.enrolmentProgram, "/opt/enrol", "/opt/enrol"),
        (.deliveryTimeout, "1", "1s"), (.deliveryTimeout, "60", "1m"),
    ]

    /// Keyword, a value that is refused, and what the message says a good one is.
    static let bad: [(Keyword, String, String)] = [
        (.secondFactor, "on", "is not required, observe or off"),
        (.secondFactor, "\"\"", "is not required, observe or off"),
        (.methods, "totp,email", "is not one or more of totp, hotp, email, sms"),
        (.methods, "totp emial", "\"totp emial\" is not one or more of"),
        (.methods, "totp TOTP", "each once"),
        (
            .methods, "totp dingtalk",
            "\"dingtalk\" is no method; write chat, and name its channel in ChatVia"
        ),
        (.methods, "totp hotp email sms chat screen recovery totp", "each once"),
        (.unenrolled, "permit", "is not deny, enrol or allow"),
        (.enrolmentDeadline, "2027-02-29", "is not a date of the calendar as YYYY-MM-DD, or none"),
        (.enrolmentDeadline, "2027-3-31", "is not a date"),
        (.enrolmentDeadline, "31.3.2027", "date"),
        (.enrolmentDeadline, "2027-13-01", "date"), (.enrolmentDeadline, "2027-00-10", "date"),
        (.enrolmentDeadline, "2027-04-00", "date"), (.enrolmentDeadline, "2027-04-31", "date"),
        (.enrolmentDeadline, "2027-04-01 none", "too much on the line"),
        (.enrolment, "first login", "too much on the line"), (.enrolment, "open", "or first-login"),
        (.maxDevices, "0", "is not a number from 1 to 16"), (.maxDevices, "17", "from 1 to 16"),
        (.window, "11", "is not a number from 0 to 10"), (.window, "-1", "is not a number"),
        (.window, "+1", "is not a number"), (.window, "1.5", "is not a number"),
        (.window, "0x1", "is not a number"), (.window, "99999999999999999999", "is not a number"),
        (.window, "\"\"", "is not a number"),
        (.codeLength, "5", "from 6 to 10"), (.codeLength, "11", "from 6 to 10"),
        (.codeLifetime, "0", "a time from 1s to 10m"), (.codeLifetime, "601", "from 1s to 10m"),
        (.codeLifetime, "5 m", "too much"), (.codeLifetime, "m", "is not a time"),
        (.codeLifetime, "5x", "is not a time"), (.codeLifetime, "-5", "is not a time"),
        (.resendAfter, "3601", "from 0 to 1h"),
        (.sendLimit, "0/1h", "such as 5/1h"), (.sendLimit, "51/1h", "from 1 to 50"),
        (.sendLimit, "5/0", "such as 5/1h"), (.sendLimit, "5", "such as 5/1h"),
        (.sendLimit, "5/8d", "up to 1w"), (.sendLimit, "5/", "such"), (.sendLimit, "/1h", "such"),
        (.sendLimit, "5/1h/2", "such as"), (.sendLimit, "5 / 1h", "too much"),
        (.hostSendLimit, "none", "such as 5/1h"), (.hostSendLimit, "100001/1d", "to 100000"),
        (.trustPeriod, "604801", "from 0 to 1w"), (.trustPeriod, "8 hours", "too much"),
        (.trustPeriod, "99999999999999999w", "is not a time"),
        (.trustPeriod, "9223372036854775807s1s", "is not a time"),
        (
            .trustBinds, "key",
            "is not address, address+key, address+service, address+key+service, session"
        ),
        (.trustBinds, "service", "is not"), (.trustBinds, "session+key", "is not"),
        (.trustBinds, "address+session", "is not"), (.trustBinds, "address session", "too much"),
        (.lockAfter, "0", "from 1 to"), (.lockAfter, "10001", "from 1 to 10000"),
        (.lockFor, "0", "from 1s to 52w"), (.lockFor, "53w", "from 1s to 52w"),
        (.lockCap, "0", "from 1 to"), (.lockCap, "never", "from 1 to"),
        (.language, "de", "is not en or zh-CN"), (.language, "zh", "is not en or zh-CN"),
        (.emailVia, "a/b", "is not a name"), (.emailVia, "\"\"", "is not a name"),
        (.smsVia, "ä", "is not a name"), (.smsVia, "a b", "too much"),
        (.chatVia, String(repeating: "d", count: 65), "of at most 64"),
        (.recipients, "topic", "is not account, or topic or ldap and a name"),
        (.recipients, "ldap", "is not account"), (.recipients, "ldap a/b", "is not account"),
        (.recipients, "list a", "is not account"),
        (.recipients, "topic a/b", "is not account"), (.recipients, "account x", "is not account"),
        (.recipients, "topic a b", "too much"),
        (.echo, "on", "is not yes or no"), (.echo, "true", "is not yes or no"),
        (.splitAt, "a", "no letter and no digit"), (.splitAt, "5", "no digit"),
        (.splitAt, "Z", "no letter"), (.splitAt, "\" \"", "visible"),
        (.splitAt, "::", "is not one"),
        (.splitAt, "ä", "ASCII"), (.splitAt, "\"\"", "is not one"), (.splitAt, "\"", "not closed"),
        (.keyOnlyLogin, "yes", "is not allow or deny"),
        (.stateDirectory, "var/lib", "is not an absolute path"),
        (.keyFile, "~/key", "is not an absolute path"), (.keyFile, "\"\"", "is not an absolute"),
        (.deliveryFile, "/" + String(repeating: "d", count: 4_095), "at most 4095 bytes"),
        (.courierProgram, "sallyport-courier", "is not an absolute path"),
        (.enrolmentProgram, "sallyport-enrol", "is not an absolute path"),
        (.deliveryTimeout, "0", "from 1s to 1m"), (.deliveryTimeout, "61", "from 1s to 1m"),
    ]

    /// Keyword, and its default as one would write it in the file.
    static let defaults: [(Keyword, String)] = [
        (.secondFactor, "required"), (.methods, "totp recovery"), (.unenrolled, "deny"),
        (.enrolmentDeadline, "none"), (.enrolment, "invited"), (.maxDevices, "8"), (.window, "1"),
        (.codeLength, "6"),
        (.codeLifetime, "5m"), (.resendAfter, "1m"), (.sendLimit, "5/1h"),
        (.hostSendLimit, "200/1h"), (.trustPeriod, "0"),
        (.trustBinds, "address+key+service"), (.lockAfter, "10"), (.lockFor, "30m"),
        (.lockCap, "100"),
        (.language, "en"), (.emailVia, "none"), (.smsVia, "none"), (.chatVia, "none"),
        (.recipients, "account"), (.echo, "yes"), (.splitAt, "none"), (.keyOnlyLogin, "allow"),
        (.stateDirectory, "/var/lib/sallyport"), (.keyFile, "/etc/sallyport/key"),
        (.deliveryFile, "/etc/sallyport/delivery.conf"),
        (.courierProgram, "/usr/libexec/sallyport/sallyport-courier"),
        (.enrolmentProgram, "/usr/libexec/sallyport/sallyport-enrol"), (.deliveryTimeout, "15s"),
    ]

    @Test(arguments: good)
    func `a good value is read and explained`(row: (Keyword, String, String)) throws {
        let (keyword, value, explained) = row
        let resolution = try policy("\(keyword.name) \(value)").resolve(.alice)
        #expect(resolution.value(of: keyword) == explained)
        #expect(resolution.origin(of: keyword).description == "line 1")
    }

    @Test(arguments: good)
    func `what is explained can be written into a file`(row: (Keyword, String, String)) throws {
        let again = try policy("\(row.0.name) \(row.2)").resolve(.alice)
        #expect(again.value(of: row.0) == row.2)
    }

    @Test(arguments: good)
    func `a keyword changes no setting but its own`(row: (Keyword, String, String)) throws {
        let resolution = try policy("\(row.0.name) \(row.1)").resolve(.alice)
        for (keyword, value) in Self.defaults where keyword != row.0 {
            #expect(resolution.value(of: keyword) == value)
        }
    }

    @Test(arguments: bad)
    func `a bad value is refused with what a good one is`(row: (Keyword, String, String)) throws {
        let (keyword, value, reason) = row
        let error = try #require(problem("\(keyword.name) \(value)"))
        #expect(error.line == 1)
        #expect(error.message.hasPrefix("\(keyword.name): "), "\(error.message)")
        #expect(error.message.contains(reason), "\(error.message)")
    }

    @Test func `every keyword has its default`() throws {
        let resolution = try policy("").resolve(.alice)
        #expect(Self.defaults.map(\.0) == Keyword.all)
        for (keyword, value) in Self.defaults {
            #expect(resolution.value(of: keyword) == value)
        }
    }

    @Test func `every keyword is in both tables`() {
        for keyword in Keyword.all {
            #expect(Self.good.contains { $0.0 == keyword }, "\(keyword)")
            #expect(Self.bad.contains { $0.0 == keyword }, "\(keyword)")
        }
    }

    @Test(arguments: Keyword.all)
    func `a keyword without a value is refused`(keyword: Keyword) throws {
        let error = try #require(problem(keyword.name))
        #expect(error.message.hasPrefix("\(keyword.name): the value is missing; write "))
    }

    @Test(arguments: [
        (Keyword.stateDirectory, "/a"), (.keyFile, "/a"), (.deliveryFile, "/a"),
        (.courierProgram, "/a"), (.enrolmentProgram, "/a"), (.hostSendLimit, "5/1h"),
    ])
    func `what holds for the whole host is refused in a Match block`(
        keyword: Keyword, value: String
    ) throws {
        let line = "\(keyword.name) \(value)"
        let error = try #require(problem("\(line)\nMatch all\n\(line)"))
        #expect(error.line == 3)
        #expect(error.message.hasPrefix("\(keyword.name): this holds for the whole host"))
        #expect(error.message.hasSuffix("(this block starts at line 2)"))
    }

    @Test func `the typed settings are what the file says`() throws {
        let text = """
            SecondFactor observe
            Methods hotp recovery
            CodeLifetime 2m
            SendLimit 3/2h
            HostSendLimit 50/1d
            DeliveryTimeout 20
            TrustPeriod 8h
            TrustBinds address
            Language zh-CN
            EmailVia mail
            Recipients topic oncall
            Echo no
            SplitAt ,
            KeyOnlyLogin deny
            """
        let settings = try policy(text).settings(for: .alice)
        #expect(settings.secondFactor == .observe)
        #expect(settings.methods == [.hotp, .recovery])
        #expect(settings.codeLifetime == 120)
        #expect(settings.sendLimit.count == 3 && settings.sendLimit.period == 7_200)
        #expect(settings.hostSendLimit.count == 50 && settings.hostSendLimit.period == 86_400)
        #expect(settings.deliveryTimeout == 20)
        #expect(settings.trustPeriod == 28_800)
        #expect(settings.trustBinds == .address)
        #expect(settings.language == .simplifiedChinese)
        #expect(settings.emailVia == "mail")
        if case .topic(let name) = settings.recipients {
            #expect(name == "oncall")
        } else {
            Issue.record("the recipients are no topic")
        }
        #expect(!settings.echo)
        #expect(settings.splitAt == UInt8(ascii: ","))
        #expect(settings.keyOnlyLogin == .deny)
    }

    @Test func `a directory is asked for the recipients by its name`() throws {
        let settings = try policy("Recipients ldap staff").settings(for: .alice)
        guard case .directory("staff") = settings.recipients else {
            Issue.record("the recipients are \(settings.recipients)")
            return
        }
    }

    @Test(arguments: [
        ("EN", Language.english), ("zh-cn", .simplifiedChinese), ("zh", nil), ("", nil),
    ])
    func `a language is found by its name`(name: String, language: Language?) {
        #expect(Language(named: name) == language)
    }
}
