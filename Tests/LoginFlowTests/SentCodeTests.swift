import Accounts
import AccountsTestSupport
import Cryptography
import Delivery
import LoginFlow
import Policy
import TestSupport
import Testing

/// Logins with a code that is sent.
@Suite(.timeLimit(.minutes(15))) struct SentCodeTests {
    private let host: LoginHost
    private let courier: CourierStandIn

    init() throws {
        host = try LoginHost()
        courier = try CourierStandIn(in: host.files.folder)
        try policy("Methods email recovery\n")
        try host.files.edit(host.root) { edit in
            edit.setEmail(try EmailAddress("alice@example.org"))
            edit.setPhone(try PhoneNumber("+8613800138000"))
        }
    }

    private func policy(_ text: String, timeout: Int = 5) throws {
        try host.files.writePolicy(
            """
            CourierProgram \(courier.program)
            DeliveryTimeout \(timeout)s
            EmailVia mail
            SMSVia text

            """ + text)
    }

    /// The code sent last, and its number.
    private func sent() throws -> (code: String, number: String) {
        (try #require(courier.values("code").last), try #require(courier.values("number").last))
    }

    /// Asks for the code with this number, and gets this answer.
    private func asksSent(_ number: String, answer: ScriptLine.Answer) -> ScriptLine {
        .asks(
            "Code #\(number) was sent to a***e@example.org.\nVerification code #\(number): ",
            echo: true, answer: answer)
    }

    /// A login that hangs up at the question, whatever number is in it.
    private func hangUp(as user: String = "root", at time: Int64 = LoginHost.now) -> LoginReport {
        login(HangingUp(user: user), at: time)
    }

    private func login(_ pam: HangingUp, at time: Int64 = LoginHost.now) -> LoginReport {
        Login(pam: pam, clock: { time }).authenticate(
            arguments: ["policy=\(host.files.policyPath)"])
    }

    private static let notSent = "echo 'failed mail: no route to host'; exit 1"

    @Test func `the code that was sent lets in, and the question has its number and the address`()
        throws
    {
        #expect(hangUp().verdict == "codeToAppend")
        let (code, number) = try sent()
        let report = host.login(asksSent(number, answer: .text(code)))
        #expect(report.verdict == "accepted")
        #expect(report.line?.contains("method=email number=\(number)") == true)
        #expect(courier.values("code").count == 1)
    }

    @Test func `the courier is told what the message needs`() throws {
        _ = hangUp()
        #expect(courier.values("purpose") == ["send"])
        #expect(courier.values("channel") == ["mail"])
        #expect(courier.values("method") == ["email"])
        #expect(courier.values("contact") == ["alice@example.org"])
        #expect(courier.values("user") == ["root"])
        #expect(courier.values("source") == ["192.0.2.7"])
        #expect(courier.values("time") == [String(LoginHost.now)])
        #expect(courier.values("lifetime") == ["300"])
        #expect(courier.values("language") == ["en"])
    }

    @Test func `a sent code is good once`() throws {
        _ = hangUp()
        let (code, number) = try sent()
        #expect(host.login(asksSent(number, answer: .text(code))).verdict == "accepted")
        let later = LoginHost.now + 60
        _ = hangUp(at: later)
        let (_, next) = try sent()
        let report = host.login(
            at: later, asksSent(next, answer: .text(code)),
            .tells("That code was used already. Wait for the next one."))
        #expect(report.verdict == "usedCode")
        #expect(try host.failures() == 0)
    }

    @Test func `a code that waits is wrong once the policy takes its method no more`() throws {
        _ = hangUp()
        let (code, _) = try sent()
        try policy("Methods totp\n")
        #expect(host.login(.code(code)).verdict == "wrongCode")
        try policy("Methods email\n")
        let number = try sent().number
        #expect(host.login(asksSent(number, answer: .text(code))).verdict == "accepted")
    }

    @Test func `after its lifetime the code is refused with a word why`() throws {
        _ = hangUp()
        let (code, _) = try sent()
        let pam = ScriptedTransaction(user: "root")
        let report = pam.follow([.tells("That code is too old. Log in again for a new one.")]) {
            pam.keepCode(SecretBytes(text: code))
            return Login(pam: pam, clock: { LoginHost.now + 300 }).authenticate(
                arguments: ["policy=\(host.files.policyPath)"])
        }
        #expect(report.verdict == "expiredCode")
        #expect(try host.failures() == 0)
    }

    @Test func `a wrong answer is counted, and the next login asks for the same code`() throws {
        _ = hangUp()
        let (code, number) = try sent()
        let wrong = code == "000000" ? "111111" : "000000"
        #expect(host.login(asksSent(number, answer: .text(wrong))).verdict == "wrongCode")
        #expect(try host.failures() == 1)
        #expect(host.login(asksSent(number, answer: .text(code))).verdict == "accepted")
        #expect(courier.values("code").count == 1)
    }

    @Test func `fifty logins that hang up send no more than SendLimit`() throws {
        try policy("Methods email\nSendLimit 3/1h\nCodeLifetime 1s\nResendAfter 0\n")
        for second in 0..<50 { _ = hangUp(at: LoginHost.now + Int64(second)) }
        #expect(courier.values("code").count == 3)
    }

    @Test func `over the limit the person is told when the next code can be sent`() throws {
        try policy("Methods email\nSendLimit 1/1h\nCodeLifetime 1s\n")
        _ = hangUp()
        let report = host.login(
            at: LoginHost.now + 60, .tells("Too many codes were sent. Try again in 59 minutes."))
        #expect(report.verdict == "notSentNow")
        #expect(report.reason?.contains("SendLimit") == true)
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

    @Test(arguments: [
        (notSent, "mail: no route to host"), ("echo 'failed x'; exit 0", "x"),
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
        try courier.answer("echo 'sent a***e@example.org'")
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
            asksSent(number, answer: .text(code)))
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
            asksSent(number, answer: .text("email")), asksSent(number, answer: .text(code)))
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
        ("echo sent x; exit 1", "ended with code 1"), ("echo 'unknown mail: 451'; exit 1", "451"),
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
                "Another code can be sent in 50 seconds.\nCode #\(number) was sent.\n"
                    + "Verification code #\(number): ", echo: true, answer: .text(code)))
        #expect(next.verdict == "accepted")
        #expect(hangUp(at: LoginHost.now + 60).verdict == "notSentNow")
    }

    @Test func `a courier that others can change is not started`() throws {
        try policy("Methods email\n")
        try host.files.folder.write(
            [UInt8](text: "#!/bin/sh\necho sent x\n"), to: "courier", mode: 0o757)
        let report = host.login(.tells("The code could not be sent. Tell your administrator."))
        #expect(report.reason?.contains("others can write it") == true)
    }

    @Test func `nothing is sent where sshd answers in the person's stead`() throws {
        let report = host.login(setUp: { $0.token = [UInt8](text: "\u{8}\n\r\u{7F}INCORRECT") })
        #expect(report.verdict == "standInAnswer")
        #expect(courier.values("code").isEmpty)
    }

    @Test(arguments: ["no-such-user", "nobody"])
    func `nothing is sent for an unknown person, nor for one without an address`(user: String)
        throws
    {
        let verdict = host.login(as: user, .code("123456")).verdict
        #expect(verdict == (user == "nobody" ? "notEnrolled" : "unknownUser"))
        #expect(courier.values("code").isEmpty)
        #expect(try host.files.folder.entries(of: "state/accounts") == ["root"])
    }

    @Test func `nothing is sent for a locked account`() throws {
        try policy("Methods email recovery\nLockAfter 1\n")
        _ = hangUp()
        let (_, number) = try sent()
        _ = host.login(asksSent(number, answer: .text("aaaaa-aaaaa")))
        let report = host.login(
            at: LoginHost.now + 600, .tells("Too many wrong codes. Try again in 20 minutes."))
        #expect(report.verdict == "locked")
        #expect(courier.values("purpose") == ["send", "locked"])
    }

    @Test func `where the app comes first, a word sends a code`() throws {
        try policy("Methods totp email sms\n")
        let pam = HangingUp(user: "root", first: "sms")
        _ = Login(pam: pam, clock: { LoginHost.now }).authenticate(
            arguments: ["policy=\(host.files.policyPath)"])
        #expect(pam.questions.first == "Verification code (or type email, sms): ")
        #expect(courier.values("method") == ["sms"])
        #expect(courier.values("contact") == ["+8613800138000"])
        // The code that waits is typed at the first question as well.
        let code = try sent().code
        let report = host.login(
            .asks("Verification code (or type email, sms): ", echo: true, answer: .text(code)))
        #expect(report.verdict == "accepted")
    }

    @Test func `with a code on its way the app's is accepted too, and voids the other`() throws {
        try policy("Methods email totp\n")
        _ = hangUp()
        let (code, number) = try sent()
        let report = host.login(asksSent(number, answer: .text(try host.code())))
        #expect(report.line?.contains("device=") == true)
        let later = LoginHost.now + 60
        _ = hangUp(at: later)
        let (_, next) = try sent()
        let voided = host.login(
            at: later, asksSent(next, answer: .text(code)),
            .tells("That code is too old. Log in again for a new one."))
        #expect(voided.verdict == "expiredCode")
    }

    @Test func `a word nobody offered is no code, and sends nothing`() throws {
        try policy("Methods totp email\n")
        for word in ["sms", "dingtalk", "screen", "totp", "recovery"] {
            let report = host.login(
                .asks("Verification code (or type email): ", echo: true, answer: .text(word)))
            #expect(report.verdict == "malformedAnswer")
        }
        #expect(courier.values("code").isEmpty)
    }

    @Test func `a second word is no code`() throws {
        try policy("Methods totp email\n")
        let pam = HangingUp(user: "root", first: "email", then: "email")
        let report = Login(pam: pam, clock: { LoginHost.now }).authenticate(
            arguments: ["policy=\(host.files.policyPath)"])
        #expect(report.verdict == "malformedAnswer")
        #expect(courier.values("code").count == 1)
    }

    @Test func `the password alone sends the code, and with the code behind it lets in`() throws {
        let first = ScriptedTransaction(user: "root")
        let split = host.login(
            first, arguments: ["split"], [.asksPassword(answer: .text("secret99"))])
        #expect(split.verdict == "split")
        #expect(first.token == [UInt8](text: "secret99"))
        let pam = HangingUp(user: "root")
        let report = Login(pam: pam, clock: { LoginHost.now }).authenticate(
            arguments: ["policy=\(host.files.policyPath)"])
        #expect(report.verdict == "codeToAppend")
        let (code, number) = try sent()
        #expect(
            pam.messages == [
                "Code #\(number) was sent to a***e@example.org. "
                    + "Log in again and type it right behind what you typed now."
            ])
        let second = ScriptedTransaction(user: "root")
        _ = host.login(
            second, arguments: ["split"], [.asksPassword(answer: .text("secret99" + code))])
        #expect(second.token == [UInt8](text: "secret99"))
        #expect(host.login(second, []).verdict == "accepted")
        #expect(courier.values("code").count == 1)
    }

    @Test func `before a code is sent, digits at the end of a password belong to it`() throws {
        try host.files.edit(host.root) { edit in
            for device in edit.identity.devices { edit.removeDevice(device.id) }
        }
        let before = ScriptedTransaction(user: "root")
        _ = host.login(
            before, arguments: ["split"], [.asksPassword(answer: .text("secret123456"))])
        #expect(before.token == [UInt8](text: "secret123456"))
        _ = hangUp()
        let code = try sent().code
        let after = ScriptedTransaction(user: "root")
        _ = host.login(
            after, arguments: ["split"], [.asksPassword(answer: .text("secret123456" + code))])
        #expect(after.token == [UInt8](text: "secret123456"))
        #expect(host.login(after, []).verdict == "accepted")
    }

    @Test func `an account's own language is the dialogue's and the message's`() throws {
        try host.files.edit(host.root) { $0.setLanguage(.simplifiedChinese) }
        _ = hangUp()
        let (code, number) = try sent()
        #expect(courier.values("language") == ["zh-CN"])
        let report = host.login(
            .asks(
                "验证码 #\(number) 已发送至 a***e@example.org。\n验证码 #\(number): ", echo: true,
                answer: .text(code)))
        #expect(report.verdict == "accepted")
    }

    @Test(arguments: [("topic ops", "topic", "ops"), ("ldap corp", "directory", "corp")])
    func `a topic or a directory reaches people who have no account`(
        recipients: String, field: String, name: String
    ) throws {
        try policy("Methods email\nRecipients \(recipients)\n")
        _ = hangUp(as: "nobody")
        #expect(courier.values(field) == [name])
        #expect(courier.values("contact").isEmpty)
        let (code, number) = try sent()
        #expect(
            host.login(as: "nobody", asksSent(number, answer: .text(code))).verdict == "accepted")
        _ = hangUp(as: "no-such-user")
        #expect(courier.values("code").count == 1)
    }

    @Test func `observe sends nothing and makes no account`() throws {
        try policy("SecondFactor observe\nMethods email\nRecipients topic ops\n")
        #expect(host.login(as: "nobody").reason == "SecondFactor observe: would ask for a code")
        #expect(courier.values("code").isEmpty)
        #expect(try host.files.folder.entries(of: "state/accounts") == ["root"])
    }

    @Test func `the number on the screen lets in whoever types it, and only that`() throws {
        try policy("Methods screen\n")
        let right = HangingUp(user: "root", typesShownNumber: true)
        let report = Login(pam: right, clock: { LoginHost.now }).authenticate(
            arguments: ["policy=\(host.files.policyPath)"])
        #expect(report.line?.contains("method=screen") == true)
        let wrong = HangingUp(user: "root", first: "abcd")
        #expect(
            Login(pam: wrong, clock: { LoginHost.now }).authenticate(
                arguments: ["policy=\(host.files.policyPath)"]
            ).verdict == "malformedAnswer")
        let unknown = HangingUp(user: "no-such-user", typesShownNumber: true)
        #expect(
            Login(pam: unknown, clock: { LoginHost.now }).authenticate(
                arguments: ["policy=\(host.files.policyPath)"]
            ).verdict == "unknownUser")
    }
}
