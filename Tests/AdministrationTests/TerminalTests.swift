import Foundation
import Testing
import Vocabulary

/// What `enrol` shows on a terminal.
@Suite struct TerminalTests {
    let host: TemporaryHost

    init() throws { host = try TemporaryHost() }

    /// What stands on the terminal before the code is typed.
    private func shown(on terminal: Terminal?, answers: [String] = []) throws -> Outcome {
        var screen = Outcome()
        var answers = answers[...]
        let outcome = host.run(["enrol", "nobody"], terminal: terminal) {
            screen = $0
            if let answer = answers.popFirst() { return answer }
            return try host.code(for: $0.key)
        }
        try #require(outcome.status == 0, "\(outcome.messages)")
        return screen
    }

    /// How often the key is on it.
    private func keys(_ screen: Outcome) -> Int {
        screen.output.split(separator: "\n").count { $0.hasPrefix("Key: ") }
    }

    @Test func `the key stands below the picture too where the terminal is lower than both`() throws
    {
        let low = try shown(on: Terminal(columns: 80, lines: 24, showsColors: true))
        #expect(keys(low) == 2)
        let last = low.output.split(separator: "\n").suffix(3)
        #expect(
            last.first?.hasPrefix("Key: ") == true && last.last?.hasPrefix("Verification") == true)
        #expect(try keys(shown(on: Terminal(columns: 200, lines: 60, showsColors: true))) == 1)
        #expect(try keys(shown(on: nil)) == 1)
        // The URI is longer than a narrow terminal is wide, and takes more lines there.
        let high = low.output.split(separator: "\n", omittingEmptySubsequences: false).count - 3
        #expect(try keys(shown(on: Terminal(columns: 40, lines: high, showsColors: true))) == 2)
        #expect(try keys(shown(on: Terminal(columns: 200, lines: high, showsColors: true))) == 1)
    }

    @Test func `without colours no escape sequence is written, and other pictures can be had`()
        throws
    {
        let screen = try shown(on: Terminal(showsColors: false))
        #expect(!screen.output.contains("\u{1B}"))
        #expect(screen.output.hasSuffix("(or type qr for another picture): "))
        // Light modules are ink at first, as at a login: most terminals are dark.
        #expect(screen.output.contains("\n████████"))
        // In number signs it is wider than 80 columns.
        let other = try shown(on: Terminal(showsColors: false), answers: ["qr"])
        #expect(
            other.output.contains("\n         ▄▄▄▄▄▄▄ ") || other.output.contains("\n    █▀▀▀▀▀█ "))
        #expect(keys(other) == 2 + 1)
        let wide = Terminal(columns: 132, lines: 24, showsColors: false)
        let ascii = try shown(on: wide, answers: ["qr"])
        #expect(ascii.output.contains("\n################"))
        #expect(!(other.output + ascii.output).contains("\u{1B}"))
    }

    @Test func `with colours there is one picture`() throws {
        let screen = try shown(on: Terminal(showsColors: true))
        #expect(screen.output.contains("\u{1B}["))
        #expect(screen.output.hasSuffix("Verification code from the app: "))
    }

    @Test(arguments: [(nil, 80), (0, 80), (-1, 80), (10_000, 80), (132, 132)])
    func `a size that is none is the usual one`(columns: Int?, width: Int) {
        #expect(Terminal(columns: columns, showsColors: true).columns == width)
    }
}

/// What the environment of a real process says of its terminal.
@Suite struct TerminalEnvironmentTests {
    let host: TemporaryHost

    init() throws { host = try TemporaryHost() }

    /// What `enrol` writes to a terminal of script(1) in this environment, before it is given no code.
    private func enrol(_ environment: [String]) throws -> String {
        let command =
            "\(CommandProcess.executable.path) enrol nobody --policy \(host.policy.path) </dev/null"
        let process = try CommandProcess(
            ["-i"] + environment + [
                "PATH=/usr/bin:/bin", "script", "-qec", "stty cols 90 rows 20; \(command)",
                "/dev/null",
            ],
            executable: URL(fileURLWithPath: "/usr/bin/env"))
        var text = ""
        while let line = process.readLine() { text += line + "\n" }
        _ = process.finish()
        return text
    }

    @Test(arguments: [
        (["TERM=xterm"], true), (["TERM=xterm", "NO_COLOR="], true),
        (["TERM=xterm", "NO_COLOR=1"], false),
        (["TERM=dumb"], false), ([], false),
    ])
    func `NO_COLOR and a dumb terminal keep colours away`(environment: [String], colors: Bool)
        throws
    {
        let text = try enrol(environment)
        #expect(text.contains("Key: "))
        #expect(text.contains("\u{1B}[") == colors)
        // 20 lines are too few for key and picture.
        #expect(text.components(separatedBy: "Key: ").count == 3)
    }

    @Test func `the size of the environment goes before the terminal's`() throws {
        let text = try enrol(["TERM=xterm", "LINES=70", "COLUMNS=200"])
        #expect(text.components(separatedBy: "Key: ").count == 2)
    }
}
