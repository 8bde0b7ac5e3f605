import Accounts
import AccountsTestSupport
import LoginFlow
import Testing
import TestSupport

/// Logins that are not asked: `off`, `observe` and the unenrolled who are let in.
@Suite struct ExemptionTests {
    private let host: LoginHost

    init() throws { host = try LoginHost() }

    @Test func `off asks nothing`() throws {
        try host.files.writePolicy("SecondFactor off\n")
        let report = host.login()
        #expect(report.verdict == "off")
        #expect(
            report.line == "result=not-asked user=root service=sshd rhost=192.0.2.7 "
                + "reason=\"SecondFactor off\"")
        #expect(report.priority == .info)
    }

    @Test func `off does not need an account, a key nor a folder of accounts`() throws {
        try host.files.folder.write([], to: "key", mode: 0o666)
        try host.files.writePolicy("SecondFactor off\n")
        #expect(host.login().verdict == "off")
    }

    @Test func `observe says what would have happened, and changes nothing`() throws {
        try host.files.writePolicy(
            "SecondFactor observe\nMethods totp hotp recovery\nLockAfter 1\n")
        let before = try host.files.state(of: host.root)
        #expect(host.login().reason == "SecondFactor observe: would ask for a code")
        #expect(
            host.login(as: "nobody").reason
                == "SecondFactor observe: would refuse: no usable device or contact; "
                + "sallyport enrol or sallyport contact makes one"
        )
        #expect(try host.files.state(of: host.root) == before)
        let wrong = try host.wrongCode()
        _ = try host.files.tryCode(
            wrong, of: host.root, at: LoginHost.now,
            limits: .init(lockAfter: 1, lockFor: 600, lockCap: 9))
        #expect(
            host.login().reason == "SecondFactor observe: would refuse: locked after wrong codes, "
                + "for 600 s more; sallyport unlock ends it")
        #expect(host.login().priority == .info)
    }

    @Test func `observe knows a trusted source, and shortens no lock`() throws {
        try host.files.writePolicy("TrustPeriod 8h\nMethods totp hotp\n")
        #expect(host.login(.code(try host.code())).verdict == "accepted")
        try host.files.writePolicy("SecondFactor observe\nTrustPeriod 8h\nMethods totp hotp\n")
        #expect(host.login().reason == "SecondFactor observe: would let in a trusted source")
        _ = try host.files.tryCode(
            try host.wrongCode(), of: host.root, at: LoginHost.now,
            limits: .init(lockAfter: 1, lockFor: 6000, lockCap: 9))
        try host.files.writePolicy("SecondFactor observe\nLockFor 10m\n")
        let before = try host.files.state(of: host.root)
        #expect(host.login().reason?.contains("for 600 s more") == true)
        #expect(try host.files.state(of: host.root) == before)
    }

    @Test func `observe names what is broken and lets the login on`() throws {
        try host.files.writePolicy("SecondFactor observe\n")
        try host.files.folder.write([1], to: "key")
        let report = host.login()
        #expect(report.verdict == "observed")
        #expect(report.reason?.hasPrefix("SecondFactor observe: would refuse: ") == true)
    }

    @Test func `observe says that the unenrolled would be let in`() throws {
        try host.files.writePolicy("SecondFactor observe\nUnenrolled allow\n")
        #expect(host.login(as: "nobody").reason == "SecondFactor observe: would let in unenrolled")
        try host.files.writePolicy("SecondFactor observe\nUnenrolled enrol\n")
        #expect(host.login(as: "nobody").reason == "SecondFactor observe: would let enrol")
    }

    @Test func `the unenrolled are let in where the policy allows it`() throws {
        try host.files.writePolicy("Unenrolled allow\n")
        let report = host.login(as: "nobody")
        #expect(report.verdict == "unenrolled")
        #expect(
            report.line == "result=not-asked user=nobody service=sshd rhost=192.0.2.7 "
                + "reason=\"no usable device, Unenrolled allow\"")
        #expect(host.login(.code(try host.wrongCode())).verdict == "wrongCode")
    }

    @Test func `somebody with a device the policy does not take is not unenrolled`() throws {
        try host.files.edit(host.root) { $0.removeDevice(2) }
        try host.files.writePolicy("Methods hotp\nUnenrolled allow\n")
        #expect(host.login(.code(try host.code())).verdict == "notEnrolled")
        try host.files.edit(host.root) { $0.removeDevice(1) }
        #expect(host.login(.code(host.recoveryCodes[0])).verdict == "notEnrolled")
        try host.files.writePolicy("SecondFactor observe\nMethods hotp\nUnenrolled allow\n")
        #expect(host.login().reason?.contains("would refuse: no usable device") == true)
    }

    @Test func `after the deadline the unenrolled are refused`() throws {
        // The moment the tests take for now lies in the 14th of November 2023.
        try host.files.writePolicy("Unenrolled allow\nEnrolmentDeadline 2023-11-14\n")
        let told =
            "A code will be required after 14 November 2023. "
            + "Set up an authenticator app: sallyport enrol"
        #expect(host.login(as: "nobody", .tells(told)).verdict == "unenrolled")
        try host.files.writePolicy("Unenrolled allow\nEnrolmentDeadline 2023-11-13\n")
        #expect(host.login(as: "nobody", .code("123456")).verdict == "notEnrolled")
    }

    @Test(arguments: ["SecondFactor off\n", "SecondFactor observe\n", "Unenrolled allow\n"])
    func `an unknown user is exempt from nothing`(policy: String) throws {
        try host.files.writePolicy(policy)
        #expect(host.login(as: "no-such-user", .code("123456")).verdict == "unknownUser")
    }

    @Test func `Match sees user, group, address, service and the methods before`() throws {
        for match in [
            "user root", "group root", "address 192.0.2.0/24", "service sshd", "auth publickey",
            "user root group root address 192.0.2.7 service ssh* auth publickey",
        ] {
            try host.files.writePolicy("Match \(match)\n SecondFactor off\n")
            let off = host.login(setUp: {
                $0.environment["SSH_AUTH_INFO_0"] = "publickey ssh-ed25519 AAAA\npassword\n"
            })
            #expect(off.verdict == "off", "\(match)")
        }
        for match in [
            "user !root,*", "group wheel", "address 198.51.100.0/24", "service login",
            "auth hostbased",
            "user root group wheel", "host no-such-host",
        ] {
            try host.files.writePolicy("Match \(match)\n SecondFactor off\n")
            #expect(host.login(.code(try host.wrongCode())).verdict == "wrongCode", "\(match)")
        }
    }

    @Test(arguments: [
        ("publickey ssh-ed25519 AAAA", true),
        ("password\npublickey ssh-ed25519 AAAA\n", true),
        ("publickey ssh-ed25519 AAAA\npublickey ssh-rsa AAAA\n", true),
        ("publickey ssh-ed25519 AAAA\npublickey ecdsa-sha2-nistp256 AAAA\n", false),
        ("publickey ecdsa-sha2-nistp256 AAAA", false),
        ("publickey ssh-ed25519-cert-v01@openssh.com AAAA", false),
        // The key of another host is not the person's; of a key without its type nothing is known.
        ("hostbased ssh-ed25519 AAAA", false), ("publickey", false),
        ("publickey ssh-ed25519 AAAA\npublickey\n", false), ("password", false), ("", false),
        (nil, false),
    ])
    func `Match key sees the types of all keys that sshd checked`(
        told: String?, holds: Bool
    ) throws {
        try host.files.writePolicy("Match key ssh-ed25519,ssh-rsa\n SecondFactor off\n")
        func verdict(service: String, _ script: [ScriptLine]) -> String {
            let pam = ScriptedTransaction(user: "root")
            pam.environment["SSH_AUTH_INFO_0"] = told
            pam.items[.service] = service
            return host.login(pam, script).verdict
        }
        let code = ScriptLine.code(try host.wrongCode())
        #expect(
            verdict(service: "sshd", holds ? [] : [code]) == (holds ? "off" : "wrongCode"))
        // Of another application nobody knows who set the variable.
        #expect(verdict(service: "login", [code]) == "wrongCode")
    }

    @Test func `a key of which the type is not known never makes the policy laxer`() throws {
        for told in [nil, "publickey", "publickey ssh-ed25519 AAAA\npublickey"] {
            for policy in [
                "SecondFactor off\nMatch key ssh-rsa\n SecondFactor required\n",
                "Match key *\n SecondFactor off\n", "Match key !ssh-rsa,*\n SecondFactor off\n",
            ] {
                try host.files.writePolicy(policy)
                let wrong = try host.wrongCode()
                let report = host.login(
                    setUp: { $0.environment["SSH_AUTH_INFO_0"] = told }, .code(wrong))
                #expect(report.verdict == "wrongCode", "\(told ?? "nothing"): \(policy)")
                try host.files.edit(host.root) { $0.unlock(at: LoginHost.now) }
            }
        }
    }

    @Test func `what comes from an unknown place matches no address`() throws {
        try host.files.writePolicy("Match address 0.0.0.0/0,::/0\n SecondFactor off\n")
        for name in ["UNKNOWN", "host.example", "192.0.2.7.example", "", "192.0.2.7 "] {
            let wrong = try host.wrongCode()
            let report = host.login(setUp: { $0.items[.remoteHost] = name }, .code(wrong))
            #expect(report.verdict == "wrongCode", "\(name)")
            try host.files.edit(host.root) { $0.unlock(at: LoginHost.now) }
        }
    }

    @Test
    func `where the application tells a name, the address of the connection counts and is logged`()
        throws
    {
        try host.files.writePolicy("Match address 192.0.2.0/24\n SecondFactor off\n")
        let report = host.login(setUp: {
            $0.items[.remoteHost] = "host.example"
            $0.environment["SSH_CONNECTION"] = "192.0.2.7 50000 198.51.100.1 22"
        })
        #expect(
            report.line == "result=not-asked user=root service=sshd rhost=host.example "
                + "address=192.0.2.7 reason=\"SecondFactor off\"")
    }
}
