import Accounts
import AccountsTestSupport
import HostSystem
import Testing
import TestSupport

/// The outcome table: what libpam gets for every way a login can go.
@Suite struct OutcomeTests {
    private let host: TestHost
    private let root: User
    private let phone: TestDevice
    private let token: TestDevice
    private let recoveryCodes: [String]

    init() throws {
        host = try TestHost(policy: "Methods totp hotp recovery\n")
        try host.writeStack("auth required MODULE", "account required MODULE")
        root = try #require(try User.named("root"))
        phone = try TestDevice.time()
        token = try TestDevice.counter()
        recoveryCodes = try host.enrol(root, [phone, token])
    }

    private func phoneCode() throws -> String { try phone.code(at: try now()) }
    private func wrongCode() throws -> String { try phone.wrongCode(at: try now()) }
    private func now() throws -> Int64 { try #require(SystemClock.now()) }
    private func failures() throws -> UInt32? { try host.state(of: root)?.failuresSinceSuccess }

    @Test func `the right code of an app is success`() throws {
        let record = try host.login("root", .text(try phoneCode()))
        #expect(record.authenticate == [.success])
        #expect(record.messages == [.init(style: 2, text: "Verification code: ")])
        #expect(record.isComplete)
    }

    @Test func `the right code of a token is success`() throws {
        #expect(try host.login("root", .text(try token.code(at: 1))).authenticate == [.success])
    }

    @Test func `a recovery code is success once`() throws {
        #expect(try host.login("root", .text(recoveryCodes[3])).authenticate == [.success])
        #expect(
            try host.login("root", .text(recoveryCodes[3])).authenticate == [.authenticationError])
        #expect(try host.login("root", .text(recoveryCodes[4])).authenticate == [.success])
    }

    @Test func `a wrong code is refused and counted`() throws {
        let record = try host.login("root", .text(try wrongCode()))
        #expect(record.authenticate == [.authenticationError])
        #expect(record.isComplete)
        #expect(try failures() == 1)
    }

    @Test func `a code that was used is refused, and the person is told`() throws {
        let code = try phoneCode()
        #expect(try host.login("root", .text(code)).authenticate == [.success])
        let record = try host.login("root", .text(code))
        #expect(record.authenticate == [.authenticationError])
        #expect(record.messages.last?.text == "That code was used already. Wait for the next one.")
    }

    @Test(arguments: [
        "", " ", "\r", "12345", "+12345", "\u{8}\n\r\u{7F}INCORRECT", "email",
    ])
    func `an answer that is no code is refused and not counted`(answer: String) throws {
        #expect(try host.login("root", .text(answer)).authenticate == [.authenticationError])
        #expect(try failures() == 0)
    }

    @Test func `a right code is one in other widths too, and behind a colon`() throws {
        let code = try phoneCode()
        let wide = String(
            String.UnicodeScalarView(
                code.unicodeScalars.compactMap {
                    Unicode.Scalar($0.value + 0xfee0)
                }))
        #expect(try host.login("root", .text("验证码：\(wide)")).authenticate == [.success])
    }

    @Test func `blanks around and inside a right code do no harm`() throws {
        let code = try phoneCode()
        let grouped = " \(code.prefix(3)) \(code.suffix(3)) "
        #expect(try host.login("root", .text(grouped)).authenticate == [.success])
    }

    @Test(arguments: [
        PAMScript.Answer.nothing, .noText, .failure(.conversationError), .failure(.systemError),
        .failure(.success),
    ])
    func `a conversation that fails is refused and not counted`(answer: PAMScript.Answer) throws {
        let record = try host.login("root", answer)
        #expect(record.authenticate == [.authenticationError])
        #expect(record.isComplete)
        #expect(try failures() == 0)
    }

    @Test func `an application that cannot ask is refused`() throws {
        var script = PAMScript.deaf(user: "root")
        script.authenticate()
        let record = try script.run(
            service: TestHost.service, configuration: host.folder.path(of: "pam.d"))
        #expect(record.authenticate == [.authenticationError])
        #expect(try failures() == 0)
    }

    @Test func `a locked account is too many tries, and a right code does not open it`() throws {
        try host.writePolicy("LockAfter 2\nLockFor 10m\n")
        #expect(
            try host.login("root", .text(try wrongCode())).authenticate == [.authenticationError])
        #expect(
            try host.login("root", .text(try wrongCode())).authenticate == [.authenticationError])
        let record = try host.login("root", .text(try phoneCode()))
        #expect(record.authenticate == [.maximumTries])
        #expect(
            record.messages
                == [.init(style: 3, text: "Too many wrong codes. Try again in 10 minutes.")])
    }

    @Test func `an unknown user meets the same prompt and the same refusal`() throws {
        let unknown = try host.login("no-such-user", .text("123456"))
        let wrong = try host.login("root", .text(try wrongCode()))
        #expect(unknown.authenticate == [.authenticationError])
        #expect(unknown.authenticate == wrong.authenticate)
        #expect(unknown.messages == wrong.messages)
        #expect(try host.folder.entries(of: "state/accounts") == ["root"])
    }

    @Test func `a user without a device meets the same prompt and the same refusal`() throws {
        let record = try host.login("nobody", .text("123456"))
        #expect(record.authenticate == [.authenticationError])
        #expect(record.messages == [.init(style: 2, text: "Verification code: ")])
    }

    @Test func `a refusal asks libpam for a delay, unless the stack says nodelay`() throws {
        #expect(try host.login("root", .text("1")).delays == [0])
        try host.writeStack("auth required \(Module.path) policy=\(host.policyPath)")
        let delays = try host.login("root", .text("1")).delays
        // libpam makes it half as long again or as short, at random.
        #expect(delays.count == 1)
        #expect(delays.allSatisfy { (1_000_000...3_000_000).contains($0) })
    }
}
