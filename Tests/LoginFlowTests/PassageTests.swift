import Accounts
import AccountsTestSupport
import LoginFlow
import Testing
import TestSupport

/// The account phase: logins that never met the authentication, and KeyOnlyLogin.
@Suite struct PassageTests {
    private let host: LoginHost

    init() throws { host = try LoginHost(policy: "KeyOnlyLogin deny\n") }

    private func check(_ pam: ScriptedTransaction, arguments: [String] = []) -> LoginReport {
        pam.follow([]) {
            Login(pam: pam, clock: { LoginHost.now })
                .checkPassage(arguments: arguments + ["policy=\(host.files.policyPath)"])
        }
    }

    @Test func `a login by key only is refused where KeyOnlyLogin is deny`() throws {
        let report = check(ScriptedTransaction(user: "root"))
        #expect(report.verdict == "keyOnlyLogin")
        #expect(
            report.line
                == "result=refused user=root service=sshd rhost=192.0.2.7 reason=\"no code was "
                + "asked for and KeyOnlyLogin is deny; see AuthenticationMethods\"")
        #expect(report.priority == .notice)
    }

    @Test(arguments: [
        "", "KeyOnlyLogin allow\n", "SecondFactor off\nKeyOnlyLogin deny\n",
        "SecondFactor observe\nKeyOnlyLogin deny\n",
    ])
    func `it is let past where KeyOnlyLogin is allow or no code is needed`(policy: String) throws {
        try host.files.writePolicy(policy)
        let report = check(ScriptedTransaction(user: "root"))
        #expect(report.verdict == "account")
        #expect(report.line == nil)
    }

    @Test(arguments: ["cron", "su", "atd", "systemd-user", "sudo", "login"])
    func `only logins of sshd are judged where no block names services`(service: String) throws {
        let pam = ScriptedTransaction(user: "root")
        pam.items[.service] = service
        #expect(check(pam).verdict == "account")
        #expect(check(pam).line == nil)
        try host.files.writePolicy("KeyOnlyLogin deny\nMatch user root\nKeyOnlyLogin deny\n")
        #expect(check(pam).verdict == "account")
    }

    @Test func `a login of an sshd with another service is judged`() {
        let pam = ScriptedTransaction(user: "root")
        pam.items[.service] = "sshd-extern"
        #expect(check(pam).verdict == "account")
        pam.items[.terminal] = "ssh"
        #expect(check(pam).verdict == "keyOnlyLogin")
    }

    @Test(arguments: ["service su", "service *", "service !cron,*", "user root service su"])
    func `another service is judged where the policy names it, in words that fit`(
        criteria: String
    ) throws {
        try host.files.writePolicy("Match \(criteria)\n  KeyOnlyLogin deny\n")
        let pam = ScriptedTransaction(user: "root")
        pam.items[.service] = "su"
        let report = check(pam)
        #expect(report.verdict == "keyOnlyLogin")
        #expect(
            report.reason
                == "no code was asked for and KeyOnlyLogin of the policy is deny for the service su"
        )
        pam.items[.service] = "cron"
        let isJudged = criteria == "service *"
        #expect(check(pam).verdict == (isJudged ? "keyOnlyLogin" : "account"))
    }

    @Test func `a login whose service nobody tells is judged`() throws {
        let pam = ScriptedTransaction(user: "root")
        pam.items[.service] = nil
        #expect(check(pam).verdict == "keyOnlyLogin")
    }

    @Test func `a login that showed its code passes`() throws {
        let pam = ScriptedTransaction(user: "root")
        #expect(host.login(pam, [.code(try host.code())]).verdict == "accepted")
        #expect(check(pam).verdict == "account")
    }

    @Test func `a login that failed after one that passed does not pass`() throws {
        let pam = ScriptedTransaction(user: "root")
        #expect(host.login(pam, [.code(try host.code())]).verdict == "accepted")
        #expect(host.login(pam, [.code(try host.wrongCode())]).verdict == "wrongCode")
        #expect(check(pam).verdict == "keyOnlyLogin")
    }

    @Test func `splitting a password is no proof of a code`() throws {
        let pam = ScriptedTransaction(user: "root")
        _ = host.login(pam, arguments: ["split"], [.asksPassword(answer: .text("wrong123456"))])
        #expect(check(pam).verdict == "keyOnlyLogin")
    }

    @Test func `a split line forgets the passage of the try before`() throws {
        let pam = ScriptedTransaction(user: "root")
        #expect(host.login(pam, [.code(try host.code())]).verdict == "accepted")
        _ = host.login(pam, arguments: ["split"], [.asksPassword(answer: .text("wrong"))])
        #expect(check(pam).verdict == "keyOnlyLogin")
    }

    @Test func `a broken policy or argument refuses, and an unknown user too`() throws {
        #expect(check(ScriptedTransaction(user: "root"), arguments: ["x"]).verdict == "arguments")
        #expect(check(ScriptedTransaction(user: "no-such-user")).verdict == "keyOnlyLogin")
        #expect(check(ScriptedTransaction(user: nil)).verdict == "unknownUser")
        try host.files.writePolicy("Nonsense\n")
        #expect(check(ScriptedTransaction(user: "root")).verdict == "policy")
    }
}
