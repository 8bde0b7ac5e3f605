import Accounts
import Cryptography
import Foundation
import HostSystem
import OneTimePassword
import Testing
import Vocabulary

@Suite struct TrustTests {
    let host: TemporaryHost

    init() throws {
        host = try TemporaryHost(settings: "TrustPeriod 8h\n")
        _ = try host.enrol("--no-qr")
    }

    @Test func `trusted sources are listed in columns and in JSON`() throws {
        try host.trust("10.8.3.4", key: Array(0..<32))
        host.time += 60
        try host.trust("2001:db8::1", key: [])
        let key = "SHA256:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
        #expect(
            host.run(["trust", "list"]).rows == [
                [
                    "nobody", "2001:db8::1", "none", "sshd", "2027-01-15T08:01:00Z",
                    "2027-01-15T16:01:00Z",
                ],
                [
                    "nobody", "10.8.3.4", key, "sshd", "2027-01-15T08:00:00Z",
                    "2027-01-15T16:00:00Z",
                ],
            ])
        #expect(
            host.run(["trust", "list", "nobody", "--json"]).output == """
                [{"address":"2001:db8::1","granted":"2027-01-15T08:01:00Z","key":null,\
                "service":"sshd","session":null,"until":"2027-01-15T16:01:00Z","user":"nobody"},\
                {"address":"10.8.3.4","granted":"2027-01-15T08:00:00Z","key":"\(key)",\
                "service":"sshd","session":null,"until":"2027-01-15T16:00:00Z","user":"nobody"}]

                """)
        #expect(host.run(["status", "nobody"]).fields["trusted sources"] == "2")
    }

    @Test func `the list goes by the TrustPeriod of now, also of a Match block`() throws {
        try host.trust("10.8.3.4", key: [1])
        try host.writePolicy(
            "TrustPeriod 0\nMatch address 10.0.0.0/8 auth publickey\n  TrustPeriod 1h\n")
        #expect(host.run(["trust", "list"]).rows.first?.last == "2027-01-15T09:00:00Z")
        host.time += 3600
        #expect(host.run(["trust", "list"]).output == "no source is trusted\n")
        #expect(host.run(["status", "nobody"]).fields["trusted sources"] == "0")
    }

    @Test func `trust ends for one address, or for all`() throws {
        for address in ["10.8.3.4", "10.8.3.5", "2001:db8::1"] { try host.trust(address, key: [1]) }
        try host.trust("10.8.3.4", key: [2])
        let outcome = host.run(["trust", "revoke", "nobody", "--address", "::ffff:10.8.3.4"])
        #expect(outcome.output == "nobody is asked for a code again; sources: 2\n")
        #expect(outcome.log == ["action=trust-revoke user=nobody sources=10.8.3.4 by=root"])
        #expect(host.run(["trust", "list"]).rows.map { $0[1] } == ["2001:db8::1", "10.8.3.5"])
        #expect(
            host.run(["trust", "revoke", "nobody", "--all"]).output
                == "nobody is asked for a code again; sources: 2\n")
        #expect(
            host.run(["trust", "revoke", "nobody", "--all"]).output
                == "no source of nobody is trusted\n")
    }

    @Test func `a session is listed and revoked by its number, and one of another boot not shown`()
        throws
    {
        try host.writePolicy(
            "TrustPeriod 8h\nMatch service su*\n  TrustPeriod 2h\n  TrustBinds session\n")
        let boot = try String(
            contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8
        ).filter(\.isHexDigit).prefix(24)
        let now = try #require(UInt128(boot, radix: 16)) << 32
        for (bits, service) in [(now | 7, "sudo"), (now | 7, "su"), (7, "sudo"), (now | 9, "sudo")]
        {
            try host.trust(
                .session(AuditSession(bits: bits)), key: [], service: service, binding: .session)
        }
        try host.trust("10.8.3.4", key: [])
        let rows = host.run(["trust", "list"]).rows
        #expect(
            rows.map { $0.prefix(4).joined(separator: "|") } == [
                "nobody|10.8.3.4|none|sshd", "nobody|session 9|none|sudo",
                "nobody|session 7|none|su", "nobody|session 7|none|sudo",
            ])
        #expect(rows[1].last == "2027-01-15T10:00:00Z")
        #expect(
            host.run(["trust", "list", "--json"]).output.contains(
                #"{"address":null,"granted":"2027-01-15T08:00:00Z","key":null,"service":"su","session":7,"#
            ))
        let outcome = host.run(["trust", "revoke", "nobody", "--session", "7"])
        #expect(outcome.output == "nobody is asked for a code again; sources: 3\n")
        #expect(
            outcome.log == [#"action=trust-revoke user=nobody sources="session 7" by=root"#])
        #expect(
            host.run(["trust", "revoke", "nobody", "--session", "7"]).output
                == "session 7 is no trusted source of nobody\n")
        #expect(host.run(["trust", "list"]).rows.count == 2)
    }

    @Test func `a source that lacks what TrustBinds names now is not listed`() throws {
        try host.trust("10.8.3.4", key: [])
        try host.writePolicy("TrustPeriod 8h\nTrustBinds session\n")
        #expect(host.run(["trust", "list"]).output == "no source is trusted\n")
        try host.writePolicy("TrustPeriod 8h\nMatch service cockpit\n  TrustBinds session\n")
        #expect(host.run(["trust", "list"]).rows.count == 1)
    }

    @Test(arguments: [
        [], ["--all", "--address", "10.0.0.1"], ["--address", "example.org"],
        ["--all", "--session", "1"], ["--address", "10.0.0.1", "--session", "1"],
        ["--session", "-1"], ["--session", "4294967296"],
    ])
    func `a wrong command line is status 64`(words: [String]) {
        #expect(host.run(["trust", "revoke", "nobody"] + words).status == 64)
    }

    @Test func `a preferred method ends no trust, and another device does`() throws {
        try host.trust("10.8.3.4", key: [])
        #expect(
            host.run(["prefer", "nobody", "totp"]).output == "Logins of nobody begin with totp.\n")
        #expect(host.run(["trust", "list"]).rows.count == 1)
        _ = try host.enrol("--no-qr")
        #expect(host.run(["trust", "list"]).output == "no source is trusted\n")
    }
}

@Suite struct PreferTests {
    let host: TemporaryHost

    init() throws {
        host = try TemporaryHost()
        _ = try host.enrol("--no-qr")
    }

    @Test func `a method is kept until none is wanted`() throws {
        #expect(
            host.run(["prefer", "nobody", "TOTP"]).log == [
                "action=prefer user=nobody method=totp by=root"
            ])
        #expect(try host.withAccount { $0.identity.contacts.preferredMethod } == .totp)
        #expect(host.run(["prefer", "nobody", "none"]).status == 0)
        #expect(try host.withAccount { $0.identity.contacts.preferredMethod } == nil)
    }

    @Test func `a method that the policy lacks is kept with a warning`() {
        #expect(
            host.run(["prefer", "nobody", "email"]).messages == [
                "Methods of the policy lacks email: logins will not ask for it"
            ])
    }

    @Test(arguments: ["recovery", "screen", "fax", ""])
    func `what no login can begin with is a wrong command line`(method: String) {
        #expect(host.run(["prefer", "nobody", method]).status == 64)
    }
}

extension TemporaryHost {
    /// Logs in from an address with a code of the first device.
    func trust(_ address: String, key: [UInt8], service: String = "sshd") throws {
        let address = try #require(NetworkAddress(address))
        try trust(.address(address), key: key, service: service, binding: .address)
    }

    /// Logs in from somewhere with a code of the first device.
    func trust(
        _ origin: LoginSource.Origin, key: [UInt8], service: String, binding: TrustBinding
    ) throws {
        // Codes grow with the time, and the device counts from its enrolment on.
        try withAccount { account in
            let device = try #require(account.identity.devices.first)
            let next = account.state.device(device).nextCounter
            let code = try account.identity.withKey(of: device) {
                try device.hotp.code(at: next, key: $0, using: LibCrypto())
            }
            let isAccepted = try account.isAccepted(
                at: time, from: LoginSource(origin, key: key, service: Array(service.utf8)),
                under: TrustTerms(binding, for: 8 * 3600)
            ) { (attempt) throws(AccountError) in
                try attempt.compare(code, with: device, window: 20)
            }
            if !isAccepted { throw NoKey() }
        }
    }
}
