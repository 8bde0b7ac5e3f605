import Foundation
import Testing

/// The built command as a process, with what only a process has: streams, exit status, user id.
@Suite struct CommandLineTests {
    let host: TemporaryHost

    init() throws { host = try TemporaryHost() }

    @Test func `a device is enrolled over pipes, line by line`() throws {
        host.time = Int64(Date().timeIntervalSince1970)
        let process = try CommandProcess([
            "enrol", "nobody", "--json", "--policy", host.policy.path,
        ])
        let first = try #require(process.readLine())
        let answer = try #require(
            try JSONSerialization.jsonObject(with: Data(first.utf8)) as? [String: String])
        process.write("12345\n")
        process.write(try host.code(for: try #require(answer["key"])) + "\n")
        let second = try #require(process.readLine())
        #expect(second.hasPrefix("{\"device\":\"phone\",\"recoveryCodes\":[\""))
        let (status, errors) = process.finish()
        #expect(status == 0)
        #expect(errors == "sallyport: a code of this device has 6 digits\n")
        #expect(host.run(["devices", "nobody"]).rows.first?.first == "phone")
    }

    @Test func `an error is a sentence on standard error and status 1`() throws {
        let process = try CommandProcess(["status", "nobody", "--policy", host.policy.path])
        #expect(process.readLine() == nil)
        let (status, errors) = process.finish()
        #expect(status == 1)
        #expect(errors == "sallyport: nobody has no account; `sallyport enrol nobody` makes one\n")
    }

    @Test func `a wrong command line is status 64 and shows the usage`() throws {
        let (status, errors) = try CommandProcess(["unlock"]).finish()
        #expect(status == 64)
        #expect(errors.hasPrefix("sallyport: Missing expected argument '<user>'"))
        #expect(errors.contains("Usage: sallyport unlock (<user> | --all)"))
    }

    @Test(arguments: [
        (["devices"], "devices <user>"), (["trust", "revoke", "--all"], "trust revoke <user>"),
        (["prefer", "totp"], "prefer <user> <method>"),
    ])
    func `root who names nobody is told what is missing, in the words of the usage`(
        words: [String], usage: String
    ) throws {
        let (status, errors) = try CommandProcess(words + ["--policy", host.policy.path]).finish()
        #expect(status == 64)
        #expect(
            errors.hasPrefix(
                "sallyport: Missing expected argument '<user>': only who is not root may leave it out.\n"
                    + "Usage: sallyport \(usage)"))
        #expect(errors.contains("\n       sallyport "))
    }

    @Test(arguments: [
        ["unlock", "nobody"], ["policy", "apply", "-"], ["policy", "explain", "--user", "nobody"],
        ["delivery", "check"], ["send-test", "nobody"], ["serve"], ["bypass", "nobody"],
    ])
    func `anybody but root is told so`(words: [String]) throws {
        let (status, errors) = try runAsNobody(words)
        #expect(status == 1)
        #expect(errors == "sallyport: only root can do this\n")
    }

    @Test func `anybody checks a policy, short of what only root may see`() throws {
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: host.folder.path)
        let (status, errors) = try runAsNobody(["policy", "check", host.policy.path])
        #expect(status == 0 && errors.isEmpty)
    }

    @Test(arguments: [["status"], ["contact", "nobody"], ["enrol"], ["trust", "list"]])
    func `without the self-service anybody but root is told so`(words: [String]) throws {
        let (status, errors) = try runAsNobody(words + ["--socket", "/nonexistent/socket"])
        #expect(status == 1)
        #expect(
            errors == "sallyport: only root can do this where the self-service does not run: "
                + "/nonexistent/socket: No such file or directory\n")
    }

    private func runAsNobody(_ words: [String]) throws -> (status: Int32, errors: String) {
        // Where it lies now nobody else may come to it.
        let copy = FileManager.default.temporaryDirectory
            .appendingPathComponent("sallyport-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: copy) }
        // Another process copies it: a descriptor of this one, open for writing, would be inherited by what other
        // tests start, and the copy could not be started meanwhile ("Text file busy").
        let process = try CommandProcess(
            [
                "-c",
                """
                cp "$0" "$1" && shift && \
                    exec setpriv --reuid=65534 --regid=65534 --clear-groups "\(copy.path)" "$@"
                """,
                CommandProcess.executable.path, copy.path,
            ] + words,
            executable: URL(fileURLWithPath: "/bin/sh"))
        return process.finish()
    }
}

/// A process with pipes for its streams.
final class CommandProcess {
    /// The command, which lies beside the tests.
    static var executable: URL {
        let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        return tests.deletingLastPathComponent().appendingPathComponent("sallyport")
    }

    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private let errors = Pipe()

    init(_ words: [String], executable: URL = CommandProcess.executable) throws {
        process.executableURL = executable
        process.arguments = words
        process.standardInput = input
        process.standardOutput = output
        process.standardError = errors
        try process.run()
    }

    func write(_ text: String) { input.fileHandleForWriting.write(Data(text.utf8)) }

    /// The next line of standard output, without its end; nil at the end.
    func readLine() -> String? {
        var line = Data()
        while true {
            let byte = output.fileHandleForReading.readData(ofLength: 1)
            if byte.isEmpty { return line.isEmpty ? nil : String(decoding: line, as: UTF8.self) }
            if byte == Data("\n".utf8) { return String(decoding: line, as: UTF8.self) }
            line += byte
        }
    }

    /// Ends standard input and waits.
    func finish() -> (status: Int32, errors: String) {
        try? input.fileHandleForWriting.close()
        let text = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: text, as: UTF8.self))
    }
}
