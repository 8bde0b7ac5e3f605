import AccountsTestSupport
import Foundation
import Testing
import TestSupport

/// The module that is tested, as a file.
enum Module {
    /// PAM_SALLYPORT_MODULE, else the Embedded build in this package.
    static let path: String =
        ProcessInfo.processInfo.environment["PAM_SALLYPORT_MODULE"]
        ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent(".build-embedded/release/libpam_sallyport.so").path

    /// Whether it is the stripped file that is shipped, and not the ordinary build with all its debugging
    /// information, which Debian 12's valgrind does not read.
    static var isStripped: Bool {
        let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        return (size ?? 0) < 1 << 20
    }

    /// Fails a test where there is no such file, and says how to make it.
    static func require() throws {
        try #require(
            FileManager.default.fileExists(atPath: path),
            """
            there is no \(path); make it with: swift build -c release --traits Embedded \
            --scratch-path .build-embedded --product pam_sallyport
            """)
    }
}

extension TestHost {
    /// The name under which ``writeStack(_:for:)`` puts a stack unless told otherwise: that of sshd, whose word about
    /// keys is believed, and whose logins KeyOnlyLogin is about.
    static let service = "sshd"

    /// Writes a stack.
    ///
    /// `MODULE` stands for the module with the policy of this host and `nodelay`.
    func writeStack(_ lines: String..., for service: String = service) throws {
        try Module.require()
        let module = "\(Module.path) nodelay policy=\(policyPath)"
        let text = lines.map { $0.replacingOccurrences(of: "MODULE", with: module) + "\n" }.joined()
        try folder.makeFolder("pam.d", mode: 0o755)
        try folder.write([UInt8](text: text), to: "pam.d/" + service, mode: 0o644)
    }

    /// Runs an application that logs a user in as a service; `script` says how.
    func run(
        as user: String, by service: String = service, under wrapper: [String] = [],
        application: String? = nil, environment: [String: String] = [:],
        _ script: (inout PAMScript) -> Void
    ) throws -> PAMRecord {
        var commands = PAMScript(user: user)
        script(&commands)
        return try commands.run(
            service: service, configuration: folder.path(of: "pam.d"), under: wrapper,
            application: application, environment: environment)
    }

    /// Logs a user in once, with these answers to the prompts.
    func login(_ user: String, _ answers: PAMScript.Answer...) throws -> PAMRecord {
        try run(as: user) { script in
            answers.forEach { script.answer($0) }
            script.authenticate()
        }
    }

    /// Logs a user in once, in an application that answers by itself.
    func login(_ user: String, as style: PAMScript.Style, password: String) throws -> PAMRecord {
        try run(as: user) { script in
            script.converse(as: style, password: password)
            script.authenticate()
        }
    }
}
