import Accounts
import AccountsTestSupport
import HostSystem
import Testing
import TestSupport

/// Logins that are not asked for a code, and that IGNORE is never a pass by itself.
@Suite struct ExemptionTests {
    private static let policies = [
        "SecondFactor off\n", "SecondFactor observe\n", "Unenrolled allow\n",
    ]
    private let host: TestHost

    init() throws { host = try TestHost() }

    @Test(arguments: policies)
    func `a login that is not asked ends in whatever else the stack says`(policy: String) throws {
        try host.writePolicy(policy)
        try host.writeStack("auth required MODULE", "auth required pam_permit.so")
        let permitted = try host.login("nobody")
        #expect(permitted.authenticate == [.success])
        #expect(permitted.messages == [])
        try host.writeStack("auth required MODULE", "auth required pam_deny.so")
        #expect(try host.login("nobody").authenticate == [.authenticationError])
    }

    @Test(arguments: policies)
    func `IGNORE alone in a stack lets nobody in`(policy: String) throws {
        try host.writePolicy(policy)
        for control in [
            "required", "requisite", "sufficient", "[success=ok ignore=ignore default=die]",
        ] {
            try host.writeStack("auth \(control) MODULE")
            #expect(try host.login("nobody").authenticate == [.permissionDenied], "\(control)")
        }
    }

    @Test(arguments: ["SecondFactor off\n", "SecondFactor observe\n", "Unenrolled allow\n"])
    func `a user the system does not know is exempt from nothing`(policy: String) throws {
        try host.writePolicy(policy)
        try host.writeStack("auth required MODULE", "auth required pam_permit.so")
        let record = try host.login("no-such-user", .text("123456"))
        #expect(record.authenticate == [.authenticationError])
        #expect(record.messages == [.init(style: 2, text: "Verification code: ")])
    }

    @Test func `observe asks nothing and counts nothing, whatever the account`() throws {
        let root = try #require(try User.named("root"))
        try host.enrol(root, [try TestDevice.time()])
        try host.writePolicy("SecondFactor observe\n")
        try host.writeStack("auth required MODULE", "auth required pam_permit.so")
        let before = try host.state(of: root)
        #expect(try host.login("root").authenticate == [.success])
        #expect(try host.state(of: root) == before)
    }

    @Test(arguments: [
        ("Match group root\n SecondFactor off\n", "root"),
        ("Match user daemon\n SecondFactor off\n", "daemon"),
        ("Match service ssh*\n SecondFactor off\n", "nobody"),
        ("Match address 192.0.2.0/24\n SecondFactor off\n", "nobody"),
        ("Match auth publickey\n SecondFactor off\n", "nobody"),
    ])
    func `a Match block exempts those it names and nobody else`(policy: String, user: String) throws
    {
        try host.writePolicy(policy)
        try host.writeStack("auth required MODULE", "auth required pam_permit.so")
        let exempt = try host.run(as: user) { script in
            script.remoteHost("192.0.2.7")
            script.environment("SSH_AUTH_INFO_0", "publickey ssh-ed25519 AAAA")
            script.authenticate()
        }
        #expect(exempt.authenticate == [.success])
        guard !policy.contains("service") else { return }
        let asked = try host.run(as: "bin") { script in
            script.remoteHost("198.51.100.7")
            script.answer(.text("123456"))
            script.authenticate()
        }
        #expect(asked.authenticate == [.authenticationError])
    }

    @Test func `what another application than sshd has in its environment is no key`() throws {
        try host.writePolicy("Match auth publickey\n SecondFactor off\n")
        try host.writeStack("auth required MODULE", "auth required pam_permit.so", for: "sudo")
        let record = try host.run(as: "nobody", by: "sudo") { script in
            script.environment("SSH_AUTH_INFO_0", "publickey ssh-ed25519 AAAA")
            script.answer(.text("123456"))
            script.authenticate()
        }
        #expect(record.authenticate == [.authenticationError])
    }

    @Test func `behind sshd's name look-up the address of the connection counts`() throws {
        try host.writePolicy("Match address 192.0.2.0/24\n SecondFactor off\n")
        try host.writeStack("auth required MODULE", "auth required pam_permit.so")
        func login(from name: String, connection: String) throws -> [PAMCode] {
            try host.run(as: "nobody") { script in
                script.remoteHost(name)
                script.environment("SSH_CONNECTION", connection)
                script.answer(.text("123456"))
                script.authenticate()
            }.authenticate
        }
        #expect(
            try login(from: "host.example", connection: "192.0.2.7 50000 10.0.0.1 22") == [.success]
        )
        #expect(
            try login(from: "192.0.2.7.example", connection: "198.51.100.7 50000 10.0.0.1 22")
                == [.authenticationError])
        #expect(
            try login(from: "198.51.100.7", connection: "192.0.2.7 50000 10.0.0.1 22")
                == [.authenticationError])
    }
}
