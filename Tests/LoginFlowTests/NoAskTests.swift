import Accounts
import AccountsTestSupport
import Cryptography
import LoginFlow
import Testing
import TestSupport
import Vocabulary

/// `noask`: the last line of a split stack for applications that cannot pass a question on.
@Suite struct NoAskTests {
    private let host: LoginHost

    init() throws { host = try LoginHost() }

    /// Judges what came with the password; nothing is ever asked or told.
    private func login(
        code: String? = nil, user: String = "root", at time: Int64 = LoginHost.now
    ) -> LoginReport {
        let pam = ScriptedTransaction(user: user)
        pam.keepCode(code.map { SecretBytes(text: $0) })
        return host.login(pam, arguments: ["noask"], at: time, [])
    }

    @Test func `the code behind the password is judged as ever`() throws {
        #expect(login(code: try host.wrongCode()).verdict == "wrongCode")
        let code = try host.code()
        #expect(login(code: code).verdict == "accepted")
        #expect(login(code: code).verdict == "usedCode")
        #expect(login(code: host.recoveryCodes[0]).verdict == "accepted")
    }

    @Test func `without a code it refuses, counts nothing and says so in the log`() throws {
        let report = login()
        #expect(report.verdict == "noCodeWithPassword")
        #expect(report.reason?.hasSuffix("not counted") == true)
        #expect(try host.failures() == 0)
        #expect(login(user: "no-such-user").verdict == "noCodeWithPassword")
    }

    @Test(arguments: [
        ("Methods screen\n", "noCodeWithPassword"), ("LockAfter 1\n", "locked"),
        ("SecondFactor off\n", "off"),
        ("Unenrolled allow\nEnrolmentDeadline 2099-01-01\n", "unenrolled"),
        ("Unenrolled enrol\nMethods totp\n", "notEnrolledNow"),
    ])
    func `it says nothing to the application, whatever becomes of the login`(
        policy: String, verdict: String
    ) throws {
        try host.files.writePolicy(policy)
        if verdict == "locked" { _ = login(code: try host.wrongCode()) }
        let user = policy.hasPrefix("Unenrolled") ? "nobody" : "root"
        #expect(login(user: user).verdict == verdict)
    }

    @Test func `a code that is to be sent is sent, and the next try has it behind the password`()
        throws
    {
        let courier = try CourierStandIn(in: host.files.folder)
        try host.files.writePolicy(
            "CourierProgram \(courier.program)\nEmailVia mail\nMethods email\n")
        try host.files.edit(host.root) { $0.setEmail(try EmailAddress("alice@example.org")) }
        #expect(login().verdict == "codeToAppend")
        #expect(login(at: LoginHost.now + 5).verdict == "codeToAppend")
        let code = try #require(courier.values("code").first)
        #expect(courier.values("code").count == 1)
        #expect(login(code: code, at: LoginHost.now + 10).verdict == "accepted")
        try courier.answer("failed 'mail: no route to host'; exit 1")
        #expect(login(at: LoginHost.now + 80).verdict == "delivery")
    }

    @Test func `it is not for the line that takes password and code apart`() throws {
        #expect(host.login(arguments: ["split", "noask"]).verdict == "arguments")
    }
}
