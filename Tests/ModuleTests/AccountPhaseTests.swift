import Accounts
import AccountsTestSupport
import HostSystem
import Testing
import TestSupport

/// The account phase, which a login by key only passes without the auth phase.
@Suite struct AccountPhaseTests {
    private let host: TestHost
    private let root: User
    private let token: TestDevice

    init() throws {
        host = try TestHost()
        root = try #require(try User.named("root"))
        token = try TestDevice.counter()
        try host.enrol(root, [token])
        try host.writeStack(
            "auth required MODULE", "auth optional pam_permit.so", "account required MODULE",
            "account required pam_permit.so")
    }

    private func account(_ user: String = "root") throws -> [PAMCode] {
        try host.run(as: user) { $0.manageAccount() }.manageAccount
    }

    @Test func `a login by key only is let past, unless KeyOnlyLogin is deny`() throws {
        #expect(try account() == [.success])
        try host.writePolicy("KeyOnlyLogin deny\n")
        #expect(try account() == [.permissionDenied])
        #expect(try account("nobody") == [.permissionDenied])
    }

    @Test(arguments: ["su", "cron", "systemd-user"])
    func `another service is let past, unless a block names it`(service: String) throws {
        try host.writeStack(
            "account required MODULE", "account required pam_permit.so", for: service)
        func account() throws -> [PAMCode] {
            try host.run(as: "root", by: service) { $0.manageAccount() }.manageAccount
        }
        try host.writePolicy("KeyOnlyLogin deny\n")
        #expect(try account() == [.success])
        try host.writePolicy("Match service \(service)\n KeyOnlyLogin deny\n")
        #expect(try account() == [.permissionDenied])
    }

    @Test func `KeyOnlyLogin deny does not concern those who are never asked`() throws {
        for policy in ["SecondFactor off\n", "SecondFactor observe\n"] {
            try host.writePolicy("KeyOnlyLogin deny\n" + policy)
            #expect(try account() == [.success])
        }
    }

    @Test func `a login that showed its code passes, and one that failed does not`() throws {
        try host.writePolicy("KeyOnlyLogin deny\nMethods hotp\n")
        let codes = try (1...2).map { try token.code(at: $0) }
        let record = try host.run(as: "root") { script in
            for answer in ["000000", codes[0], "000000", codes[1]] {
                script.answer(.text(answer))
                script.authenticate()
                script.manageAccount()
            }
        }
        #expect(
            record.manageAccount == [.permissionDenied, .success, .permissionDenied, .success])
    }

    @Test func `a password that was split and refused is no passage for a key`() throws {
        try host.writePolicy("KeyOnlyLogin deny\n")
        try host.writeStack(
            "auth required MODULE split", "auth requisite pam_deny.so", "account required MODULE",
            "account required pam_permit.so")
        let record = try host.run(as: "root") { script in
            script.answer(.text("wrong"))
            script.authenticate()
            script.manageAccount()
        }
        #expect(record.authenticate == [.authenticationError])
        #expect(record.manageAccount == [.permissionDenied])
    }

    @Test func `a login that was not asked passes`() throws {
        try host.writePolicy("KeyOnlyLogin deny\nUnenrolled allow\n")
        let record = try host.run(as: "nobody") { script in
            script.authenticate()
            script.manageAccount()
        }
        #expect(record.manageAccount == [.success])
    }

    @Test(arguments: ["Nonsense\n", "KeyOnlyLogin maybe\n"])
    func `a broken policy refuses also in the account phase`(policy: String) throws {
        try host.writePolicy(policy)
        #expect(try account() == [.authenticationInformationUnavailable])
    }

    @Test func `nothing to say is IGNORE, which alone lets nobody in`() throws {
        try host.writeStack("account required MODULE")
        #expect(try account() == [.permissionDenied])
    }
}
