import Accounts
import AccountsTestSupport
import Foundation
import HostSystem
import Testing
import TestSupport

/// TrustBinds session, in real sessions of the kernel's audit.
@Suite(.enabled(if: AuditSessions.areThere, "a kernel with audit, and root")) struct SessionTests {
    private let host: TestHost
    private let token: TestDevice
    private let root: User
    private let daemon: User

    init() throws {
        host = try TestHost(policy: "TrustPeriod 8h\nTrustBinds session\nMethods hotp\n")
        token = try TestDevice.counter()
        root = try #require(try User.named("root"))
        daemon = try #require(try User.named("daemon"))
        try host.enrol(root, [token])
        for service in ["sudo", "sshd", "su"] {
            try host.writeStack("auth required MODULE", "auth required pam_permit.so", for: service)
        }
    }

    /// How many codes are asked for by three logins in a row, of which the first shows that of this count.
    private func codesAsked(
        by service: String = "sudo", session user: UInt32? = 0, under wrapper: [String] = [],
        first: Int64 = 1,
        _ setUp: (inout PAMScript) -> Void = { $0.remoteUser("root") }
    ) throws -> Int {
        let record = try host.run(as: "root", by: service, under: wrapper) { script in
            if let user { script.beginSession(of: user) }
            for count in 1...3 {
                if count > 1 { script.restart() }
                setUp(&script)
                // Only those that are asked for are taken.
                if count == 1 {
                    for number in first..<first + 3 {
                        if let code = try? token.code(at: number) {
                            script.answer(.text(code))
                        }
                    }
                }
                script.authenticate()
            }
        }
        #expect(record.authenticate == [.success, .success, .success])
        return record.messages.count { $0.text == "Verification code: " }
    }

    @Test func `a code is good for the session it was shown in`() throws {
        #expect(try codesAsked() == 1)
        let trust = try #require(try host.state(of: root)?.trusts.first)
        guard case .session(let session) = trust.source.origin else {
            Issue.record("no session is trusted")
            return
        }
        #expect(session.isOfThisBoot && session.number > 0)
    }

    @Test func `without a session every login is asked`() throws {
        #expect(try codesAsked(session: nil) == 3)
        #expect(try #require(try host.state(of: root)).trusts.isEmpty)
    }

    @Test func `the session of somebody else is that of whoever started a daemon or container`()
        throws
    {
        #expect(try codesAsked(session: daemon.id) == 3)
        #expect(try codesAsked(session: daemon.id, first: 4) { $0.remoteUser("daemon") } == 1)
    }

    @Test(arguments: ["192.0.2.7", "desk.example.org", "web1"])
    func `an application that names a remote host serves nobody of its own session`(host: String)
        throws
    {
        let asked = try codesAsked {
            $0.remoteUser("root")
            $0.remoteHost(host)
        }
        #expect(asked == 3)
    }

    @Test(arguments: [nil, "no-such-user", ""])
    func `an application that tells no user of this host who asks is asked each time`(name: String?)
        throws
    {
        #expect(try codesAsked { script in if let name { script.remoteUser(name) } } == 3)
    }

    @Test func `sshd, which runs in a session only when it was started in one, is asked each time`()
        throws
    {
        let asked = try codesAsked(by: "sshd") { $0.remoteHost("192.0.2.7") }
        #expect(asked == 3)
    }

    @Test(arguments: ["/proc/sys/kernel/random", "/proc"])
    func `where the kernel's files are not there, every login is asked`(folder: String) throws {
        let hide = "mount -t tmpfs none \(folder) && exec \"$@\""
        // The session is begun while /proc is there.
        let begin = "echo 0 > /proc/self/loginuid && \(hide)"
        let wrapper = ["/usr/bin/unshare", "--mount", "/bin/sh", "-c", begin, "sh"]
        #expect(try codesAsked(session: nil, under: wrapper) == 3)
    }

    @Test func `the same number of another boot is another session`() throws {
        #expect(try codesAsked() == 1)
        // As it is after a restart of the machine, or of a container that has an id of its own.
        let file = host.folder.path(of: "boot_id")
        try host.folder.write(
            [UInt8](text: "11111111-2222-3333-4444-555555555555\n"), to: "boot_id", mode: 0o644)
        let script =
            "mount --bind \(file) /proc/sys/kernel/random/boot_id && exec \"$@\""
        let wrapper = ["/usr/bin/unshare", "--mount", "/bin/sh", "-c", script, "sh"]
        let record = try host.run(as: "root", by: "sudo", under: wrapper) { script in
            script.beginSession(of: 0)
            script.remoteUser("root")
            if let code = try? token.code(at: 2) { script.answer(.text(code)) }
            script.authenticate()
        }
        #expect(record.authenticate == [.success])
        let trusts = try #require(try host.state(of: root)).trusts
        let boots = trusts.map { trust in
            if case .session(let session) = trust.source.origin {
                session.isOfThisBoot
            } else {
                false
            }
        }
        #expect(boots == [false, true])
    }
}

/// The kernel's audit on this machine.
enum AuditSessions {
    /// Whether a session can be begun.
    static var areThere: Bool {
        FileManager.default.fileExists(atPath: "/proc/self/sessionid")
            && FileManager.default.isWritableFile(atPath: "/proc/self/loginuid") && getuid() == 0
    }
}
