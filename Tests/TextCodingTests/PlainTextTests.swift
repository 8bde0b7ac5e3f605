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
