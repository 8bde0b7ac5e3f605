import Foundation
import Testing

/// `sallyport policy apply`: what is refused, told and kept.
@Suite struct PolicyApplyTests {
    let host: TemporaryHost

    init() throws { host = try TemporaryHost() }

    @Test func `apply checks, keeps the policy before and replaces it whole`() throws {
        _ = try host.enrol()
        let old = try Data(contentsOf: host.policy)
        let new = host.folder.appendingPathComponent("new.conf")
        let text = String(decoding: old, as: UTF8.self) + "Window 0\n"
        try Data(text.utf8).write(to: new)
        var outcome = host.run(["policy", "apply", new.path])
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(
            outcome.output.hasSuffix(
                "\(host.policy.path) is applied, from the next login on\nthe policy before is in \(host.policy.path).old\n"
            ))
        #expect(outcome.log == ["action=policy-apply by=root"])
        #expect(try Data(contentsOf: host.policy) == Data(text.utf8))
        #expect(try Data(contentsOf: URL(fileURLWithPath: host.policy.path + ".old")) == old)
        #expect(host.run(["policy", "check"]).status == 0)
        outcome = host.run(["policy", "apply", new.path])
        #expect(outcome.status == 0 && outcome.log.isEmpty)
        #expect(outcome.output.hasSuffix("\(host.policy.path) says so already\n"))
        outcome = host.run(["policy", "apply", host.policy.path + ".old", "--json"])
        let json = try outcome.json() as? [String: Any]
        #expect(json?["changed"] as? Bool == true)
        #expect(try Data(contentsOf: host.policy) == old)
        #expect(
            try Data(contentsOf: URL(fileURLWithPath: host.policy.path + ".old")) == Data(text.utf8)
        )
    }

    @Test(arguments: [
        ("Windw 2", "not applied: the policy has an error"),
        ("Methods hotp", "not applied: nobody could log in any more"),
        ("Methods email", "not applied: the policy has an error"),
    ])
    func `apply refuses what would refuse everybody`(line: String, words: String) throws {
        _ = try host.enrol()
        let old = try Data(contentsOf: host.policy)
        let new = host.folder.appendingPathComponent("new.conf")
        try (old + Data("\(line)\n".utf8)).write(to: new)
        let outcome = host.run(["policy", "apply", new.path])
        #expect(outcome.status == 1 && outcome.log.isEmpty)
        #expect(outcome.messages.last?.hasPrefix(words) == true, "\(outcome.messages)")
        #expect(try Data(contentsOf: host.policy) == old)
        #expect(!FileManager.default.fileExists(atPath: host.policy.path + ".old"))
    }

    @Test func `apply names those with an account whom the policy refuses`() throws {
        _ = try host.enrol()
        #expect(host.run(["contact", "root", "--email", "root@example.org"]).status == 0)
        let new = host.folder.appendingPathComponent("new.conf")
        let text = try String(contentsOf: host.policy, encoding: .utf8) + "Methods totp\n"
        try Data(text.utf8).write(to: new)
        let outcome = host.run(["policy", "apply", new.path])
        #expect(outcome.status == 0)
        #expect(
            outcome.messages == [
                "refused under this policy, of those with an account: root",
                "root would be refused too: keep this shell open",
            ])
    }

    @Test func `apply takes a policy that lets people in while the key is gone`() throws {
        _ = try host.enrol()
        let text = try String(contentsOf: host.policy, encoding: .utf8)
        try FileManager.default.removeItem(at: host.key)
        func apply(_ line: String) -> Outcome {
            var lines = (text + line).split(separator: "\n").map(String.init)
            return host.run(["policy", "apply", "-"]) { _ in
                lines.isEmpty ? nil : lines.removeFirst()
            }
        }
        let refusing = apply("Window 0")
        #expect(refusing.status == 1)
        #expect(
            refusing.messages.last?.hasPrefix("not applied: nobody could log in any more") == true)
        #expect(apply("SecondFactor observe").status == 0)
        #expect(try String(contentsOf: host.policy, encoding: .utf8).contains("observe"))
    }

    @Test func `apply says who goes in without a code, and that the accounts are others`() throws {
        _ = try host.enrol()
        let other = host.folder.appendingPathComponent("other")
        try FileManager.default.createDirectory(
            at: other.appendingPathComponent("accounts"), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        try host.setMode(0o700, of: other)
        let new = host.folder.appendingPathComponent("new.conf")
        try Data("StateDirectory \(other.path)\nKeyFile \(host.key.path)\nUnenrolled allow\n".utf8)
            .write(to: new)
        let outcome = host.run(["policy", "apply", new.path])
        #expect(
            outcome.messages == [
                "StateDirectory or KeyFile is another: the accounts there are now are not looked at any more",
                "let in without a code under this policy, and asked before: nobody",
            ])
    }

    @Test(arguments: [
        "Match auth publickey\n  SecondFactor off", "Match address 10.0.0.0/8\n  Unenrolled allow",
    ])
    func `apply takes a policy that spares some logins, with nobody enrolled`(lines: String) throws
    {
        let new = host.folder.appendingPathComponent("new.conf")
        try (Data(contentsOf: host.policy) + Data("\(lines)\n".utf8)).write(to: new)
        #expect(host.run(["policy", "apply", new.path]).status == 0)
    }

    @Test func `apply keeps the mode of the policy`() throws {
        _ = try host.enrol()
        try host.setMode(0o600, of: host.policy)
        let new = host.folder.appendingPathComponent("new.conf")
        try (Data(contentsOf: host.policy) + Data("Window 0\n".utf8)).write(to: new)
        #expect(host.run(["policy", "apply", new.path]).status == 0)
        for path in [host.policy.path, host.policy.path + ".old"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }
}
