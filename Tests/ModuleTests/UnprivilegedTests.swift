import AccountsTestSupport
import Foundation
import TestSupport
import Testing

/// An application that calls PAM as the person, such as a screen locker: it can read neither key nor accounts.
@Suite struct UnprivilegedTests {
    private static let service = "i3lock"
    private let host: TestHost

    init() throws {
        host = try TestHost()
        // As /etc/sallyport is: only what is in it keeps others out.
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: host.folder.path)
    }

    private func unlock() throws -> PAMRecord {
        let nobody = ["--reuid", "nobody", "--regid", "nogroup", "--clear-groups"]
        return try host.run(
            as: "nobody", by: Self.service, under: ["/usr/bin/setpriv"] + nobody
        ) { script in
            script.answer(.text("123456"))
            script.authenticate()
        }
    }

    @Test(arguments: ["", "Unenrolled allow\n"])
    func `it is refused, also where the policy lets in who has nothing`(policy: String) throws {
        try host.writePolicy(policy)
        try host.writeStack(
            "auth required MODULE", "auth required pam_permit.so", for: Self.service)
        let record = try unlock()
        #expect(record.isComplete)
        #expect(record.authenticate == [.authenticationInformationUnavailable])
    }

    @Test func `it is not asked where a block for its service says off`() throws {
        try host.writePolicy("Match service i3lock\n SecondFactor off\n")
        try host.writeStack(
            "auth required MODULE", "auth required pam_permit.so", for: Self.service)
        #expect(try unlock().authenticate == [.success])
        // IGNORE, which alone lets nobody in.
        try host.writeStack("auth required MODULE", for: Self.service)
        let record = try unlock()
        #expect(record.authenticate == [.permissionDenied] && record.messages.isEmpty)
    }
}
