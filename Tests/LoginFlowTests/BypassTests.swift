import Accounts
import AccountsTestSupport
import HostSystem
import LoginFlow
import Testing
import TestSupport

/// A code that an administrator made, at the login.
@Suite struct BypassTests {
    private let host: LoginHost

    init() throws { host = try LoginHost(policy: "Methods totp\nTrustPeriod 8h\n") }

    private func makeBypass() throws -> String {
        var shown = ""
        try host.files.edit(host.root) { shown = try $0.bypass(at: LoginHost.now, for: 3600) }
        return shown
    }

    @Test func `it lets in once, also where recovery codes do not, and the line says so`() throws {
        let shown = try makeBypass()
        let report = host.login(.code(shown))
        #expect(
            report.line
                == "result=accepted user=root service=sshd rhost=192.0.2.7 method=bypass")
        let again = host.login(
            .code(shown), .tells("That code was used already. Wait for the next one."))
        #expect(again.verdict == "usedCode")
        #expect(try host.failures() == 0)
    }

    @Test func `typed without the hyphen and in capitals it is the same`() throws {
        let shown = try makeBypass()
        #expect(host.login(.code(shown.uppercased().filter { $0 != "-" })).verdict == "accepted")
    }

    @Test func `too late it is refused as too old`() throws {
        let shown = try makeBypass()
        let report = host.login(
            at: LoginHost.now + 3600, .code(shown),
            .tells("That code is too old. Log in again for a new one."))
        #expect(report.verdict == "expiredCode")
        #expect(try host.failures() == 0)
    }

    @Test func `it grants no trust and ends what there was`() throws {
        #expect(host.login(.code(try host.code())).verdict == "accepted")
        #expect(host.login().verdict == "trusted")
        let elsewhere = ScriptedTransaction(user: "root")
        elsewhere.items[.remoteHost] = "192.0.2.8"
        #expect(host.login(elsewhere, [.code(try makeBypass())]).verdict == "accepted")
        let later = LoginHost.now + 60
        #expect(host.login(at: later, .code(try host.code(after: 60))).verdict == "accepted")
    }

    @Test func `who has no device any more gets in by it`() throws {
        try host.files.edit(host.root) { edit in
            for device in edit.identity.devices { edit.removeDevice(device.id) }
        }
        #expect(host.login(.code("123456")).verdict == "notEnrolled")
        #expect(host.login(.code(try makeBypass())).verdict == "accepted")
    }

    @Test func `where the unenrolled are let in, somebody with one is asked for it`() throws {
        try host.files.writePolicy("Methods totp\nUnenrolled allow\n")
        let nobody = try #require(try User.named("nobody"))
        #expect(host.login(as: "nobody").verdict == "unenrolled")
        var shown = ""
        try host.files.edit(nobody) { shown = try $0.bypass(at: LoginHost.now, for: 3600) }
        #expect(host.login(as: "nobody", .code(shown)).verdict == "accepted")
        #expect(host.login(as: "nobody").verdict == "unenrolled")
    }
}
