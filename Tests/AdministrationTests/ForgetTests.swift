import Foundation
import Testing

/// `sallyport forget`: what cannot be opened can still be removed.
@Suite struct ForgetTests {
    let host: TemporaryHost

    init() throws { host = try TemporaryHost() }

    private func forget(_ user: String = "nobody", answer: String?) -> Outcome {
        host.run(["forget", user]) { _ in answer }
    }

    private func accounts() throws -> [String] {
        try FileManager.default.contentsOfDirectory(
            atPath: host.state.appendingPathComponent("accounts").path)
    }

    @Test func `an account is removed after a yes, and can be enrolled anew`() throws {
        let key = try host.enrol().key
        let outcome = forget(answer: "yes")
        #expect(outcome.status == 0)
        #expect(
            outcome.output == "Remove all devices and recovery codes of nobody? [yes/no] "
                + "The account of nobody is removed.\n")
        #expect(outcome.log == ["action=forget user=nobody by=root"])
        #expect(try accounts().isEmpty)
        #expect(host.run(["status", "nobody"]).status == 1)
        #expect(try host.enrol().key != key)
    }

    @Test(arguments: ["no", "", "y", "YES!", nil])
    func `any other answer removes nothing`(answer: String?) throws {
        _ = try host.enrol()
        let outcome = forget(answer: answer)
        #expect(outcome.status == 1)
        #expect(outcome.messages == ["the answer was not yes; nothing is removed"])
        #expect(outcome.log.isEmpty)
        #expect(host.run(["devices", "nobody"]).rows.count == 1)
    }

    @Test func `--yes asks nothing`() throws {
        _ = try host.enrol()
        let outcome = host.run(["forget", "nobody", "--yes"])
        #expect(outcome.status == 0)
        #expect(outcome.output == "The account of nobody is removed.\n")
        #expect(try accounts().isEmpty)
    }

    @Test func `without an account there is nothing to remove, and that is no error`() throws {
        for user in ["nobody", "no-such-user", "", "../accounts"] {
            let outcome = host.run(["forget", user, "--yes"])
            #expect(outcome.status == 0 && outcome.messages.isEmpty)
            #expect(outcome.output == "\(user) has no account\n")
            #expect(outcome.log.isEmpty)
        }
    }

    @Test func `the account of a user who is gone is removed`() throws {
        _ = try host.enrol()
        let folder = host.state.appendingPathComponent("accounts")
        try FileManager.default.moveItem(
            at: folder.appendingPathComponent("nobody"),
            to: folder.appendingPathComponent("gone%20user"))
        // The directory that knows them may only be away.
        #expect(!host.run(["status"]).messages.joined().contains("sallyport forget"))
        let outcome = forget("gone user", answer: "yes")
        #expect(outcome.status == 0)
        #expect(outcome.log == ["action=forget user=\"gone user\" by=root"])
        #expect(try accounts().isEmpty)
    }

    /// What keeps an account from being opened.
    enum Damage: CaseIterable {
        case key
        case identity
        case state
        case lock
    }

    @Test(arguments: Damage.allCases)
    func `an account that cannot be opened names the command, which mends it`(kind: Damage) throws {
        _ = try host.enrol()
        switch kind {
        case .key: _ = try damage(host.key)
        case .identity: _ = try damage(host.accountFile("identity"))
        case .state:
            try FileHandle(forWritingTo: host.accountFile("state")).truncate(atOffset: 4096)
        case .lock: try FileManager.default.removeItem(at: host.accountFile("lock"))
        }
        if kind == .identity || kind == .state {
            let status = host.run(["status", "nobody"])
            #expect(
                status.messages.dropFirst().first?.hasSuffix(
                    "`sallyport forget nobody` removes the account") == true)
        }
        #expect(host.run(["forget", "nobody", "--yes"]).status == 0)
        #expect(try host.enrol().recoveryCodes.count == 8)
    }
}
