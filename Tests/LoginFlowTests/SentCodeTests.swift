import Accounts
import AccountsTestSupport
import Cryptography
import LanguageTestSupport
import LoginFlow
import Policy
import Testing
import TestSupport
import Vocabulary

/// Logins with a code that is sent.
@Suite(.timeLimit(.minutes(15))) struct SentCodeTests {
    let host: LoginHost
    let courier: CourierStandIn

    init() throws {
        host = try LoginHost()
        courier = try CourierStandIn(in: host.files.folder)
        try policy("Methods email recovery\n")
        try host.files.edit(host.root) { edit in
            edit.setEmail(try EmailAddress("alice@example.org"))
            edit.setPhone(try PhoneNumber("+8613800138000"))
        }
    }

    func policy(_ text: String, timeout: Int = 5) throws {
        try host.files.writePolicy(
            """
            CourierProgram \(courier.program)
            DeliveryTimeout \(timeout)s
            EmailVia mail
            SMSVia text

            """ + text)
    }

    /// The code sent last, and its number.
    func sent() throws -> (code: String, number: String) {
        (try #require(courier.values("code").last), try #require(courier.values("number").last))
    }

    /// Asks for the code with this number, and gets this answer.
    func asksSent(_ number: String, answer: ScriptLine.Answer) -> ScriptLine {
        .asks(
            "Code #\(number) was sent to a***e@example.org.\nVerification code #\(number): ",
            echo: true, answer: answer)
    }

    /// A login that hangs up at the question, whatever number is in it.
    func hangUp(as user: String = "root", at time: Int64 = LoginHost.now) -> LoginReport {
        login(HangingUp(user: user), at: time)
    }

    func login(_ pam: HangingUp, at time: Int64 = LoginHost.now) -> LoginReport {
        Login(pam: pam, clock: { time }).authenticate(
            arguments: ["policy=\(host.files.policyPath)"])
    }

    static let notSent = "failed 'mail: no route to host'; exit 1"

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
        #expect(courier.purposes == ["send"])
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

    @Test func `a courier that others can change is not started`() throws {
        try policy("Methods email\n")
        try host.files.folder.write(
            [UInt8](text: "#!/bin/sh\nsent x\n"), to: "courier", mode: 0o757)
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
        #expect(courier.purposes == ["send", "locked"])
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
        for word in ["sms", "chat", "dingtalk", "screen", "totp", "recovery"] {
            let report = host.login(
                .asks("Verification code (or type email): ", echo: true, answer: .text(word)))
            #expect(report.verdict == "malformedAnswer")
        }
        #expect(courier.values("code").isEmpty)
    }

    @Test(arguments: ["chat", "DingTalk", "feishu", "wecom", "slack"])
    func `chat is asked for by its name or by that of the chat`(word: String) throws {
        try policy("Methods totp chat\nChatVia work\n")
        let pam = HangingUp(user: "root", first: word)
        _ = login(pam)
        #expect(pam.questions.first == "Verification code (or type chat): ")
        #expect(courier.values("method") == ["chat"])
        // Which of both it needs is for the channel to know.
        #expect(courier.values("contact") == ["+8613800138000", "alice@example.org"])
        #expect(courier.values("channel") == ["work"])
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
