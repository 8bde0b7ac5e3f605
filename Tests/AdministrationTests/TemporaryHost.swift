import Accounts
import Administration
import ArgumentParser
import Cryptography
import Foundation
import HostSystem
import OneTimePassword
import Testing
import TextCoding
import Vocabulary

/// A host in a temporary folder: policy, key and accounts.
///
/// All of it must be root's, so the tests run as root.
final class TemporaryHost {
    /// The person of the tests: in the database of every system, whatever else is.
    static let user = "nobody"

    let folder: URL
    /// What the commands take for the time of day, in seconds since 1970.
    var time: Int64 = 1_800_000_000

    var policy: URL { folder.appendingPathComponent("policy.conf") }
    var key: URL { folder.appendingPathComponent("key") }
    var state: URL { folder.appendingPathComponent("state") }

    init(settings: String = "") throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("sallyport-\(UUID().uuidString)")
        let private700 = [FileAttributeKey.posixPermissions: 0o700]
        try FileManager.default.createDirectory(
            at: state.appendingPathComponent("accounts"), withIntermediateDirectories: true,
            attributes: private700)
        try FileManager.default.setAttributes(private700, ofItemAtPath: folder.path)
        try Data((0..<32).map { _ in UInt8.random(in: 0...255) }).write(to: key)
        try setMode(0o600, of: key)
        try writePolicy(settings)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Writes a policy: the folders in lines 1 and 2, and the settings from line 3 on.
    func writePolicy(_ settings: String) throws {
        let text = "StateDirectory \(state.path)\nKeyFile \(key.path)\n\(settings)"
        try Data(text.utf8).write(to: policy)
        try setMode(0o644, of: policy)
    }

    func setMode(_ mode: Int, of file: URL) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
    }

    /// A file of the person's account.
    func accountFile(_ name: String) -> URL {
        state.appendingPathComponent("accounts/\(Self.user)/\(name)")
    }

    /// The person's account, as the module opens it.
    func withAccount<Result>(_ body: (Account) throws -> Result) throws -> Result {
        let store = try AccountStore(
            stateDirectory: state.path, keyFile: key.path, library: LibCrypto())
        let user = try #require(try User.named(Self.user))
        guard let account = try store.account(of: user) else { throw NoAccount() }
        return try body(account)
    }

    struct NoAccount: Error {}
    struct NoKey: Error {}
}

/// What a command left behind.
struct Outcome {
    /// The lines of standard output, the last one without its end.
    var output = ""
    /// The lines for a person on standard error, the reason of a failure last.
    var messages: [String] = []
    /// The lines of the system's log.
    var log: [String] = []
    /// What a person was asked to prove who they are.
    var questions: [String] = []
    var status: Int32 = 0

    /// The key a command printed: the Base32 text after "Key:", which has a word in each language.
    var key: String {
        for line in output.split(separator: "\n") {
            for name in ["Key: ", "密钥: "] where line.hasPrefix(name) {
                return line.dropFirst(name.count).filter { $0 != " " }
            }
        }
        return ""
    }

    /// The recovery codes a command printed.
    var recoveryCodes: [String] {
        output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { $0.utf8.count == 11 && $0.utf8.dropFirst(5).first == UInt8(ascii: "-") }
    }

    /// The cells of the lines of a printed table, without its header.
    var rows: [[String]] {
        output.split(separator: "\n").dropFirst().map { line in
            line.components(separatedBy: "  ").map { $0.trimmingCharacters(in: .whitespaces) }
                .filter { !$0.isEmpty }
        }
    }

    /// The values of lines "name: value", by their names.
    var fields: [String: String] {
        Dictionary(
            output.split(separator: "\n").compactMap { line in
                line.firstIndex(of: ":").map { colon in
                    (
                        String(line[..<colon]),
                        line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
                    )
                }
            }, uniquingKeysWith: { first, _ in first })
    }

    /// The one value of JSON on each line of the output.
    func json(line: Int = 0) throws -> Any {
        let lines = output.split(separator: "\n")
        try #require(lines.indices.contains(line))
        return try JSONSerialization.jsonObject(with: Data(lines[line].utf8))
    }
}

extension TemporaryHost {
    /// Runs a command, as it was typed in a shell.
    ///
    /// - Parameters:
    ///   - words: The words of the command line behind `sallyport`.
    ///   - terminal: What standard output is; nil for a pipe.
    ///   - givesPolicy: Whether this host's policy is named.
    ///   - typing: Makes the next line of standard input of what is on the screen; nil ends the input.
    /// - Returns: What it left behind, also where it failed.
    func run(
        _ words: [String], terminal: Terminal? = nil, givesPolicy: Bool = true,
        typing: @escaping (Outcome) throws -> String? = { _ in nil }
    ) -> Outcome {
        var outcome = Outcome()
        let session = Session(
            write: { outcome.output += $0 }, warn: { outcome.messages.append($0) },
            readLine: { try? typing(outcome) }, terminal: terminal, clock: { self.time },
            administrator: "root",
            log: { outcome.log.append($0) })
        do {
            let command = try SallyportCommand.parseAsRoot(
                words + (givesPolicy ? ["--policy", policy.path] : []))
            try #require(command as? any AdministrationCommand).perform(in: session)
        } catch {
            outcome.status = SallyportCommand.exitCode(for: error).rawValue
            let message = SallyportCommand.message(for: error)
            if !message.isEmpty { outcome.messages.append(message) }
        }
        return outcome
    }

    /// Enrols a device and gives back what was shown.
    func enrol(_ options: String..., user: String = TemporaryHost.user) throws -> Outcome {
        let outcome = run(["enrol", user] + options) { try self.code(for: $0.key) }
        try #require(outcome.status == 0, "\(outcome.messages)")
        return outcome
    }

    /// The code an app of six digits shows, so many seconds from now by its own clock.
    func code(for key: String, seconds: Int64 = 0) throws -> String {
        let totp = try #require(HOTP().flatMap { TOTP(hotp: $0) })
        guard let secret = Base32.decode(Array(key.utf8).span) else { throw NoKey() }
        return try secret.withBytes {
            try totp.code(at: time + seconds, key: $0, using: LibCrypto()).text
        }
    }
}
