import ConfigurationGrammar
import Policy
import Testing

@Suite struct GrammarTests {
    @Test func `an empty file gives the defaults`() throws {
        let resolution = try policy("").resolve(.alice)
        for explanation in resolution.explanations() {
            #expect(explanation.origin.description == "default")
        }
        #expect(resolution.explanations().count == Keyword.all.count)
    }

    @Test(arguments: [
        "Window 3", "window 3", "WINDOW\t3", "  Window   3  ", "Window=3", "Window = 3",
        "Window =3", "Window= 3", "Window \"3\"", "Window '3'", "Window 3 # steps", "Window 3\t#",
        "\r\nWindow 3\r\n", "Window 3\r", "# steps\n\n \t\nWindow 3\n", "Window \"\"3",
        "# \u{0} and \u{1b} do not matter here\nWindow 3",
    ])
    func `a line may be written in all these ways`(text: String) throws {
        #expect(try policy(text).settings(for: .alice).window == 3)
    }

    @Test func `a byte order mark at the beginning is passed over, and nowhere else`() throws {
        #expect(try policy("\u{feff}Window 3\r\n").settings(for: .alice).window == 3)
        #expect(try policy("\u{feff}").settings(for: .alice).window == 1)
        let second = try #require(problem(Array("\u{feff}Methods totp\n\u{feff}Window 3".utf8)))
        #expect(second.line == 2 && second.message.hasPrefix("unknown keyword"))
        #expect(problem(Array("\u{feff}\u{feff}Window 3".utf8))?.line == 1)
    }

    @Test(
        arguments: [
            [0xff, 0xfe, 0x57, 0], [0xfe, 0xff, 0, 0x57], [0x57, 0, 0x69, 0],
        ] as [[UInt8]])
    func `a file in UTF-16 is refused as such`(bytes: [UInt8]) throws {
        let error = try #require(problem(bytes))
        #expect(error.message == "this is UTF-16 text; save it as UTF-8")
    }

    @Test func `a comment may hold any bytes`() {
        let latin1: [UInt8] = [0xe9, 0x00, 0xff]
        #expect(problem(Array("# caf".utf8) + latin1 + Array("\nWindow 3".utf8)) == nil)
        #expect(problem(Array("Window 3 # caf".utf8) + [0xe9, 0x00]) == nil)
    }

    @Test(arguments: [
        (#"KeyFile "/a b""#, "/a b"), (#"KeyFile '/a b'"#, "/a b"), (#"KeyFile /a\ b"#, "/a b"),
        (#"KeyFile /a" "b"#, "/a b"), (#"KeyFile "/a'b""#, "/a'b"), (#"KeyFile '/a"b'"#, #"/a"b"#),
        (#"KeyFile "/a\"b""#, #"/a"b"#), (#"KeyFile /a\\b"#, #"/a\b"#),
        (#"KeyFile /a\b"#, #"/a\b"#), (#"KeyFile "/a\ b""#, #"/a\ b"#), ("KeyFile /a#b", "/a#b"),
        (#"KeyFile "/a #b""#, "/a #b"), ("KeyFile /ä", "/ä"), ("KeyFile /a=b", "/a=b"),
        (#"KeyFile /a\"#, #"/a\"#),
    ])
    func `quotes and backslashes work as in sshd_config`(line: String, path: String) throws {
        let file = try policy(line).settings(for: .alice).keyFile
        #expect(Array(file.utf8) == Array(path.utf8))
    }

    @Test(arguments: [
        ("Metods totp", #"unknown keyword "Metods"; did you mean Methods?"#),
        ("Mach all", #"unknown keyword "Mach"; did you mean Match?"#),
        ("DingTalkVia x", #"unknown keyword "DingTalkVia"; did you mean ChatVia?"#),
        ("EnrollmentDeadline none", "did you mean EnrolmentDeadline?"),
        ("PermitRootLogin no", #"unknown keyword "PermitRootLogin""#),
        ("\"Window\" 3", "unknown keyword"),
        ("= 3", "unknown keyword \"\""),
        ("Window", "Window: the value is missing; write a number from 0 to 10"),
        ("Window #3", "Window: the value is missing"),
        ("Window=#3", "Window: the value is missing"),
        ("Window 3 4", "Window: there is too much on the line from \"4\" on"),
        ("Window == 3", "there is too much on the line from \"3\" on"),
        ("Window \"3", "Window: a quote is opened and not closed"),
        ("Window '3\"", "Window: a quote is opened and not closed"),
        ("Window 3\u{0}", "Window: a control character, \"\\x00\", is not allowed"),
        ("Window\u{0} 3", "a control character, \"\\x00\", is not allowed"),
        ("KeyFile /a\u{1b}[2J", "a control character, \"\\x1b\", is not allowed"),
        ("Window 3\r\r", "a control character, \"\\x0d\", is not allowed"),
        ("Window \u{7f}", "a control character, \"\\x7f\", is not allowed"),
        ("Window ä", #"Window: "ä" is not a number from 0 to 10"#),
        ("\u{feff}Window 3", #"unknown keyword "\xef\xbb\xbfWindow""#),
    ])
    func `a bad line is refused with its reason`(line: String, reason: String) throws {
        let error = try #require(problem("# first\n" + line))
        #expect(error.line == 2)
        #expect(error.message.contains(reason), "\(error.message)")
    }

    @Test func `invalid UTF-8 outside a comment is refused`() throws {
        let line = Array("KeyFile /caf".utf8) + [0xe9]
        let error = try #require(problem(line))
        #expect(error.description == #"line 1: KeyFile: "/caf\xe9" is not valid UTF-8"#)
    }

    @Test func `a backslash at the end does not continue a line`() throws {
        #expect(try #require(problem("Methods totp \\\nrecovery")).line == 1)
    }

    @Test func `a long value is cut in the message`() throws {
        let error = try #require(problem("Window " + String(repeating: "9", count: 5_000)))
        #expect(error.message.utf8.count < 120)
        #expect(error.message.contains("999...\""))
    }

    @Test func `a file of the largest size is read and one byte more is refused`() throws {
        let line = "Window 3\n"
        let fill = String(repeating: "#", count: PolicyFile.maximumSize - line.utf8.count)
        #expect(PolicyFile.maximumSize == 65_536)
        #expect(try policy(line + fill).settings(for: .alice).window == 3)
        let error = try #require(problem(line + fill + "#"))
        #expect(error.description == "line 2: the file is larger than 65536 bytes")
    }

    @Test func `a word is only suggested if it is near`() {
        let names = Keyword.all.map(\.name)
        #expect(nearestSpelling(of: Word(bytes: Array("lockcup".utf8)), among: names) == "LockCap")
        #expect(nearestSpelling(of: Word(bytes: Array("ec".utf8)), among: names) == nil)
        #expect(nearestSpelling(of: Word(bytes: Array("Banner".utf8)), among: names) == nil)
    }
}
