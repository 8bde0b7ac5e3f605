import Accounts
import AccountsTestSupport
import Foundation
import HostSystem
import Testing
import TestSupport

/// What is broken refuses: never success, and never IGNORE, which the last line of these stacks
/// would let in.
@Suite struct FaultTests {
    private let host: TestHost
    private let root: User

    init() throws {
        host = try TestHost()
        root = try #require(try User.named("root"))
        try host.enrol(root, [try TestDevice.time()])
        try host.writeStack("auth required MODULE", "auth required pam_permit.so")
    }

    private func login(_ user: String = "root") throws -> PAMRecord {
        let code = try TestDevice.time().code(at: try #require(SystemClock.now()))
        return try host.login(user, .text(code))
    }

    private func setMode(_ mode: Int, of name: String) throws {
        try FileManager.default.setAttributes(
            [.posixPermissions: mode], ofItemAtPath: host.folder.path(of: name))
    }

    @Test func `nothing broken is success`() throws {
        #expect(try login().authenticate == [.success])
    }

    @Test(arguments: [
        "Nonsense yes\n", "Window 11\n", "SecondFactor\n", "Match\n", "LockAfter 0\n",
        "Methods totp totp\n",
        "Window \"1\n", "\u{0}\n", "Match user root\n KeyFile /etc/key\n",
    ])
    func `a policy with a fault refuses everybody`(policy: String) throws {
        try host.writePolicy(policy)
        for user in ["root", "nobody", "no-such-user"] {
            #expect(try login(user).authenticate == [.authenticationInformationUnavailable])
        }
    }

    @Test(arguments: [
        "Methods email\n", "Unenrolled enrol\nMethods hotp\n", "Methods sms chat\n",
        "Unenrolled enrol\nEnrolmentProgram /no/such/program\n",
    ])
    func `a policy that needs what it lacks itself, or the host, refuses`(policy: String) throws {
        try host.writePolicy(policy)
        #expect(try login("nobody").authenticate == [.authenticationInformationUnavailable])
    }

    @Test func `a policy that is missing, too long, a link, a folder or open to others refuses`()
        throws
    {
        let path = host.policyPath
        let good = try host.folder.read("policy.conf")
        let faults: [(String, () throws -> Void)] = [
            ("missing", { try FileManager.default.removeItem(atPath: path) }),
            (
                "too long",
                {
                    let long = good + [UInt8](repeating: UInt8(ascii: "#"), count: 64 * 1024)
                    try host.folder.write(long, to: "policy.conf", mode: 0o644)
                }
            ),
            (
                "link",
                {
                    try host.folder.write(good, to: "other.conf", mode: 0o644)
                    try FileManager.default.createSymbolicLink(
                        atPath: path, withDestinationPath: host.folder.path(of: "other.conf"))
                }
            ),
            ("folder", { try host.folder.makeFolder("policy.conf", mode: 0o755) }),
            ("group may write", { try host.folder.write(good, to: "policy.conf", mode: 0o664) }),
            ("all may write", { try host.folder.write(good, to: "policy.conf", mode: 0o646) }),
        ]
        for (name, fault) in faults {
            try? FileManager.default.removeItem(atPath: path)
            if name == "missing" { try host.folder.write(good, to: "policy.conf") }
            try fault()
            #expect(try login().authenticate == [.authenticationInformationUnavailable], "\(name)")
        }
    }

    @Test(arguments: ["key", "state", "state/accounts", "state/accounts/root/state"])
    func `a file of the accounts that others may write refuses`(name: String) throws {
        try setMode(name == "key" || name.hasSuffix("root/state") ? 0o620 : 0o720, of: name)
        #expect(try login().authenticate == [.authenticationInformationUnavailable])
    }

    @Test(arguments: ["key", "state/accounts/root/identity", "state/accounts/root/lock"])
    func `a secret that others may read refuses`(name: String) throws {
        try setMode(0o604, of: name)
        #expect(try login().authenticate == [.authenticationInformationUnavailable])
    }

    @Test(arguments: [
        "key", "state", "state/accounts", "state/accounts/root/state", "state/accounts/root/lock",
    ])
    func `a missing file refuses, even where the unenrolled are let in`(name: String) throws {
        try host.writePolicy("Unenrolled allow\n")
        try FileManager.default.removeItem(atPath: host.folder.path(of: name))
        #expect(try login().authenticate == [.authenticationInformationUnavailable])
    }

    @Test(arguments: ["key", "state/accounts/root/state", "state/accounts/root/identity"])
    func `a file of random bytes or of none refuses, even where the unenrolled are let in`(
        name: String
    ) throws {
        try host.writePolicy("Unenrolled allow\n")
        var random = SeededGenerator(seed: 9)
        let good = try host.folder.read(name)
        for length in [0, 1, 31, 32, 8192, 100_000] {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            try host.folder.write(bytes, to: name)
            let record = try login()
            #expect(
                record.authenticate == [.authenticationInformationUnavailable], "\(length) bytes")
            #expect(record.isComplete)
        }
        try host.folder.write(good, to: name)
        #expect(try login().authenticate == [.success])
    }

    @Test(arguments: [
        "unknown", "Split", "policy", "policy=", "policy=relative.conf", "debug",
        "policy=/a/b\u{1b}[2J",
        "split=1", "=",
    ])
    func `a module argument it does not know refuses`(word: String) throws {
        try host.writeStack("auth required MODULE \(word)", "auth required pam_permit.so")
        #expect(try login().authenticate == [.authenticationInformationUnavailable])
    }
}
