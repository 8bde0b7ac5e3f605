import Policy
import Testing

/// What the text of a policy shows that its meaning no longer does.
@Suite struct TextFindingsTests {
    private func findings(_ text: String) -> [String] {
        Finding.ofText(Array(text.utf8)).map(\.description)
    }

    @Test(arguments: [
        (
            "Match user \u{201C}alice\u{201D}",
            "\u{201C} (U+201C) is no \" and is part of the word; write \""
        ),
        ("Match user \u{201E}alice\u{201C}", "\u{201E} (U+201E) is no \""),
        ("Match user \u{2018}alice\u{2019}", "\u{2018} (U+2018) is no \""),
        ("Match user \u{AB}alice\u{BB}", "\u{AB} (U+00AB) is no \""),
        (
            "Match group ops\u{FF0C}admins",
            "\u{FF0C} (U+FF0C) is no , and is part of the word; write ,"
        ),
        ("Match group ops\u{3001}admins", "\u{3001} (U+3001) is no ,"),
        (
            "Methods\u{A0}totp",
            "U+00A0 is no space and is part of the word it stands in; write a space, or nothing"
        ),
        ("Methods totp\u{3000}hotp", "U+3000 is no space"),
        ("Methods \u{200B}totp", "U+200B is no space"),
        ("Match group \"domain\u{A0}users\"", "U+00A0 is no space"),
        (
            "EnrolmentDeadline 2027\u{2011}03\u{2011}31",
            "\u{2011} (U+2011) is no - and is part of the word; write -"
        ),
        ("Window\u{FF1D}2", "\u{FF1D} (U+FF1D) is no ="),
        ("Window \u{FF12}", "\u{FF12} (U+FF12) is no 2"),
        ("\u{FF03} a comment", "\u{FF03} (U+FF03) is no #"),
    ])
    func `a character that looks like another is named, also where the line is none`(
        line: String, message: String
    ) {
        let all = findings("# first\n\(line)\n")
        #expect(
            all.count == 1 && all.first?.hasPrefix("line 2: warning: \(message)") == true, "\(all)")
    }

    @Test(arguments: [
        "# \u{201C}quoted\u{201D}\u{A0}text", "Match user alice # \u{2013} and so on",
        "Match user j\u{F6}rg,\u{674E}",
        "Match user \"\u{201C}a\u{201D}\"", "\u{FEFF}Window 2", "",
    ])
    func `in comments, in quotes and in names it is what is meant`(line: String) {
        #expect(findings(line).isEmpty)
    }

    @Test(arguments: [
        ("Match user a\n    Window 2\nLockAfter 3", [3]),
        ("Match user a\n\tWindow 2\nLockAfter 3\nEcho no", [3, 4]),
        ("Match user a\nWindow 2\n\nLockAfter 3", [4]),
        ("Match user a\nWindow 2\n \t\nLockAfter 3", [4]),
        ("  Match user a\n    Window 2\n  LockAfter 3", [3]),
        ("Match user a\n  Window 2\nLockAfter 3\nMatch user b\n  Window 2\nEcho no", [3, 6]),
        // One style is as good as the other.
        ("Match user a\nWindow 2\nLockAfter 3", []),
        ("Match user a\n  Window 2\n  LockAfter 3", []),
        ("Match user a\n# why\nWindow 2", []),
        ("Match user a\nWindow 2\n# stricter\nLockAfter 3", []),
        ("Match all\nLockAfter 3\n\nWindow 2", []),
        ("Match user a\n\tWindow 2\n        Echo no", []), ("Match user a\n\nWindow 2", []),
        ("Match user a\n  Window 2\n\n  LockAfter 3", []),
        ("Match user a\n  Window 2\nMatch all\n  LockAfter 3", []),
        ("Window 2\n\nLockAfter 3", []),
    ])
    func `a line at the margin that still belongs to a block is told`(text: String, lines: [Int]) {
        let all = Finding.ofText(Array(text.utf8))
        #expect(all.map(\.line) == lines, "\(all)")
        #expect(
            all.allSatisfy {
                $0.message.contains("at the margin and still belongs to the Match of line ")
            })
    }
}

/// Names in Match lines.
@Suite struct MatchedNamesTests {
    @Test func `names without wildcards are listed, each with its line`() throws {
        let names = try policy(
            "Match user alice,b*,!root group ops\nMatch service SUDO host web1 address 10.0.0.1"
        ).matchedNames
        #expect(
            names.map { "\($0.kind) \($0.name) \($0.line)" } == [
                "user alice 1", "user root 1", "group ops 1", "service sudo 2",
            ])
    }

    @Test(arguments: [
        ("web1.example.com", ["web1.example.org", "web1"], true),
        ("WEB1.example.com", ["web1"], true),
        ("web?.example.com", ["web1.example.org", "web1"], true),
        ("!web1.example.com", ["web1"], true),
        ("*.example.com", ["web1"], true), ("*.example.com", ["web1.example.org", "web1"], false),
        ("web1.example.org", ["web1.example.org", "web1"], false),
        ("web1", ["web1.example.org", "web1"], false),
        ("db1.example.org", ["web1.example.org", "web1"], false), ("db1", ["web1"], false),
    ])
    func `a host that is missed by its domain only is told`(
        pattern: String, names: [String], isMissed: Bool
    ) throws {
        let list = pattern.hasPrefix("!") ? "*,\(pattern)" : pattern
        let all = try policy("Match host \(list)\nWindow 2").findings(aboutHostNamed: names)
        #expect(all.count == (isMissed ? 1 : 0), "\(all)")
        #expect(
            all.allSatisfy {
                $0.line == 1 && $0.severity == .warning && $0.message.contains("\"\(names[0])\"")
            })
    }
}
