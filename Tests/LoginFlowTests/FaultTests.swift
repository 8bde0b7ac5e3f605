import AccountsTestSupport
import Foundation
import LoginFlow
import Testing
import TestSupport

/// What is broken refuses, with an error in the log that says what to mend.
@Suite struct FaultTests {
    private let host: LoginHost

    init() throws { host = try LoginHost() }

    private func expectFault(_ report: LoginReport, _ verdict: String, _ reason: String) {
        #expect(report.verdict == verdict)
        #expect(report.reason?.contains(reason) == true, "\(report.reason ?? "")")
        #expect(report.priority == .error)
    }

    @Test func `a policy with a fault, by file and line`() throws {
        try host.files.writePolicy("Window 1\nNonsense yes\n")
        expectFault(host.login(), "policy", "policy.conf line 4: unknown keyword")
    }

    @Test func `a missing policy`() throws {
        try FileManager.default.removeItem(atPath: host.files.policyPath)
        expectFault(host.login(), "policy", "policy.conf: No such file or directory")
    }

    @Test func `a policy that others may write`() throws {
        try host.files.folder.write([], to: "policy.conf", mode: 0o664)
        expectFault(host.login(), "policy", "mode 0664, others can write it")
    }

    @Test func `a policy over its limit`() throws {
        let long = [UInt8](repeating: UInt8(ascii: "#"), count: 64 * 1024 + 1)
        try host.files.folder.write(long, to: "policy.conf", mode: 0o644)
        expectFault(host.login(), "policy", "longer than 65536 bytes")
    }

    @Test(arguments: ["unknown", "policy=", "policy=x", "Split", "nodelay=1", "", "\u{1B}[2J"])
    func `a module argument that is not known`(word: String) throws {
        let report = host.login(arguments: [word])
        expectFault(report, "arguments", "unknown module argument")
        #expect(report.line?.utf8.allSatisfy { (0x20...0x7E).contains($0) } == true)
    }

    @Test func `the last of several policies counts`() throws {
        let report = host.login(arguments: ["policy=/no/such/file"], .code(try host.code()))
        #expect(report.verdict == "accepted")
    }

    @Test func `nodelay asks for no delay after a refusal, and without it there is one`() throws {
        #expect(host.login(.code("1"), .saysNoCode).wantsDelay)
        #expect(!host.login(arguments: ["nodelay"], .code("1"), .saysNoCode).wantsDelay)
        #expect(host.login(arguments: ["nodelay", "unknown"]).wantsDelay)
    }

    @Test func `a program to enrol with that is not there refuses the unenrolled alone`() throws {
        try host.files.writePolicy(
            "Unenrolled enrol\nEnrolmentProgram /no/such/program\nRecipients topic ops\n")
        expectFault(host.login(as: "nobody"), "enrolmentProgram", "EnrolmentProgram: /no/such: ")
        #expect(host.login(.code(try host.code())).verdict == "accepted")
    }

    @Test func `enrolling for a method that the policy lacks is a fault of the policy`() throws {
        try host.files.writePolicy("Unenrolled enrol\nMethods hotp recovery\n")
        expectFault(host.login(as: "nobody"), "policy", "which Methods lacks")
    }

    @Test(arguments: ["Methods email\n", "Methods chat sms\nEmailVia mail\n"])
    func `a policy whose only codes no channel sends`(policy: String) throws {
        try host.files.writePolicy(policy)
        for user in ["root", "nobody", "no-such-user"] {
            expectFault(host.login(as: user), "policy", "no channel sends it")
        }
    }

    @Test func `a system without a time of day`() throws {
        expectFault(host.login(at: nil), "clock", "the system has no time of day")
        expectFault(host.login(as: "nobody", at: nil), "clock", "the system has no time of day")
    }

    @Test(arguments: [
        ("key", "shorter than it must be"),
        ("state/accounts/root/identity", "it was changed, or sealed with"),
        ("state/accounts/root/state", "damaged"),
    ])
    func `a key or account that is damaged`(name: String, reason: String) throws {
        try host.files.folder.write([1, 2, 3], to: name)
        for policy in ["Methods totp\n", "Methods totp\nUnenrolled allow\n"] {
            try host.files.writePolicy(policy)
            expectFault(host.login(), "account", reason)
        }
    }

    @Test(arguments: [
        "key", "state", "state/accounts", "state/accounts/root/state", "state/accounts/root/lock",
    ])
    func `a key or account that is missing in part`(name: String) throws {
        try host.files.writePolicy("Methods totp\nUnenrolled allow\n")
        try FileManager.default.removeItem(atPath: host.files.folder.path(of: name))
        let isSeenLate = name.hasSuffix("lock")
        let report =
            isSeenLate ? host.login(.code(try host.code())) : host.login()
        // A state that is missing beside an identity is damage, in whatever storage.
        let reason = name.hasSuffix("root/state") ? "damaged" : "No such file or directory"
        expectFault(report, "account", "\(name): \(reason)")
    }
}
