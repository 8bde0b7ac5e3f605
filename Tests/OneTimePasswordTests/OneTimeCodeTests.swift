import OneTimePassword
import Testing
import TestSupport

@Suite struct OneTimeCodeTests {
    @Test(arguments: [
        ("123456", 123_456, 6), ("000000", 0, 6), ("012345", 12_345, 6), ("1234567", 1_234_567, 7),
        ("99999999", 99_999_999, 8), ("4294967296", 4_294_967_296, 10),
        ("0123456789", 123_456_789, 10),
        (" 123 456 ", 123_456, 6), ("123-456", 123_456, 6),
        ("123456\r", 123_456, 6), ("\t12 34 56 78", 12_345_678, 8),
        ("１２３４５６", 123_456, 6), ("1234５6", 123_456, 6), ("123\u{A0}456", 123_456, 6),
        ("123456;", 123_456, 6), ("code: 123456", 123_456, 6), ("验证码：１２３ ４５６。", 123_456, 6),
    ])
    func `six to ten digits are a code, however they are grouped`(
        text: String, value: UInt64, length: Int
    ) {
        #expect(typed(text) == OneTimeCode(value: value, length: length))
    }

    @Test(arguments: [
        "", " ", "-", "12345", "12345678901", "+12345", "+123456", "-12345", "0x1234", "123456.0",
        "12345a",
        "123,456", "123456\n", "123456\u{0}", "١٢٣٤٥٦",
        "\u{8}\n\r\u{7F}INCORRECT",
        "18446744073709551616", "1e6000", "²²²²²²", "code 123456", "123456 7890 1",
    ])
    func `anything else is none`(text: String) {
        #expect(typed(text) == nil)
    }

    @Test func `a very long text is refused, never a trap`() {
        for filler in [UInt8(ascii: "9"), UInt8(ascii: " "), UInt8(ascii: "-"), 0xFF, 0] {
            let code = OneTimeCode(typed: [UInt8](repeating: filler, count: 1 << 18).span)
            #expect(code == nil)
        }
    }

    @Test func `random bytes are a code only if their digits are`() {
        var random = SeededGenerator(seed: 6238)
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...12, using: &random)
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            guard let code = OneTimeCode(typed: bytes.span) else { continue }
            let digits = bytes.filter { (0x30...0x39).contains($0) }
            #expect(code.text == String(decoding: digits, as: UTF8.self))
        }
    }

    @Test func `codes of the same number and different lengths differ`() {
        #expect(typed("000123") != typed("0000123"))
    }

    @Test func `the text has the leading zeros`() {
        #expect(OneTimeCode(value: 0, length: 6).text == "000000")
        #expect(OneTimeCode(value: 42, length: 8).text == "00000042")
        #expect(OneTimeCode(value: 999_999, length: 6).text == "999999")
    }
}
