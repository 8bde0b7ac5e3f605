import Testing
import TestSupport
import TextCoding

/// Percent-encoding by RFC 3986 sections 2.1 and 2.3.
@Suite struct PercentEncodingTests {
    @Test(arguments: [
        ("", ""), ("aZ09-._~", "aZ09-._~"), ("a b+c", "a%20b%2Bc"), ("ä/%", "%C3%A4%2F%25"),
        ("\u{0}\u{7f}", "%00%7F"),
    ])
    func `all but the unreserved is encoded, and comes back`(text: String, encoded: String) {
        #expect(PercentEncoding.encode(text) == encoded)
        #expect(PercentEncoding.decode(encoded.utf8) == [UInt8](text: text))
    }

    @Test(arguments: ["%", "%4", "%4g", "a%", "%%41", "%-1"])
    func `a percent sign before no two digits is refused`(text: String) {
        #expect(PercentEncoding.decode(text.utf8) == nil)
    }

    @Test func `small digits are read`() {
        #expect(PercentEncoding.decode("%c3%a4".utf8) == [0xc3, 0xa4])
    }

    @Test func `a form has plus signs for blanks`() {
        let form = PercentEncoding.form([("To", "+86 1"), ("a b", "ä&=")])
        #expect(form == [UInt8](text: "To=%2B86+1&a+b=%C3%A4%26%3D"))
    }
}
