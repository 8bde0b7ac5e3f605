import AccountsTestSupport
import LoginFlow
import Testing
import TestSupport

/// `after=publickey`: a stack that checks no first factor asks for proof of one.
@Suite struct FirstFactorTests {
    private let host: LoginHost
    private static let key = "publickey ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA=="

    init() throws { host = try LoginHost() }

    private func verdict(
        told: String?, service: String = "sshd", _ script: ScriptLine...
    ) -> String {
        let pam = ScriptedTransaction(user: "root")
        pam.items[.service] = service
        pam.environment["SSH_AUTH_INFO_0"] = told
        return host.login(pam, arguments: ["after=publickey"], script).verdict
    }

    @Test(arguments: [
        nil, "", "\n", "password", "keyboard-interactive/pam", "hostbased ssh-ed25519 AAAA",
        "publickeyx ssh-ed25519 AAAA", "xpublickey", "Publickey ssh-ed25519 AAAA",
    ])
    func `where sshd told no key, everybody is refused, whatever the policy says`(
        told: String?
    ) throws {
        for policy in [
            "", "SecondFactor off\n", "SecondFactor observe\n",
            "TrustPeriod 8h\nTrustBinds address\n",
            "Unenrolled allow\n", "Unenrolled enrol\nEnrolment first-login\n", "Methods screen\n",
        ] {
            try host.files.writePolicy(policy)
            #expect(verdict(told: told) == "keyNotTold", "\(policy)")
        }
    }

    @Test func `with a key it is as without the word`() throws {
        for told in [Self.key, "password\n\(Self.key)", "\(Self.key)\npassword\n"] {
            #expect(verdict(told: told, .code(try host.wrongCode())) == "wrongCode")
        }
        #expect(verdict(told: Self.key, .code(try host.code())) == "accepted")
        try host.files.writePolicy("SecondFactor off\n")
        #expect(verdict(told: Self.key) == "off")
    }

    @Test(arguments: ["sudo", "su", "login", "", "sshd2", "sshdx"])
    func `what another application has in its environment proves nothing`(service: String) throws {
        #expect(verdict(told: Self.key, service: service) == "keyNotTold")
    }

    @Test func `the log says what to look at`() throws {
        let report = host.login(arguments: ["after=publickey"])
        #expect(report.reason?.contains("see AuthenticationMethods of sshd_config") == true)
        #expect(report.line?.contains("result=refused user=root service=sshd") == true)
        #expect(report.priority == .error)
    }

    @Test func `the account line may say it too`() throws {
        try host.files.writePolicy("KeyOnlyLogin allow\n")
        for (told, expected) in [(nil, "keyNotTold"), (Self.key, "account")] {
            let pam = ScriptedTransaction(user: "root")
            pam.environment["SSH_AUTH_INFO_0"] = told
            let report = pam.follow([]) {
                Login(pam: pam, clock: { LoginHost.now })
                    .checkPassage(arguments: ["after=publickey", "policy=\(host.files.policyPath)"])
            }
            #expect(report.verdict == expected)
        }
    }

    @Test(arguments: [
        "after=", "after=password", "after=publickey,password", "after", "After=publickey",
    ])
    func `another word is no argument`(word: String) throws {
        #expect(host.login(arguments: [word]).verdict == "arguments")
    }
}
