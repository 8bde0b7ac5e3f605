import Accounts
import Foundation
import Testing
import Vocabulary

@testable import Administration

/// Tables and lines as a terminal shows them.
@Suite struct TableTests {
    /// In which column of a terminal each cell of a line begins whose cells these are.
    private func starts(_ cells: [String], in line: Substring) -> [Int] {
        cells.compactMap { cell in line.range(of: cell).map { line[..<$0.lowerBound].columns } }
    }

    @Test(arguments: [
        ("phone", 5), ("手机", 4), ("ＡＢＣ", 6), ("한국어", 6), ("e\u{301}", 1), ("a\u{200D}b", 2),
        ("📱", 2), ("Ünïcödé", 7), ("ไทย\u{E48}", 3), ("", 0),
    ])
    func `text is as wide as on a terminal`(text: String, columns: Int) {
        #expect(text.columns == columns)
    }

    @Test func `columns stand below each other, whatever is in them`() {
        let labels = ["phone", "手机", "ＡＢＣ手", "e\u{301}te\u{301}", "📱 mobile", "\u{301}x"]
        let table = Table(header: ["LABEL", "KIND"], rows: labels.map { [$0, "totp"] })
        for line in table.text().split(separator: "\n").dropFirst() {
            #expect(starts(["totp"], in: line) == [11], "\(line)")
        }
    }

    @Test func `no line is wider than the terminal, and nothing is left out`() throws {
        let names = (1...12).map { "设备-\($0) of somebody" }
        let row = [
            "alice.with.a.long.name@example.org", names.joined(separator: ", "), "x",
            "2027-01-15T08:00:00Z",
        ]
        let table = Table(header: ["USER", "DEVICES", "N", "LAST LOGIN"], rows: [row, row])
        let text = table.text(columns: 80)
        for line in text.split(separator: "\n") { #expect(line.columns <= 80, "\(line)") }
        let shown = text.filter { $0 != " " && $0 != "\n" }
        #expect(shown.count == table.text().filter { $0 != " " && $0 != "\n" }.count)
        // Names are broken before times are.
        #expect(text.contains("2027-01-15T08:00:00Z"))
        let times = Table(
            header: ["USER", "DEVICES", "LAST LOGIN", "LOCKED", "NOTES"],
            rows: [
                [row[0], row[1], row[3], "until \(row[3])", "wrong codes: 10, codes not sent: 2"]
            ])
        let lines = times.text(columns: 80).split(separator: "\n")
        #expect(lines.allSatisfy { $0.columns <= 80 })
        #expect(lines.reduce(0) { $0 + $1.components(separatedBy: row[3]).count - 1 } == 2)
        // Where nobody looks at a terminal each row is one line.
        #expect(table.text().split(separator: "\n").count == 3)
    }

    @Test func `lines are broken at blanks, and else between characters`() {
        #expect("one two three".wrapped(to: 7) == ["one two", "three"])
        #expect("one two".wrapped(to: 6) == ["one", "two"])
        #expect("设备手机".wrapped(to: 5) == ["设备", "手机"])
        #expect("abcdefgh".wrapped(to: 3) == ["abc", "def", "gh"])
        #expect("设".wrapped(to: 1) == ["设"])
        #expect(" x".wrapped(to: 1) == [" ", "x"])
    }

    @Test func `values stand below each other, and go on there`() {
        let fields = Fields([
            ("user", "nobody"), ("devices", String(repeating: "phone ", count: 20)),
        ])
        let lines = fields.text(columns: 80).split(separator: "\n")
        #expect(lines[0] == "user:    nobody")
        #expect(lines[1].hasPrefix("devices: phone"))
        #expect(lines[2].hasPrefix("         phone"))
        #expect(lines.allSatisfy { $0.columns <= 80 })
    }
}

/// What fits 80 columns, with as much as administrators have.
@Suite struct TerminalWidthTests {
    let host: TemporaryHost

    init() throws {
        host = try TemporaryHost(settings: "LockAfter 3\nTrustPeriod 8h\n")
        _ = try host.enrol("--label", "the telephone of the on-call service", "--no-qr")
        _ = try host.enrol("--label", "手机（工作）", "--no-qr")
        _ = try host.enrol("--label", "2", "--no-qr", user: "root")
        try host.trust("2001:db8:1234:5678:9abc:def0:1234:5678", key: Array(0..<32))
        _ = host.run(["invite", "nobody"])
        _ = host.run(["bypass", "nobody"])
        for _ in 1...3 {
            try host.typeWrongCode(limits: AttemptLimits(lockAfter: 3, lockFor: 1800, lockCap: 100))
        }
    }

    @Test(arguments: [
        ["status"], ["status", "nobody"], ["devices", "nobody"], ["devices", "root"],
        ["trust", "list"],
        ["policy", "explain", "--user", "nobody"],
    ])
    func `no line is wider than 80 columns, nor than a wider terminal`(words: [String]) throws {
        for (columns, most) in [(80, 80), (40, 80), (100, 100)] {
            let terminal = Terminal(columns: columns, lines: 24, showsColors: true)
            let outcome = host.run(words, terminal: terminal)
            #expect(outcome.status == 0, "\(outcome.messages)")
            for line in outcome.output.split(separator: "\n") {
                #expect(line.columns <= most, "\(line)")
            }
        }
    }
}
