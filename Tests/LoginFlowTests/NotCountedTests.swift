import Accounts
import AccountsTestSupport
import LoginFlow
import Testing
import TestSupport

/// Answers that are no guess: they are refused and count nothing.
@Suite struct NotCountedTests {
    private let host: LoginHost

    init() throws { host = try LoginHost() }

    private func expectNothingCounted() throws {
        #expect(try host.failures() == 0)
        #expect(try host.files.state(of: host.root)?.lastSuccessAt == 0)
    }

    @Test(arguments: ["", " ", "   ", "\r", " \r"])
    func `an empty answer`(answer: String) throws {
        let report = host.login(.code(answer))
        #expect(report.verdict == "emptyAnswer")
        #expect(report.reason == "no answer, not counted")
        #expect(report.priority == .notice)
        try expectNothingCounted()
    }

    @Test(arguments: [
        "\u{8}\n\r\u{7F}INCORRECT", "\u{8}", "\u{8}\n\r",
        "\u{8}\n\r\u{7F}INCORRECT\u{8}\n\r\u{7F}INC", "\u{8}123456",
    ])
    func `sshd's answer in the person's stead`(answer: String) throws {
        let report = host.login(.code(answer))
        #expect(report.verdict == "standInAnswer")
        #expect(report.reason?.contains("sshd refuses this user itself") == true)
        try expectNothingCounted()
    }

    @Test(arguments: ["correct horse", "123456", "abcde-fghjk"])
    func `the password`(password: String) throws {
        let report = host.login(
            setUp: { $0.token = [UInt8](text: password) }, .code(password), .saysNoCode)
        #expect(report.verdict == "passwordAsAnswer")
        #expect(
            report.reason?.hasPrefix("the client answered with the password, not counted") == true)
        try expectNothingCounted()
    }

    @Test func `a code is judged where the password is another`() throws {
        let code = try host.code()
        for password in ["", String(code.dropLast()), code + "x"] {
            let report = host.login(
                setUp: { $0.token = [UInt8](text: password) }, .code(try host.wrongCode()))
            #expect(report.verdict == "wrongCode")
        }
        #expect(
            host.login(setUp: { $0.token = [UInt8](text: "secret") }, .code(code)).verdict
                == "accepted")
    }

    @Test(arguments: [
        "12345", "123456789", "+12345", "0x123456", "١٢٣٤٥٦", "password1", "hello",
        "abcdefghju",
        "123456\n", "12345a", "totp", "HOTP", "recovery", "email", "sms", "%n%s%x", "123456\u{0}",
        "\u{7F}\n\r\u{8}", String(repeating: "1", count: 65),
        String(repeating: "x", count: 1 << 18),
    ])
    func `an answer that can be no code`(answer: String) throws {
        let report = host.login(.code(answer), .saysNoCode)
        #expect(report.verdict == "malformedAnswer")
        #expect(report.reason == "answer is no code, not counted")
        try expectNothingCounted()
    }

    @Test func `a conversation that fails`() throws {
        let report = host.login(.asks("Verification code: ", echo: true, answer: .failure))
        #expect(report.verdict == "conversation")
        #expect(report.reason?.hasPrefix("the client could not be asked, not counted") == true)
        #expect(report.priority == .notice)
        try expectNothingCounted()
    }

    @Test func `a user the system does not know is asked and refused`() throws {
        let known = try host.files.folder.entries(of: "state/accounts")
        let report = host.login(as: "no-such-user", .code("123456"))
        #expect(report.verdict == "unknownUser")
        #expect(
            report.line == "result=refused user=unknown service=sshd rhost=192.0.2.7 "
                + "reason=\"unknown user\"")
        #expect(try host.files.folder.entries(of: "state/accounts") == known)
        try expectNothingCounted()
    }

    @Test(arguments: ["", "  ", "12345", "\u{8}\n\r\u{7F}INCORRECT"])
    func `an unknown user's strange answers are refused as anybody's`(answer: String) throws {
        let said: [ScriptLine] = answer == "12345" ? [.saysNoCode] : []
        let unknown = host.login(
            ScriptedTransaction(user: "no-such-user"), [.code(answer)] + said)
        let known = host.login(ScriptedTransaction(user: "root"), [.code(answer)] + said)
        #expect(unknown.verdict == known.verdict)
    }

    @Test(arguments: ["", "12345", "hello"])
    func `who is not enrolled is logged as that, whatever they type, and told no more than others`(
        answer: String
    ) throws {
        let said: [ScriptLine] = answer.isEmpty ? [] : [.saysNoCode]
        let pam = ScriptedTransaction(user: "nobody")
        #expect(host.login(pam, [.code(answer)] + said).verdict == "notEnrolled")
    }

    @Test func `a login without a user name is refused and not asked`() throws {
        #expect(host.login(as: nil).verdict == "unknownUser")
        #expect(host.login(as: "").verdict == "unknownUser")
    }

    @Test func `a user without an account is asked and refused`() throws {
        let report = host.login(as: "nobody", .code("123456"))
        #expect(report.verdict == "notEnrolled")
        #expect(
            report.line == "result=refused user=nobody service=sshd rhost=192.0.2.7 "
                + "reason=\"no usable device or contact; "
                + "sallyport enrol or sallyport contact makes one\"")
        #expect(report.priority == .notice)
    }

    @Test func `a user whose devices the policy does not take is as one without`() throws {
        try host.files.edit(host.root) { $0.removeDevice(2) }
        try host.files.writePolicy("Methods hotp\n")
        #expect(host.login(.code(try host.code())).verdict == "notEnrolled")
        try expectNothingCounted()
    }

    /// How long a login waits, in milliseconds, that has answered at 100 and is refused at a later moment.
    private func wait(as user: String, _ answer: String, refusedAt now: Int64) -> [Int64] {
        var times = [100, now]
        var waits: [Int64] = []
        let pam = ScriptedTransaction(user: user)
        let clock = LoginClock(
            timeOfDay: { LoginHost.now },
            milliseconds: { times.isEmpty ? nil : times.removeFirst() },
            wait: { waits.append($0) })
        _ = pam.follow([.code(answer)] + (answer == "12345" ? [.saysNoCode] : [])) {
            Login(pam: pam, clock: clock)
                .authenticate(arguments: ["policy=\(host.files.policyPath)"])
        }
        return waits
    }

    @Test func `every refusal of a guess comes evenly late`() throws {
        let answers = ["", "12345", try host.wrongCode()]
        for user in ["root", "nobody", "no-such-user"] {
            for answer in answers {
                #expect(wait(as: user, answer, refusedAt: 102) == [3], "\(user)")
                #expect(wait(as: user, answer, refusedAt: 105) == [], "\(user)")
            }
        }
    }
}
