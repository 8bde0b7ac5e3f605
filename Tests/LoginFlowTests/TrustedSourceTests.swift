import Accounts
import AccountsTestSupport
import Foundation
import LoginFlow
import Testing
import TestSupport
import Vocabulary

/// TrustPeriod and TrustBinds: who is not asked again, and what tells one source from another.
@Suite struct TrustedSourceTests {
    private static let key = "AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
    private static let other =
        "AAAAC3NzaC1lZDI1NTE5AAAAIP8BAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"

    private let host: LoginHost

    init() throws {
        host = try LoginHost(policy: "TrustPeriod 8h\nMethods totp hotp recovery\n")
    }

    /// A login that shows the token's code at this count, if it is asked.
    private func login(
        count: Int64? = nil, at time: Int64 = LoginHost.now, rhost: String? = "192.0.2.7",
        connection: String? = nil, information: String? = nil
    ) throws -> String {
        let script = try count.map { [ScriptLine.code(try host.token.code(at: $0))] } ?? []
        let pam = ScriptedTransaction(user: "root")
        pam.items[.remoteHost] = rhost
        pam.environment["SSH_CONNECTION"] = connection
        pam.environment["SSH_AUTH_INFO_0"] = information
        return host.login(pam, at: time, script).verdict
    }

    @Test func `the second login from an address is not asked`() throws {
        #expect(try login(count: 1) == "accepted")
        let report = host.login()
        #expect(report.verdict == "trusted")
        #expect(
            report.line == "result=not-asked user=root service=sshd rhost=192.0.2.7 "
                + "reason=\"trusted source, see TrustPeriod\"")
        #expect(report.priority == .info)
        #expect(try login(count: 2, rhost: "192.0.2.8") == "accepted")
    }

    @Test func `a trusted login changes nothing in the account`() throws {
        #expect(try login(count: 1) == "accepted")
        let before = try host.files.state(of: host.root)
        #expect(try login(at: LoginHost.now + 100) == "trusted")
        #expect(try host.files.state(of: host.root) == before)
    }

    @Test func `after the period the next login is asked`() throws {
        #expect(try login(count: 1) == "accepted")
        #expect(try login(at: LoginHost.now + 28_799) == "trusted")
        #expect(try login(count: 2, at: LoginHost.now + 28_800) == "accepted")
    }

    @Test func `with the clock set back the next login is asked`() throws {
        #expect(try login(count: 1) == "accepted")
        #expect(try login(count: 2, at: LoginHost.now - 1) == "accepted")
    }

    @Test(arguments: ["", "TrustPeriod 0\n"])
    func `without a period nobody is trusted, and what was granted counts no more`(
        policy: String
    ) throws {
        #expect(try login(count: 1) == "accepted")
        try host.files.writePolicy(policy + "Methods hotp\n")
        #expect(try login(count: 2) == "accepted")
        #expect(try login(count: 3) == "accepted")
    }

    @Test func `IPv4 in IPv6 is the same address, and a link-local one is asked each time`() throws
    {
        #expect(try login(count: 1) == "accepted")
        #expect(try login(rhost: "::ffff:192.0.2.7") == "trusted")
        #expect(try login(count: 2, rhost: "fe80::7%eth0") == "accepted")
        #expect(try login(count: 3, rhost: "fe80::7%eth0") == "accepted")
    }

    @Test(arguments: [nil, "", "desk.example.org", "UNKNOWN"])
    func `a login without an address is asked each time`(rhost: String?) throws {
        #expect(try login(count: 1, rhost: rhost) == "accepted")
        #expect(try login(count: 2, rhost: rhost) == "accepted")
        #expect(try #require(try host.files.state(of: host.root)).trusts.isEmpty)
    }

    @Test func `where sshd tells a name, the address of the connection counts`() throws {
        let (desk, cafe) = ("192.0.2.7 50022 192.0.2.1 22", "192.0.2.8 50022 192.0.2.1 22")
        #expect(try login(count: 1, rhost: "desk.example.org", connection: desk) == "accepted")
        #expect(try login(rhost: "desk.example.org", connection: desk) == "trusted")
        #expect(try login(rhost: "192.0.2.7") == "trusted")
        #expect(try login(count: 2, rhost: "desk.example.org", connection: cafe) == "accepted")
    }

    @Test func `an application's connection counts only beside a name of a remote host`() throws {
        #expect(try login(count: 1) == "accepted")
        let desk = "192.0.2.7 50022 192.0.2.1 22"
        #expect(try login(count: 2, rhost: nil, connection: desk) == "accepted")
        #expect(try login(count: 3, rhost: "192.0.2.8", connection: desk) == "accepted")
    }

    @Test func `trust earned at one service holds at another only where the policy says so`() throws
    {
        func login(service: String, count: Int64? = nil) throws -> String {
            let script = try count.map { [ScriptLine.code(try host.token.code(at: $0))] } ?? []
            let pam = ScriptedTransaction(user: "root")
            pam.items[.service] = service
            return host.login(pam, script).verdict
        }
        #expect(try login(service: "sshd", count: 1) == "accepted")
        #expect(try login(service: "sshd") == "trusted")
        #expect(try login(service: "cockpit", count: 2) == "accepted")
        #expect(try login(service: "cockpit") == "trusted")
        // An application that tells no service is never the same one.
        for count in Int64(3)...4 { #expect(try login(service: "", count: count) == "accepted") }
        try host.files.writePolicy("TrustPeriod 8h\nTrustBinds address+key\nMethods hotp\n")
        #expect(try login(service: "ftp") == "trusted")
    }

    @Test func `the connection of any application but sshd is not known`() throws {
        try host.files.writePolicy("TrustPeriod 8h\nTrustBinds address\nMethods hotp\n")
        let desk = "192.0.2.7 50022 192.0.2.1 22"
        func login(service: String, terminal: String?, count: Int64? = nil) throws -> String {
            let script = try count.map { [ScriptLine.code(try host.token.code(at: $0))] } ?? []
            let pam = ScriptedTransaction(user: "root")
            pam.items[.service] = service
            pam.items[.terminal] = terminal
            pam.items[.remoteHost] = "desk.example.org"
            pam.environment["SSH_CONNECTION"] = desk
            return host.login(pam, script).verdict
        }
        #expect(try login(service: "sshd", terminal: nil, count: 1) == "accepted")
        #expect(try login(service: "second-sshd", terminal: "ssh") == "trusted")
        #expect(try login(service: "sudo", terminal: "pts/0", count: 2) == "accepted")
    }

    @Test func `where the policy takes nothing of theirs any more, nobody is trusted`() throws {
        #expect(try login(count: 1) == "accepted")
        try host.files.writePolicy("TrustPeriod 8h\nMethods email\nEmailVia mail\n")
        #expect(try login(count: 2) == "notEnrolled")
    }

    @Test func `with address+key the key must be the same`() throws {
        let mine = "publickey ssh-ed25519 \(Self.key)\n"
        #expect(try login(count: 1, information: mine) == "accepted")
        #expect(try login(information: mine) == "trusted")
        #expect(try login(information: "password\n" + mine) == "trusted")
        let others = [
            nil, "publickey ssh-ed25519 \(Self.other)\n",
            mine + "publickey ssh-ed25519 \(Self.other)\n",
        ]
        for (index, information) in others.enumerated() {
            #expect(
                try login(count: Int64(index) + 2, information: information) == "accepted",
                "\(information ?? "none")")
        }
        // None of these is a key that sshd checked.
        for information in ["hostbased ssh-ed25519 \(Self.key)\n", "publickey \(Self.key)\n"] {
            try host.files.edit(host.root) { _ = $0.endTrust { $0.source.key.isEmpty } }
            #expect(try login(count: 10, information: information) != "trusted")
        }
        #expect(try login(information: mine) == "trusted")
    }

    @Test func `with address any key will do, and none`() throws {
        try host.files.writePolicy("TrustPeriod 8h\nTrustBinds address\nMethods hotp\n")
        #expect(try login(count: 1, information: "publickey ssh-ed25519 \(Self.key)") == "accepted")
        #expect(try login(information: "publickey ssh-ed25519 \(Self.other)") == "trusted")
        #expect(try login() == "trusted")
    }

    @Test func `the fingerprint is that of ssh-keygen`() throws {
        _ = try login(count: 1, information: "publickey ssh-ed25519 \(Self.key)\n")
        let trust = try #require(try host.files.state(of: host.root)?.trusts.first)
        // As `ssh-keygen -lf` prints it for this key.
        #expect(
            Data(trust.source.key).base64EncodedString()
                == "ZkAslGjFiUHdGf/WUL8rQvkib4PTvQatUV0OUQSncCA=")
    }

    @Test(arguments: [
        "publickey", "publickey ", "publickey ssh-ed25519", "publickey ssh-ed25519 ",
        "publickey ssh-ed25519 ====", "publickey ssh-ed25519 A", "\n\n\n", " ",
        "publickey ssh-ed25519 \u{0}\u{1}\u{ff}",
        String(repeating: "publickey a AAAA ", count: 5_000),
    ])
    func `whatever stands in SSH_AUTH_INFO_0 is no reason to end`(information: String) throws {
        #expect(try login(count: 1, information: information) == "accepted")
    }

    @Test func `a locked account trusts nobody`() throws {
        try host.files.writePolicy("TrustPeriod 8h\nMethods hotp\nLockAfter 1\nLockFor 10m\n")
        #expect(try login(count: 1) == "accepted")
        let pam = ScriptedTransaction(user: "root")
        pam.items[.remoteHost] = "192.0.2.8"
        let wrong = try host.token.wrongCode(at: 500)
        #expect(host.login(pam, [.code(wrong)]).verdict == "wrongCode")
        let told = ScriptLine.tells("Too many wrong codes. Try again in 10 minutes.")
        #expect(host.login(told).verdict == "locked")
        #expect(try login(count: 2, at: LoginHost.now + 600) == "accepted")
    }

    @Test func `nothing is sent to somebody who is trusted`() throws {
        let courier = try CourierStandIn(in: host.files.folder)
        try host.files.edit(host.root) { $0.setEmail(try EmailAddress("alice@example.org")) }
        func policy(_ methods: String) throws {
            try host.files.writePolicy(
                "CourierProgram \(courier.program)\nEmailVia mail\nMethods \(methods)\n"
                    + "TrustPeriod 8h\n")
        }
        try policy("hotp email")
        let code = try host.token.code(at: 1)
        let script = ScriptLine.asks(
            "Verification code (or type email): ", echo: true, answer: .text(code))
        #expect(host.login(script).verdict == "accepted")
        try policy("email")
        #expect(try login() == "trusted")
        #expect(courier.purposes == [])
    }
}
