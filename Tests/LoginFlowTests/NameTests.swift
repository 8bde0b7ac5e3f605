import Accounts
import AccountsTestSupport
import LoginFlow
import Testing
import TestSupport

/// Names are bytes: what is no UTF-8 is never repaired into the name of somebody else.
@Suite struct NameTests {
    private let host: LoginHost

    init() throws { host = try LoginHost() }

    private func login(
        name: [UInt8], setUp: (ScriptedTransaction) -> Void = { _ in }, _ script: ScriptLine...
    ) -> LoginReport {
        let pam = ScriptedTransaction(user: nil)
        pam.name = name
        setUp(pam)
        return host.login(pam, script)
    }

    @Test(
        arguments: [
            [0xff], [UInt8](text: "root") + [0xc3], [0xed, 0xa0, 0x80], [0xc0, 0xaf], [0xf5, 0x80],
        ] as [[UInt8]])
    func `a name that is no UTF-8 is nobody's, and meets the usual dialogue`(name: [UInt8]) throws {
        let report = login(name: name, .code(try host.code()))
        #expect(report.verdict == "unknownUser")
        #expect(report.line?.contains("user=unknown") == true)
        try host.files.writePolicy("SecondFactor off\nUnenrolled allow\n")
        #expect(login(name: name, .code("123456")).verdict == "unknownUser")
    }

    @Test func `where a login comes from is logged byte by byte, and is no address`() throws {
        try host.files.writePolicy("TrustPeriod 8h\nTrustBinds address\nMethods totp hotp\n")
        let pam = ScriptedTransaction(user: "root")
        pam.remoteHost = [0x61, 0xff, 0x0a]
        let report = host.login(pam, [.code(try host.code())])
        #expect(report.line?.contains("rhost=\"a\\xff\\x0a\"") == true)
        #expect(try host.files.state(of: host.root)?.trusts.isEmpty == true)
    }

    @Test(arguments: ["root", "482913"])
    func `the user's own name is no guess`(name: String) throws {
        let pam = ScriptedTransaction(user: name)
        let report = pam.follow([.code(name), .saysNoCode]) {
            Login(pam: pam, clock: { LoginHost.now })
                .authenticate(arguments: ["policy=\(host.files.policyPath)"])
        }
        #expect(report.verdict == "userNameAsAnswer")
        #expect(report.reason?.contains("split stack, its last line with noask") == true)
        #expect(try host.failures() == 0)
    }
}
