import Accounts
import Cryptography
import Foundation
import HostSystem
import Testing

/// The key under which all accounts are sealed, as commands show and change it.
@Suite struct KeyTests {
    private let host: TemporaryHost

    init() throws { host = try TemporaryHost() }

    private func replaceKey() throws {
        try Data(repeating: 7, count: 32).write(to: host.key)
        try host.setMode(0o600, of: host.key)
    }

    private func fingerprint() throws -> String {
        let line = try #require(
            host.run(["status"]).output.split(separator: "\n").first {
                $0.hasPrefix("fingerprint of the key: ")
            })
        return String(line.suffix(16))
    }

    @Test func `status and policy check print the fingerprint`() throws {
        _ = try host.enrol()
        let fingerprint = try fingerprint()
        #expect(
            host.run(["policy", "check"]).output.hasPrefix(
                "\(host.key.path): note: the fingerprint of this key is \(fingerprint)\n"))
    }

    @Test func `with another key one sentence says so, and nothing is stored`() throws {
        _ = try host.enrol()
        _ = try host.enrol(user: "root")
        let right = try fingerprint()
        try replaceKey()
        let status = host.run(["status"])
        #expect(status.status == 1)
        #expect(
            status.messages == [
                "\(host.key.path): not the key that the accounts are sealed with; "
                    + "`sallyport policy check` says more"
            ])
        let check = host.run(["policy", "check"])
        #expect(check.status == 1)
        #expect(
            check.output.contains(
                "\(host.key.path): error: not the key that the accounts in \(host.state.path) are "
                    + "sealed with, which has the fingerprint \(right)"))
        for words in [
            ["enrol", "daemon"], ["invite", "daemon"], ["bypass", "daemon"], ["key", "rotate"],
            ["contact", "daemon", "--email", "d@example.org"], ["unlock", "nobody"],
        ] {
            let outcome = host.run(words) { try self.host.code(for: $0.key) }
            #expect(outcome.status == 1, "\(words)")
            #expect(
                outcome.messages.last?.contains("not the key that the accounts") == true,
                "\(words): \(outcome.messages)")
            #expect(outcome.log.isEmpty)
        }
        #expect(
            try FileManager.default.contentsOfDirectory(
                atPath: host.state.appendingPathComponent("accounts").path
            ).sorted() == ["nobody", "root"])
        #expect(!FileManager.default.fileExists(atPath: host.key.path + ".next"))
    }

    @Test func `a new key takes all accounts along`() throws {
        let codes = try host.enrol().recoveryCodes
        let before = try fingerprint()
        let outcome = host.run(["key", "rotate"])
        let after = try fingerprint()
        #expect(outcome.status == 0 && after != before)
        #expect(
            outcome.output.contains(
                "\(host.key.path): the new key has the fingerprint \(after), the one before had "
                    + "\(before); accounts sealed anew: 1\n"))
        #expect(outcome.log == ["action=key-rotate accounts=1 key=\(after) by=root"])
        #expect(host.run(["status"]).status == 0)
        #expect(codes.count == 8)
        let json = try host.run(["key", "rotate", "--json"]).json() as? [String: Any]
        #expect(json?["accounts"] as? Int == 1 && json?["continued"] as? Bool == false)
        #expect(json?["previous"] as? String == after)
    }

    @Test func `nothing is begun where an account does not open`() throws {
        _ = try host.enrol()
        let before = try fingerprint()
        try FileManager.default.createDirectory(
            at: host.state.appendingPathComponent("accounts/no-such-user"),
            withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        let outcome = host.run(["key", "rotate"])
        #expect(outcome.status == 1)
        #expect(
            outcome.messages == [
                "no-such-user: this system knows no such user now",
                "accounts that cannot be opened: 1; nothing is changed",
            ])
        #expect(try fingerprint() == before)
        #expect(!FileManager.default.fileExists(atPath: host.key.path + ".next"))
    }

    @Test func `what could not be sealed anew keeps both keys`() throws {
        _ = try host.enrol()
        _ = try host.enrol(user: "root")
        let right = try Data(contentsOf: host.accountFile("state"))
        try Data(count: 8192).write(to: host.accountFile("state"))
        // As though it had been damaged after all had been opened.
        try Data((0..<32).map { _ in 9 }).write(to: URL(fileURLWithPath: host.key.path + ".next"))
        try host.setMode(0o600, of: URL(fileURLWithPath: host.key.path + ".next"))
        let outcome = host.run(["key", "rotate"])
        #expect(outcome.status == 1)
        #expect(
            outcome.messages.last?.hasPrefix("accounts that could not be sealed anew: 1;") == true)
        #expect(host.run(["status", "root"]).status == 0)
        #expect(host.run(["policy", "check"]).output.contains("warning: `sallyport key rotate`"))
        try right.write(to: host.accountFile("state"))
        #expect(host.run(["status"]).status == 0)
        #expect(host.run(["key", "rotate"]).status == 0)
        #expect(host.run(["status"]).status == 0)
    }

    @Test
    func
        `what is written beside accounts that all open is mended, and never believed against them`()
        throws
    {
        _ = try host.enrol()
        let check = host.state.appendingPathComponent("key-check")
        try Data(repeating: 7, count: 16).write(to: check)
        #expect(host.run(["status"]).status == 0)
        let found = host.run(["policy", "check"])
        #expect(found.status == 0)
        #expect(found.output.contains("warning: key-check in \(host.state.path) names another key"))
        #expect(host.run(["key", "rotate"]).status == 0)
        try Data(repeating: 7, count: 16).write(to: check)
        _ = try host.enrol(user: "root")
        #expect(!host.run(["policy", "check"]).output.contains("key-check"))
    }

    @Test func `with another key and nothing written beside the accounts they say so themselves`()
        throws
    {
        _ = try host.enrol()
        _ = try host.enrol(user: "root")
        try replaceKey()
        try FileManager.default.removeItem(at: host.state.appendingPathComponent("key-check"))
        #expect(
            host.run(["status"]).messages == [
                "no account opens: the key in KeyFile is probably another one; `sallyport policy check` says more"
            ])
        let found = host.run(["policy", "check"])
        #expect(found.status == 1)
        #expect(
            found.output.contains(
                "error: not the key that the accounts in \(host.state.path) are sealed with: no"))
        // Nobody scans a key that could not be stored.
        let outcome = host.run(["enrol", "daemon"]) { _ in nil }
        #expect(outcome.status == 1 && outcome.output.isEmpty)
        #expect(
            outcome.messages.last?.contains("not the key that the accounts are sealed with") == true
        )
    }

    @Test func `a rotation whose new key is lost is an error`() throws {
        _ = try host.enrol()
        let check = host.state.appendingPathComponent("key-check")
        try (Data(contentsOf: check).prefix(8) + Data(repeating: 7, count: 8)).write(to: check)
        let found = host.run(["policy", "check"])
        #expect(found.status == 1)
        #expect(found.output.contains("\(host.key.path).next: No such file or directory"))
    }

    @Test
    func `broken off before its last step both keys are good, and what is made has the new one`()
        throws
    {
        _ = try host.enrol()
        do {
            let rotation = try KeyRotation(
                stateDirectory: host.state.path, keyFile: host.key.path, library: LibCrypto())
            _ = try rotation.reseal(#require(try User.named(TemporaryHost.user)))
            try rotation.endOldKey()
        }
        let found = host.run(["policy", "check"])
        #expect(found.status == 0, "\(found.output)")
        #expect(
            found.output.contains("warning: `sallyport key rotate` is at work or was broken off"))
        _ = try host.enrol(user: "root")
        #expect(host.run(["key", "rotate"]).status == 0)
        #expect(host.run(["status"]).status == 0)
    }
}
