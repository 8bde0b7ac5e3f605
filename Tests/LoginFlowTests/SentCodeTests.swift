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

    /// Asks for the code with this number, where the person can type a word for another, and gets this answer.
    func asksSent(
        _ number: String, orType word: String? = "email", answer: ScriptLine.Answer
    ) -> ScriptLine {
        let hint = word.map { " (or type \($0) for another)" } ?? ""
        return .asks(
            "Code #\(number) was sent to a***e@example.org.\nVerification code #\(number)\(hint): ",
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

    @Test func `an account's own language is the dialogue's and the message's`() throws {
        try host.files.edit(host.root) { $0.setLanguage(.simplifiedChinese) }
        _ = hangUp()
        let (code, number) = try sent()
        #expect(courier.values("language") == ["zh-CN"])
        let report = host.login(
            .asks(
                "验证码 #\(number) 已发送至 a***e@example.org。\n验证码（输入 email 可重新发送） / "
                    + "Verification code #\(number) (or type email for another): ",
                echo: true, answer: .text(code)))
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
