import Accounts
import Foundation
import Testing

@Suite struct AccountCommandTests {
    let host: TemporaryHost

    init() throws { host = try TemporaryHost() }

    @Test func `a revoked device lets nobody in, and its label is free again`() throws {
        let key = try host.enrol("--label", "old").key
        let left = try host.enrol("--label", "new").key
        let outcome = host.run(["revoke", "nobody", "old"])
        #expect(outcome.status == 0)
        #expect(outcome.output == "old of nobody is revoked.\n")
        #expect(outcome.log == ["action=revoke user=nobody device=old by=root"])
        #expect(try host.comparison(of: host.code(for: key, seconds: 30)) == .wrong)
        #expect(try host.comparison(of: host.code(for: left, seconds: 30)) == .right)
        #expect(try host.enrol("--label", "old").status == 0)
    }

    @Test func `a label that is not there is an error that names those that are`() throws {
        _ = try host.enrol()
        _ = try host.enrol("--label", "my tablet")
        let outcome = host.run(["revoke", "nobody", "Phone"])
        #expect(outcome.status == 1)
        #expect(
            outcome.messages == ["nobody has no device named Phone; there are: phone, my tablet"])
        #expect(outcome.log.isEmpty)
    }

    @Test func `revoking the last device says what still lets in`() throws {
        _ = try host.enrol()
        let outcome = host.run(["revoke", "nobody", "phone"])
        #expect(
            outcome.output.hasSuffix("It was the last one. Recovery codes that still let in: 8.\n"))
        #expect(host.run(["devices", "nobody"]).output == "nobody has no device\n")
        #expect(
            host.run(["revoke", "nobody", "phone"]).messages == [
                "nobody has no device named phone; there is none"
            ])
    }

    @Test func `devices are listed in columns and in JSON`() throws {
        _ = try host.enrol("--label", "a long label")
        let outcome = host.run(["devices", "nobody"])
        #expect(
            outcome.output == """
                LABEL         KIND             CLOCK  ENROLLED              LAST USED
                a long label  totp sha1 6 30s  0 s    2027-01-15T08:00:00Z  never

                """)
        let json = host.run(["devices", "nobody", "--json"])
        #expect(
            json.output == """
                [{"algorithm":"sha1","clockOffset":0,"digits":6,"enrolled":"2027-01-15T08:00:00Z",\
                "label":"a long label","lastUsed":null,"method":"totp","period":30}]

                """)
    }

    @Test func `new recovery codes void those before`() throws {
        let old = try host.enrol().recoveryCodes
        let outcome = host.run(["recovery", "nobody", "--new"])
        #expect(outcome.recoveryCodes.count == 8)
        #expect(outcome.log == ["action=recovery user=nobody by=root"])
        #expect(try host.comparison(ofRecoveryCode: try #require(old.first)) == .wrong)
        #expect(
            try host.comparison(ofRecoveryCode: try #require(outcome.recoveryCodes.first)) == .right
        )
    }

    @Test func `without --new the recovery codes stay and are counted`() throws {
        let codes = try host.enrol().recoveryCodes
        try host.use(recoveryCode: try #require(codes.last))
        #expect(host.run(["recovery", "nobody"]).output == "recovery codes left: 7\n")
        #expect(
            host.run(["recovery", "nobody", "--json"]).output
                == "{\"recoveryCodes\":[],\"recoveryCodesLeft\":7,\"user\":\"nobody\"}\n")
        #expect(host.run(["recovery", "nobody"]).log.isEmpty)
    }

    @Test func `JSON has the new recovery codes`() throws {
        _ = try host.enrol()
        let json = try #require(
            try host.run(["recovery", "nobody", "--new", "--json"]).json() as? [String: Any])
        #expect((json["recoveryCodes"] as? [String])?.count == 8)
        #expect(json["recoveryCodesLeft"] as? Int == 8)
    }

    @Test func `enrolling makes new recovery codes once all are used`() throws {
        for code in try host.enrol().recoveryCodes { try host.use(recoveryCode: code) }
        #expect(try host.enrol().recoveryCodes.count == 8)
    }

    @Test(
        arguments: [
            ["devices", "nobody"], ["revoke", "nobody", "phone"], ["recovery", "nobody", "--new"],
            ["status", "nobody"], ["unlock", "nobody"],
        ])
    func `without an account the error says how to make one`(words: [String]) {
        let outcome = host.run(words)
        #expect(outcome.status == 1)
        #expect(outcome.output.isEmpty)
        #expect(outcome.messages == ["nobody has no account; `sallyport enrol nobody` makes one"])
    }

    @Test(arguments: ["enrol", "contact", "devices", "recovery", "send-test", "status", "unlock"])
    func `a user who is not there is an error`(command: String) {
        let outcome = host.run([command, "no-such-user"])
        #expect(outcome.status == 1)
        #expect(outcome.messages == ["this system has no user named no-such-user"])
    }

    @Test func `a damaged account is never enrolled over`() throws {
        _ = try host.enrol()
        let before = try damage(host.accountFile("identity"))
        let outcome = host.run(["enrol", "nobody"]) { try host.code(for: $0.key) }
        #expect(outcome.status == 1)
        #expect(outcome.output.isEmpty)
        #expect(outcome.messages.first?.contains("/identity: ") == true)
        #expect(try Data(contentsOf: host.accountFile("identity")) == before)
    }

    @Test func `a missing key file stops everything with its name`() throws {
        try FileManager.default.removeItem(at: host.key)
        let outcome = host.run(["enrol", "nobody"])
        #expect(outcome.status == 1)
        #expect(outcome.messages == ["\(host.key.path): No such file or directory"])
    }

    @Test func `a policy with a wrong line stops what depends on it with file and line`() throws {
        try host.writePolicy("Methods totp\nWindow eleven\n")
        let outcome = host.run(["recovery", "nobody"])
        #expect(outcome.status == 1)
        #expect(
            outcome.messages.first?.hasPrefix("the policy cannot be used: \(host.policy.path):4: ")
                == true)
    }

    @Test func `the log quotes a label that could forge a field`() throws {
        let outcome = try host.enrol("--label", "x by=nobody")
        #expect(outcome.log == ["action=enrol user=nobody device=\"x by=nobody\" by=root"])
    }
}

/// Changes the last byte of a file and gives back what it holds then.
func damage(_ file: URL) throws -> Data {
    var data = try Data(contentsOf: file)
    data[data.count - 1] ^= 1
    try data.write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
    return data
}

extension TemporaryHost {
    /// What a login with a recovery code comes to, without being one.
    func comparison(ofRecoveryCode text: String) throws -> Verdict {
        try withAccount { account in
            let attempt = try account.attempt(limits: .lenient, at: time)
            let code = RecoveryCode.canonical(typed: Array(text.utf8).span)
            return switch try attempt.compare(recoveryCode: try #require(code)) {
            case .right: .right
            case .used: .used
            case .expired, .wrong: .wrong
            }
        }
    }

    /// Logs in with a recovery code.
    func use(recoveryCode text: String) throws {
        try withAccount { account in
            let typed = RecoveryCode.canonical(typed: Array(text.utf8).span)
            let code = try #require(typed)
            let isAccepted = try account.isAccepted(at: time) { (attempt) throws(AccountError) in
                try attempt.compare(recoveryCode: code)
            }
            if !isAccepted { throw NoKey() }
        }
    }

    /// Types a wrong code at a login.
    func typeWrongCode(limits: AttemptLimits) throws {
        _ = try withAccount { account in
            try account.isAccepted(at: time, limits: limits) { (_) throws(AccountError) in .wrong }
        }
    }
}

extension AttemptLimits {
    /// Limits that no test meets by chance.
    static let lenient = AttemptLimits(lockAfter: 100, lockFor: 60, lockCap: 100)
}
