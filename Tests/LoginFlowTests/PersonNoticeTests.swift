import Accounts
import AccountsTestSupport
import LanguageTestSupport
import LoginFlow
import Policy
import Testing
import TestSupport
import Vocabulary
import Wire

/// What a login has the courier tell the person.
@Suite(.timeLimit(.minutes(15))) struct PersonNoticeTests {
    private let host: LoginHost
    private let courier: CourierStandIn

    init() throws {
        host = try LoginHost()
        courier = try CourierStandIn(in: host.files.folder)
        try policy("")
        try host.files.edit(host.root) { $0.setEmail(try EmailAddress("alice@example.org")) }
    }

    private func policy(_ text: String) throws {
        try host.files.writePolicy(
            text + "Methods totp hotp recovery\nEmailVia mail\nCourierProgram \(courier.program)\n"
                + "DeliveryTimeout 5s\n")
    }

    /// A login with the token's code at this count, which lets in.
    @discardableResult
    private func login(count: Int64, from address: String) throws -> LoginReport {
        let pam = ScriptedTransaction(user: "root")
        pam.items[.remoteHost] = address
        let report = host.login(pam, [.code(try host.token.code(at: count))])
        #expect(report.verdict == "accepted")
        return report
    }

    @Test func `a new source is told with all there is to know, and once`() throws {
        try login(count: 1, from: "192.0.2.7")
        #expect(courier.purposes == [])
        let report = try login(count: 2, from: "192.0.2.8")
        #expect(report.line?.hasSuffix("device=token notice=new-source") == true)
        #expect(courier.purposes == ["new-source"])
        #expect(courier.values("contact") == ["alice@example.org"])
        #expect(courier.values("method") == ["email"])
        #expect(courier.values("channel") == ["mail"])
        #expect(courier.values("user") == ["root"])
        #expect(courier.values("source") == ["192.0.2.8"])
        #expect(courier.values("time") == ["\(LoginHost.now)"])
        try login(count: 3, from: "192.0.2.8")
        try login(count: 4, from: "192.0.2.7")
        #expect(courier.purposes.count == 1)
    }

    @Test func `a recovery code is told, and a new source not besides`() throws {
        try login(count: 1, from: "192.0.2.8")
        let report = host.login(.code(host.recoveryCodes[0]))
        #expect(report.line?.hasSuffix("left=7 notice=recovery-code-used") == true)
        #expect(courier.purposes == ["recovery-code-used"])
    }

    @Test func `the code that locks is told, and no refusal after it`() throws {
        try policy("LockAfter 2\nLockFor 10m\n")
        let wrong = try host.wrongCode()
        #expect(host.login(.code(wrong)).line?.contains("notice") == false)
        #expect(host.login(.code(wrong)).line?.hasSuffix("notice=locked") == true)
        for _ in 0..<3 {
            let told = ScriptLine.tells("Too many wrong codes. Try again in 10 minutes.")
            #expect(host.login(told).verdict == "locked")
        }
        #expect(courier.purposes == ["locked"])
    }

    @Test func `LockCap ends the notices of somebody who goes on guessing`() throws {
        try policy("LockAfter 2\nLockFor 1s\nLockCap 6\n")
        let wrong = try host.wrongCode()
        for attempt in 0..<6 {
            let time = LoginHost.now + Int64(attempt) * 10
            #expect(host.login(at: time, .code(wrong)).verdict == "wrongCode")
        }
        for attempt in 6..<12 {
            let report = host.login(
                at: LoginHost.now + Int64(attempt) * 10,
                .tells("Too many wrong codes. Ask your administrator to unlock this account."))
            #expect(report.verdict == "locked")
        }
        #expect(courier.purposes == ["locked", "locked", "locked"])
    }

    @Test(arguments: ["no channel", "no address", "a topic"])
    func `without a channel and an address of the person nothing is started`(
        missing: String
    ) throws {
        switch missing {
        case "no channel": try policy("EmailVia none\n")
        case "a topic":
            try policy("Recipients topic team\n")
            fallthrough
        default: try host.files.edit(host.root) { $0.setEmail(nil) }
        }
        try login(count: 1, from: "192.0.2.7")
        #expect(try login(count: 2, from: "192.0.2.8").line?.contains("notice") == false)
        #expect(courier.purposes == [])
    }

    @Test func `a directory is asked by the name of the user`() throws {
        try policy("Recipients ldap staff\n")
        try host.files.edit(host.root) { $0.setEmail(nil) }
        try login(count: 1, from: "192.0.2.7")
        try login(count: 2, from: "192.0.2.8")
        #expect(courier.values("directory") == ["staff"])
        #expect(courier.values("contact") == [])
    }

    @Test func `it is in the language of the person`() throws {
        try host.files.edit(host.root) { $0.setLanguage(.simplifiedChinese) }
        for (count, address) in [(Int64(1), "192.0.2.7"), (2, "192.0.2.8")] {
            let pam = ScriptedTransaction(user: "root")
            pam.items[.remoteHost] = address
            let code = try host.token.code(at: count)
            let script = ScriptLine.asks(
                "验证码 / Verification code: ", echo: true, answer: .text(code))
            #expect(host.login(pam, [script]).verdict == "accepted")
        }
        #expect(courier.values("language") == ["zh-CN"])
    }

    @Test(arguments: ["failed 'no such channel'; exit 1", "exit 3", "kill -9 $$"])
    func `a courier that fails keeps nobody out, and the line says why`(script: String) throws {
        try courier.answer(script)
        try login(count: 1, from: "192.0.2.7")
        let line = try #require(try login(count: 2, from: "192.0.2.8").line)
        #expect(line.contains(" notice=new-source unsent="), "\(line)")
    }

    @Test func `a courier that is not there keeps nobody out`() throws {
        try policy("CourierProgram /nowhere/courier\n")
        try login(count: 1, from: "192.0.2.7")
        let line = try #require(try login(count: 2, from: "192.0.2.8").line)
        #expect(line.contains("unsent=\"courier: /nowhere: No such file"), "\(line)")
    }

    @Test func `a device enrolled at the login is told to the address in the directory`() throws {
        let program = try EnrolmentStandIn(
            in: host.files.folder, script: EnrolmentStandIn.say(.enrolled("app")))
        try policy(
            "Unenrolled enrol\nEnrolmentProgram \(program.program)\nRecipients ldap staff\n")
        let report = host.login(as: "nobody")
        #expect(report.line?.hasSuffix("device=app notice=device-added") == true)
        #expect(courier.purposes == ["device-added"])
        #expect(courier.values("directory") == ["staff"])
    }
}
