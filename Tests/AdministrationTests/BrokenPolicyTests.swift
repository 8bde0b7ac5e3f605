import Accounts
import Foundation
import Testing

/// What repairs works while the policy is broken, and claims nothing that only the policy knows.
@Suite struct BrokenPolicyTests {
    let host: TemporaryHost

    init() throws {
        host = try TemporaryHost(settings: "LockAfter 3\nTrustPeriod 8h\n")
        _ = try host.enrol("--no-qr")
        try host.trust("10.8.3.4", key: [])
        for _ in 1...3 {
            try host.typeWrongCode(limits: AttemptLimits(lockAfter: 3, lockFor: 600, lockCap: 100))
        }
    }

    /// Ways in which a policy is broken whose lines can still be read.
    enum Damage: CaseIterable {
        case line
        case match
        case owner
        case mode
        case valueInBlock

        func apply(to host: TemporaryHost) throws {
            switch self {
            case .line: try host.writePolicy("Window eleven\nLockAfter 1\n")
            case .match: try host.writePolicy("Match usr nobody\nStateDirectory /elsewhere\n")
            case .valueInBlock: try host.writePolicy("Match user nobody\nKeyFile /elsewhere\n")
            case .owner:
                try FileManager.default.setAttributes(
                    [.ownerAccountID: 65534], ofItemAtPath: host.policy.path)
            case .mode: try host.setMode(0o666, of: host.policy)
            }
        }
    }

    @Test(arguments: Damage.allCases)
    func `unlock works, and says what is broken and by which paths it goes`(damage: Damage) throws {
        try damage.apply(to: host)
        let outcome = host.run(["unlock", "nobody"])
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(outcome.output == "nobody is unlocked; wrong codes forgotten: 3, sent codes: 0\n")
        #expect(outcome.log == ["action=unlock user=nobody by=root"])
        #expect(outcome.messages.first?.hasPrefix("the policy cannot be used: ") == true)
        #expect(outcome.messages.first?.contains(host.policy.path) == true)
        #expect(
            outcome.messages.dropFirst() == [
                "until it is mended nobody logs in; this goes by StateDirectory \(host.state.path) "
                    + "(line 1), KeyFile \(host.key.path) (line 2)"
            ])
        #expect(try host.withAccount { $0.state.failuresSinceSuccess } == 0)
    }

    @Test func `the line that is wrong is named with file and line`() throws {
        try host.writePolicy("Methods totp\nWindow eleven\n")
        let outcome = host.run(["devices", "nobody"])
        #expect(outcome.status == 0)
        #expect(
            outcome.messages.first?.hasPrefix("the policy cannot be used: \(host.policy.path):4: ")
                == true)
        #expect(outcome.rows.first?.first == "phone")
    }

    @Test func `what cannot be read has its default, which is said`() throws {
        try Data("StateDirectory relative\nKeyFile \(host.key.path)\n".utf8).write(to: host.policy)
        var messages = host.run(["unlock", "nobody"]).messages
        #expect(
            messages[1].hasSuffix(
                "StateDirectory /var/lib/sallyport (default), KeyFile \(host.key.path) (line 2)"))
        // What stands in a block, or below one that cannot be read, is not for the whole host.
        for match in ["Match user nobody", "Match usr nobody"] {
            try Data("KeyFile \(host.key.path)\n\(match)\nStateDirectory /elsewhere\n".utf8)
                .write(to: host.policy)
            messages = host.run(["unlock", "nobody"]).messages
            #expect(
                messages[1].hasSuffix(
                    "StateDirectory /var/lib/sallyport (default), KeyFile \(host.key.path) (line 1)"
                ))
        }
        try FileManager.default.removeItem(at: host.policy)
        messages = host.run(["unlock", "nobody"]).messages
        #expect(
            messages[1].hasSuffix(
                "StateDirectory /var/lib/sallyport (default), KeyFile /etc/sallyport/key (default)")
        )
    }

    @Test func `status shows what the account says, and not what a default would make of it`()
        throws
    {
        try host.writePolicy("Window eleven\n")
        let outcome = host.run(["status", "nobody"])
        #expect(outcome.status == 0)
        let shown = outcome.fields
        #expect(shown["devices"] == "phone")
        #expect(shown["wrong codes"] == "3")
        for name in ["locked", "codes sent", "trusted sources"] {
            #expect(shown[name] == "not known")
        }
        let all = host.run(["status"])
        #expect(all.rows.first?[3] == "not known")
        #expect(all.output.hasSuffix("codes sent by this host: not known\n"))
        let row = try #require(try host.run(["status", "--json"]).json() as? [[String: Any]]).first
        for key in ["lock", "lockedUntil", "codesSent", "trustedSources"] {
            #expect(row?[key] is NSNull, "\(key)")
        }
        #expect(row?["wrongCodes"] as? Int == 3)
    }

    @Test func `a bypass is made for an account there is, and none is made`() throws {
        try host.writePolicy("Window eleven\n")
        let outcome = host.run(["bypass", "nobody"])
        #expect(outcome.status == 0)
        #expect(outcome.output.hasPrefix("Code for nobody: "))
        // Whether logins ask for a code is not known.
        #expect(outcome.messages.count == 2)
        let before = try FileManager.default.subpathsOfDirectory(atPath: host.state.path).sorted()
        let none = host.run(["bypass", "root"])
        #expect(none.status == 1)
        #expect(none.messages.last == "root has no account; `sallyport enrol root` makes one")
        #expect(none.log.isEmpty)
        #expect(
            try FileManager.default.subpathsOfDirectory(atPath: host.state.path).sorted() == before)
    }

    @Test(arguments: [
        ["unlock", "--all"], ["status"], ["unlock", "nobody"], ["bypass", "nobody"],
    ])
    func `a folder that is not there is not made`(words: [String]) throws {
        let other = host.folder.appendingPathComponent("elsewhere")
        try Data("StateDirectory \(other.path)\nKeyFile \(host.key.path)\nWindow eleven\n".utf8)
            .write(to: host.policy)
        #expect(host.run(words).status == 1)
        #expect(!FileManager.default.fileExists(atPath: other.path))
    }

    @Test(arguments: [
        ["revoke", "nobody", "phone"], ["forget", "nobody", "--yes"], ["trust", "list"],
        ["prefer", "nobody", "totp"], ["recovery", "nobody", "--new"], ["invite", "nobody"],
        ["contact", "nobody"], ["trust", "revoke", "--all-users", "--all"], ["delivery", "check"],
    ])
    func `other commands refuse`(words: [String]) throws {
        try host.writePolicy("Window eleven\n")
        let outcome = host.run(words)
        #expect(outcome.status == 1)
        #expect(outcome.output.isEmpty)
        #expect(outcome.log.isEmpty)
        #expect(outcome.messages.count == 1)
    }

    @Test(arguments: [["status"], ["devices"]])
    func `a person is shown nothing by a broken policy`(words: [String]) throws {
        try host.writePolicy("Window eleven\n")
        let outcome = try host.runAsPerson(words)
        #expect(outcome.status == 1)
        #expect(outcome.output.isEmpty)
    }
}
