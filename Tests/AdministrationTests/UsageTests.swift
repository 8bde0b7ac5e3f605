import Administration
import ArgumentParser
import Foundation
import Testing

/// What the usage says may be left out is what the command does without.
@Suite struct UsageTests {
    let host: TemporaryHost

    init() throws {
        host = try TemporaryHost(settings: "Unenrolled allow\n")
        _ = try host.enrol("--no-qr")
    }

    /// The lines of the usage of a command.
    private func usage(_ command: [String]) -> [String] {
        do {
            var help = try SallyportCommand.parseAsRoot(command + ["--help"])
            try help.run()
            return []
        } catch {
            let help = SallyportCommand.fullMessage(for: error)
            let lines = help.components(separatedBy: "\n").drop { !$0.hasPrefix("USAGE: ") }
            return lines.prefix { !$0.isEmpty }.map { $0.dropFirst(7).description }
        }
    }

    @Test(arguments: [
        (["devices"], []), (["recovery"], []), (["contact"], []), (["off"], ["--yes"]),
        (["prefer"], ["none"]), (["revoke"], ["phone"]), (["trust", "revoke"], ["--all"]),
        (["enrol"], ["--no-qr"]),
    ])
    func `root names a user, and anybody else does not`(command: [String], rest: [String]) throws {
        let lines = usage(command)
        let name = "sallyport \(command.joined(separator: " ")) "
        #expect(lines.count >= 2, "\(lines)")
        #expect(lines.allSatisfy { $0.count <= 80 - 7 })
        #expect(lines.first?.hasPrefix(name + "<user>") == true)
        #expect(lines.first?.hasSuffix("(root)") == true)
        #expect(lines.last?.hasPrefix(name) == true && lines.last?.contains("<user>") == false)
        #expect(lines.last?.hasSuffix("(others)") == true)
        #expect(host.run(command + rest).status == 64)
        let person = try host.runAsPerson(command + rest)
        #expect(person.status != 64)
    }

    @Test(arguments: [["status"], ["trust", "list"]])
    func `root without a user gets all where the usage lets it out`(command: [String]) throws {
        #expect(usage(command).first?.contains("[<user>]") == true)
        #expect(host.run(command).status == 0)
        #expect(try host.runAsPerson(command).status == 0)
    }

    @Test(arguments: [
        (["unlock"], "(<user> | --all)"), (["forget", "--yes"], "<user>"), (["bypass"], "<user>"),
        (["invite"], "<user>"), (["resync"], "<user> <device>"), (["send-test"], "<user>"),
        (["policy", "explain"], "--user <user>"), (["import", "otpauth"], "<user>"),
    ])
    func `what must be there is not in brackets`(command: [String], argument: String) {
        let words = command.filter { !$0.hasPrefix("--") }
        let text = usage(words).joined(separator: " ")
        #expect(text.contains(argument), "\(text)")
        #expect(!text.contains("[\(argument)"))
        let outcome = host.run(command)
        #expect(outcome.status == 64)
        #expect(outcome.messages.first?.contains("<user>") == true, "\(outcome.messages)")
    }
}
