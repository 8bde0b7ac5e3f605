import Accounts
import AccountsTestSupport
import LoginFlow
import Policy
import Testing
import TestSupport

/// What becomes of a login where a code cannot be sent, or not now.
extension SentCodeTests {
    @Test func `over the limit the person is told when the next code can be sent`() throws {
        try policy("Methods email\nSendLimit 1/1h\nCodeLifetime 1s\n")
        _ = hangUp()
        let report = host.login(
            at: LoginHost.now + 60, .tells("Too many codes were sent. Try again in 59 minutes."))
        #expect(report.verdict == "notSentNow")
        #expect(report.reason?.contains("SendLimit") == true)
    }

    @Test(arguments: [
        (notSent, "mail: no route to host"), ("failed 'x'; exit 0", "x"),
    ])
    func `a code that was certainly not sent is void, and counts for nothing`(
        script: String, reason: String
    ) throws {
        try policy("HostSendLimit 1/1h\nMethods email\nSendLimit 1/1h\n")
        try courier.answer(script)
        for _ in 0..<3 {
            let report = host.login(.tells("The code could not be sent. Tell your administrator."))
            #expect(report.verdict == "delivery")
            #expect(report.reason == reason)
            #expect(report.priority == .error)
            #expect(try host.files.state(of: host.root)?.challenge == nil)
        }
        // The mail server is back, and so is everybody.
        try courier.answer("sent 'a***e@example.org'")
        #expect(hangUp().verdict == "codeToAppend")
        let (code, number) = try sent()
        #expect(host.login(asksSent(number, answer: .text(code))).verdict == "accepted")
    }

    @Test func `an outage keeps nobody waiting for more than minutes, and spares the server`()
        throws
    {
        try policy("Methods email\n")
        try courier.answer(Self.notSent)
        for _ in 0..<5 { _ = hangUp() }
        let pam = HangingUp(user: "root")
        let report = login(pam)
        #expect(report.verdict == "notSentNow")
        #expect(pam.messages == ["Codes could not be sent. Try again in 60 seconds."])
        #expect(courier.values("code").count == 5)
        #expect(hangUp(at: LoginHost.now + 60).verdict == "delivery")
    }

    @Test func `within ResendAfter of the last code the person is told the seconds`() throws {
        _ = hangUp()
        let (code, number) = try sent()
        #expect(host.login(asksSent(number, answer: .text(code))).verdict == "accepted")
        let report = host.login(
            at: LoginHost.now + 15, .tells("Another code can be sent in 45 seconds."),
            .code(host.recoveryCodes[0]))
        #expect(report.verdict == "accepted")
        try policy("Methods email\n")
        let refused = host.login(
            at: LoginHost.now + 59, .tells("Another code can be sent in 1 second."))
        #expect(refused.reason == "a code was sent less than ResendAfter ago; the next in 1 s")
    }

    @Test func `who asks for another code too soon is asked for the one that waits`() throws {
        try policy("Methods totp email sms\n")
        _ = login(HangingUp(user: "root", first: "email"))
        let pam = HangingUp(user: "root", first: "sms")
        _ = login(pam, at: LoginHost.now + 20)
        let number = try sent().number
        #expect(
            pam.questions.last
                == "Another code can be sent in 40 seconds.\nCode #\(number) was sent to "
                + "a***e@example.org.\nVerification code #\(number): ")
        #expect(courier.values("method") == ["email"])
    }

    @Test func `who asks for another that cannot be sent is asked for the one that waits`() throws {
        try policy("Methods email\nResendAfter 0s\n")
        _ = hangUp()
        let (code, number) = try sent()
        try courier.answer(Self.notSent)
        let report = host.login(
            asksSent(number, answer: .text("email")),
            .tells("The code could not be sent. Tell your administrator."),
            asksSent(number, orType: nil, answer: .text(code)))
        #expect(report.verdict == "accepted")
        #expect(report.line?.contains("unsent=\"mail: no route to host\"") == true)
    }

    @Test func `the code that waits is asked for though the host's count cannot be kept`() throws {
        try policy("Methods email\nResendAfter 0s\n")
        _ = hangUp()
        let (code, number) = try sent()
        try host.files.folder.remove("state/sent")
        try host.files.folder.makeFolder("state/sent")
        let report = host.login(
            asksSent(number, answer: .text("email")),
            asksSent(number, orType: nil, answer: .text(code)))
        #expect(report.verdict == "accepted")
    }

    @Test func `who asks for a code that cannot be sent is asked for another`() throws {
        try policy("Methods totp email\n")
        try courier.answer(Self.notSent)
        let report = host.login(
            .asks("Verification code (or type email): ", echo: true, answer: .text("email")),
            .tells("The code could not be sent. Tell your administrator."),
            .code(try host.code()))
        #expect(report.verdict == "accepted")
    }

    @Test func `whoever has another code gets in though the host's count cannot be kept`() throws {
        // As good as one that cannot be written: others could have changed it.
        try host.files.folder.write([], to: "state/sent", mode: 0o666)
        #expect(host.login(.code(host.recoveryCodes[0])).verdict == "accepted")
        try policy("Methods totp email\n")
        let report = host.login(
            .asks("Verification code (or type email): ", echo: true, answer: .text("email")),
            .code(try host.code()))
        #expect(report.verdict == "accepted")
        #expect(report.line?.contains("unsent=") == true)
    }

    @Test(arguments: [
        ("exit 0", "ended with code 0 and no answer"), ("kill -9 $$", "killed by a signal"),
        ("exec cat /dev/zero", "wrote too much"), ("exec sleep 60", "no answer in time"),
        ("sent x; exit 1", "ended with code 1"),
        ("byte 165; byte 7; sent x", "courier: version 7 of the message format instead of 1"),
        ("sent x; echo more", "courier: no message of Sallyport's"),
        ("unknown 'mail: 451'; exit 1", "451"),
    ])
    func `a courier that may have sent refuses in time, and the code is taken if it arrives`(
        script: String, reason: String
    ) throws {
        try policy("Methods email\nSendLimit 1/1h\n", timeout: 1)
        try courier.answer(script)
        let pam = HangingUp(user: "root")
        let report = login(pam)
        let (code, number) = try sent()
        #expect(
            pam.messages == [
                "Code #\(number) may not have been sent. If it arrives, log in again and type it."
            ])
        #expect(report.verdict == "delivery")
        #expect(report.reason?.contains(reason) == true, "\(report.reason ?? "")")
        #expect(report.reason?.hasSuffix("; it may have been sent, and counts") == true)
        #expect(report.priority == .error)
        let next = host.login(
            at: LoginHost.now + 10,
            .asks(
                "Another code can be sent in 50 seconds.\nCode #\(number) may have been sent.\n"
                    + "Verification code #\(number) (or type email for another): ", echo: true,
                answer: .text(code)))
        #expect(next.verdict == "accepted")
        #expect(hangUp(at: LoginHost.now + 60).verdict == "notSentNow")
    }

    @Test func `fifty logins that hang up send no more than SendLimit`() throws {
        try policy("Methods email\nSendLimit 3/1h\nCodeLifetime 1s\nResendAfter 0\n")
        for second in 0..<50 { _ = hangUp(at: LoginHost.now + Int64(second)) }
        #expect(courier.values("code").count == 3)
    }

    @Test func `the host sends no more than HostSendLimit, to whomever`() throws {
        try policy("HostSendLimit 1/1h\nMethods email\nCodeLifetime 1s\n")
        _ = hangUp()
        let report = host.login(
            at: LoginHost.now + 60, .tells("Too many codes were sent. Try again in 59 minutes."))
        #expect(report.verdict == "notSentNow")
        #expect(courier.values("code").count == 1)
    }

    @Test func `whoever has a recovery code is asked for it where none can be sent`() throws {
        try courier.answer(Self.notSent)
        let report = host.login(
            .tells("The code could not be sent. Tell your administrator."),
            .code(host.recoveryCodes[0]))
        #expect(report.verdict == "accepted")
        #expect(report.line?.contains("unsent=\"mail: no route to host\"") == true)
    }

    @Test func `whoever has a bypass is asked for it where none can be sent`() throws {
        try policy("Methods email\n")
        try courier.answer(Self.notSent)
        var bypass = ""
        try host.files.edit(host.root) { bypass = try $0.bypass(at: LoginHost.now, for: 3600) }
        let report = host.login(
            .tells("The code could not be sent. Tell your administrator."), .code(bypass))
        #expect(report.verdict == "accepted")
    }

    @Test func `where one way to be sent a code fails, the others are offered`() throws {
        try policy("Methods email sms screen\n")
        try courier.answer(Self.notSent)
        let pam = HangingUp(user: "root", first: "sms")
        #expect(login(pam).verdict == "delivery")
        #expect(pam.questions == ["Verification code (or type sms, screen): "])
        #expect(courier.values("method") == ["email", "sms"])
    }
}
