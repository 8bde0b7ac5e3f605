import Testing
import TestSupport
import TextCoding

/// What people type and paste for a code.
@Suite struct PlainCodeTests {
    @Test(arguments: [
        ("123456", "123456"), ("１２３４５６", "123456"), ("123\u{a0}456", "123 456"),
        ("123\u{202f}456", "123 456"), ("１２３－４５６", "123-456"), ("123\u{2011}456", "123-456"),
        ("\u{feff}123456\u{200b}", " 123456 "), ("code: 123456", " 123456"),
        ("Verification code #37: 123456", " 123456"), ("验证码：123456。", "123456"),
        ("\"123456\".", "123456"), ("[123456]", "123456"), ("ＡＢＣ", "ABC"), ("", ""), (":", ""),
        ("12:34", "34"), ("a b", "a b"), ("١٢٣", "١٢٣"),
    ])
    func `other widths are ASCII, and what stands around a code is left out`(
        typed: String, code: String
    ) {
        #expect(plainCode([UInt8](text: typed).span) == [UInt8](text: code))
    }

    @Test func `no bytes are a reason to end, and no two digits become one`() {
        for first in UInt8.min...UInt8.max {
            for second in [0x00, 0x80, 0x81, 0xbb, 0xbc, 0xbd, 0xff] as [UInt8] {
                for third in UInt8.min...UInt8.max {
                    let bytes = [first, second, third]
                    _ = plainCode(bytes.span)
                    _ = plainCode(bytes.span.extracting(0..<2))
                }
            }
        }
        for digit in UInt8(0)...9 {
            let wide: [UInt8] = [0xef, 0xbc, 0x90 + digit]
            #expect(plainCode(wide.span) == [UInt8(ascii: "0") + digit])
        }
    }
}
