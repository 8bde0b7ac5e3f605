import AccountsTestSupport
import Foundation
import Testing
import TestSupport

/// An application that calls PAM as the person, such as a screen locker: it can read neither key nor accounts.
@Suite(
    .enabled(if: Module.isStripped, "Swift's own libraries may lie where only root may look"))
struct UnprivilegedTests {
    private static let service = "i3lock"
    private let host: TestHost
    /// Module and application, where everybody may read them.
    private let module: String
    private let application: String

    init() throws {
        try Module.require()
        host = try TestHost()
        let folder = host.folder
        func copy(_ file: URL, as name: String) throws -> String {
            try folder.write([UInt8](try Data(contentsOf: file)), to: name, mode: 0o755)
        }
        module = try copy(URL(fileURLWithPath: Module.path), as: "module.so")
        application = try copy(
            URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
                .deletingLastPathComponent().appendingPathComponent("pam-application"),
            as: "pam-application")
        // As /etc/sallyport is: only what is in it keeps others out.
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: folder.path)
    }

    /// Writes a stack that begins with the module.
    private func writeStack(_ lines: String...) throws {
        let first = "auth required \(module) nodelay policy=\(host.policyPath)\n"
        let text = first + lines.map { $0 + "\n" }.joined()
        try host.folder.makeFolder("pam.d", mode: 0o755)
        try host.folder.write([UInt8](text: text), to: "pam.d/" + Self.service, mode: 0o644)
    }

    private func unlock() throws -> PAMRecord {
        let nobody = ["--reuid", "nobody", "--regid", "nogroup", "--clear-groups"]
        return try host.run(
            as: "nobody", by: Self.service, under: ["/usr/bin/setpriv"] + nobody,
            application: application
        ) { script in
            script.answer(.text("123456"))
            script.authenticate()
        }
    }

    @Test(arguments: ["", "Unenrolled allow\n"])
    func `it is refused, also where the policy lets in who has nothing`(policy: String) throws {
        try host.writePolicy(policy)
        try writeStack("auth required pam_permit.so")
        let record = try unlock()
        #expect(record.isComplete)
        #expect(record.authenticate == [.authenticationInformationUnavailable])
    }

    @Test func `it is not asked where a block for its service says off`() throws {
        try host.writePolicy("Match service i3lock\n SecondFactor off\n")
        try writeStack("auth required pam_permit.so")
        #expect(try unlock().authenticate == [.success])
        // IGNORE, which alone lets nobody in.
        try writeStack()
        let record = try unlock()
        #expect(record.authenticate == [.permissionDenied] && record.messages.isEmpty)
    }
}
