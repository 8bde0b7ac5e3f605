import Testing
import TestSupport
import TextCoding

/// Numbers, and text of somebody else's in messages and logs.
@Suite struct PlainTextTests {
    @Test(arguments: [
        ("0", 0), ("007", 7), ("9223372036854775807", Int.max), ("", nil), ("-1", nil), ("+1", nil),
        (" 1", nil), ("1 ", nil), ("１", nil), ("9223372036854775808", nil),
        ("99999999999999999999", nil),
    ])
    func `a number is digits, and fits`(text: String, number: Int?) {
        #expect(Decimal.number([UInt8](text: text)) == number)
    }

    @Test func `numbers are padded and never cut`() {
        #expect(Decimal.padded(7, to: 4) == "0007")
        #expect(Decimal.padded(12345, to: 4) == "12345")
        #expect(Decimal.padded(0, to: 0) == "0")
    }

    @Test func `a text in quotes is printable, escaped and cut`() {
        #expect(quoted([UInt8](text: "a\"b\\c")) == #""a\"b\\c""#)
        #expect(quoted([0x00, 0x7f, 0xc3]) == #""\x00\x7f\xc3""#)
        #expect(
            quoted([UInt8](repeating: 0x61, count: 41))
                == "\"\(String(repeating: "a", count: 40))...\"")
        #expect(printable([UInt8](text: "a\u{1b}ä"), limit: 3) == "a??")
    }

    @Test(arguments: ["ä", "验证码", "é", "😀", "\u{10fffd}", "ꯍ", "٣"])
    func `what can be read is left as it is`(text: String) {
        let isShown = text != "\u{10fffd}"
        #expect((printable(text.utf8) == text) == isShown)
        #expect((quoted([UInt8](text: text)) == "\"\(text)\"") == isShown)
        var line = AuditLine()
        line.add("a", text)
        #expect((line.text == "a=\"\(text)\"") == isShown)
    }

    @Test(arguments: [
        "\u{80}", "\u{85}", "\u{9b}", "\u{a0}", "\u{ad}", "\u{200b}", "\u{200e}", "\u{202e}",
        "\u{2028}", "\u{2066}", "\u{feff}", "\u{fe0f}", "\u{e000}", "\u{e0041}", "\u{3000}",
        "\u{ffff}",
    ])
    func `what is not seen, or moves what stands beside it, is escaped`(text: String) {
        let escaped = text.utf8.map { "\\x" + Hexadecimal.encode([$0].span) }.joined()
        #expect(quoted([UInt8](text: text)) == "\"\(escaped)\"")
        #expect(printable(text.utf8) == String(repeating: "?", count: text.utf8.count))
        var line = AuditLine()
        line.add("a", text)
        #expect(line.text == "a=\"\(escaped)\"")
    }

    @Test(
        arguments: [
            [0xc0, 0x80], [0xc1, 0xbf], [0xe0, 0x80, 0x80], [0xed, 0xa0, 0x80],
            [0xf0, 0x80, 0x80, 0x80],
            [0xf4, 0x90, 0x80, 0x80], [0xf8, 0x88, 0x80, 0x80, 0x80], [0x80], [0xe4, 0xbd], [0xff],
        ] as [[UInt8]])
    func `what is no UTF-8 is repaired nowhere`(bytes: [UInt8]) {
        #expect(printable(bytes) == String(repeating: "?", count: bytes.count))
    }

    @Test func `a secret in a text of others is hidden wherever it stands`() {
        #expect(hiding(["k3y", ""], in: "k3yk3y-k3") == [UInt8](text: "******-k3"))
    }

    @Test func `a pair of the log is one word, or in quotes`() {
        var line = AuditLine()
        line.add("a", "x.:_-@Z9")
        line.add("b", "")
        line.add("c", [0x22, 0x5c, 0x0a, 0xff, 0x20])
        #expect(line.text == #"a=x.:_-@Z9 b="" c="\x22\x5c\x0a\xff ""#)
    }
}
