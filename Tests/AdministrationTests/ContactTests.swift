import Testing

@Suite struct ContactTests {
    let host: TemporaryHost

    init() throws {
        host = try TemporaryHost(
            settings: "Methods totp email sms recovery\nEmailVia mail\nSMSVia text\n")
    }

    @Test func `contacts are set, shown and kept`() {
        let outcome = host.run([
            "contact", "nobody", "--email", "alice@example.org", "--phone", "+86 138-0013-8000",
            "--language", "ZH-cn",
        ])
        #expect(outcome.status == 0)
        #expect(outcome.messages == [])
        let shown = """
            e-mail:    alice@example.org
            telephone: +8613800138000
            language:  zh-CN

            """
        #expect(outcome.output == shown)
        #expect(host.run(["contact", "nobody"]).output == shown)
        #expect(
            host.run(["contact", "nobody", "--json"]).output == """
                {"changed":false,"email":"alice@example.org","language":"zh-CN","phone":"+8613800138000","user":"nobody"}

                """)
    }

    @Test func `the log has what changed, masked`() {
        let words = ["contact", "nobody", "--email", "alice@example.org", "--language", "en"]
        #expect(
            host.run(words).log == [
                #"action=contact user=nobody email="a***e@example.org" language=en by=root"#
            ])
        #expect(
            host.run(["contact", "nobody", "--clear", "email"]).log == [
                "action=contact user=nobody email=none by=root"
            ])
        #expect(host.run(["contact", "nobody"]).log == [])
    }

    @Test func `each contact is cleared alone, and what is absent is null`() {
        _ = host.run([
            "contact", "nobody", "--email", "a@example.org", "--phone", "+4915112345678",
            "--language", "en",
        ])
        #expect(
            host.run(["contact", "nobody", "--clear", "phone", "--json"]).output
                == #"{"changed":true,"email":"a@example.org","language":"en","phone":null,"user":"nobody"}"#
                + "\n"
        )
        let outcome = host.run(["contact", "nobody", "--clear", "email", "--clear", "language"])
        #expect(
            outcome.output == """
                e-mail:    none
                telephone: none
                language:  the policy's

                """)
    }

    @Test func `what is set leaves the devices and their codes`() throws {
        _ = try host.enrol()
        _ = host.run(["contact", "nobody", "--email", "a@example.org"])
        #expect(host.run(["devices", "nobody"]).rows.map(\.first) == ["phone"])
        #expect(host.run(["recovery", "nobody"]).output == "recovery codes left: 8\n")
    }

    @Test func `a user of whom only a contact is known has an account, masked in the table`() {
        _ = host.run([
            "contact", "nobody", "--email", "alice@example.org", "--phone", "+12025550123",
        ])
        let shown = host.run(["status", "nobody"]).fields
        #expect(shown["devices"] == "none")
        #expect(shown["contacts"] == "a***e@example.org, +12******23")
        let output = host.run(["status", "nobody", "--json"]).output
        #expect(output.contains(#""contacts":["a***e@example.org","+12******23"]"#))
    }

    @Test(arguments: [
        (["--email", "alice"], "an e-mail address has an @"),
        (["--email=-x@example.org"], "what stands before the @ is not allowed there"),
        (["--email", "a@example.org\nBcc: b"], "visible ASCII characters only"),
        (["--phone", "013800138000"], "begins with + and the country code"),
        (["--phone", "+86138x"], "digits only"),
        (["--language", "de"], "a language is en or zh-CN"),
        (["--clear", "mail"], "'email', 'phone' or 'language'"),
        (["--email", "a@example.org", "--clear", "email"], "--email and --clear email at once"),
    ])
    func `a bad contact is refused with what is wrong, and nothing is made`(
        words: [String], reason: String
    ) {
        let outcome = host.run(["contact", "nobody"] + words)
        #expect(outcome.status == 64)
        #expect(outcome.messages.last?.contains(reason) == true, "\(outcome.messages)")
        #expect(host.run(["status"]).output.hasPrefix("no account yet"))
    }

    @Test(arguments: [[], ["--clear", "email"]])
    func `without an account there is nothing to show or to clear`(words: [String]) {
        let outcome = host.run(["contact", "nobody"] + words)
        #expect(outcome.status == 1)
        #expect(outcome.messages == ["nobody has no account; `sallyport enrol nobody` makes one"])
        #expect(host.run(["status"]).output.hasPrefix("no account yet"))
    }

    @Test(arguments: [
        ("Methods totp\n", "--email", "Methods of the policy lacks email"),
        ("Methods totp email\nEmailVia mail\n", "--phone", "lacks sms and chat"),
        ("Methods totp email\n", "--email", "EmailVia of the policy is none"),
        (
            "Methods totp email\nEmailVia mail\nRecipients topic oncall\n", "--email",
            "Recipients of the policy is topic oncall"
        ),
    ])
    func `a contact that no code is sent to is warned of`(
        settings: String, option: String, warning: String
    ) throws {
        try host.writePolicy(settings)
        let value = option == "--email" ? "a@example.org" : "+12025550123"
        let outcome = host.run(["contact", "nobody", option, value])
        #expect(outcome.status == 0)
        #expect(outcome.messages.count == 1)
        #expect(outcome.messages.first?.contains(warning) == true, "\(outcome.messages)")
    }
}
