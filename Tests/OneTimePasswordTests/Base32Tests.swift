import Testing
import TestSupport

@Suite struct Base32Tests {
    @Test func `blanks, hyphens and line ends group a key in any way`() {
        for text in ["MZXW 6YTB OI", "mzxw-6ytb-oi", " MZXW6\tYTBOI\r\n", "M Z X W 6 Y T B O I ="] {
            #expect(decoded(text) == [UInt8](text: "foobar"), "\(text)")
        }
    }

    @Test(arguments: [
        "MZXW0YTB", "MZXW1YTB", "MZXW8YTB", "MZXW9YTB", "MZXW6YTB!", "MZXW6YT\u{0}", "ＭＺＸＷ６ＹＴＢ",
        "MZXW_6YTB", "MZXW+6YTB", "MZXW/6YT", "0x4D5A", "МZXW6YTB",
    ])
    func `a character outside the alphabet is refused`(text: String) {
        #expect(decoded(text) == nil)
    }

    @Test(arguments: ["M", "MZX", "MZXW6Y", "MZXW6YTBO", "MZXW6YTBOIM"])
    func `a length that no encoding has is refused`(text: String) {
        #expect(decoded(text) == nil)
    }

    @Test(arguments: ["MZ", "MZXR", "MZXW7", "MZXW6YR"])
    func `bits left over that are not zero are refused`(text: String) {
        #expect(decoded(text) == nil)
    }

    @Test func `nothing but padding may follow padding`() {
        #expect(decoded("MY======MY======") == nil)
        #expect(decoded("=MY") == nil)
        #expect(decoded("MY== ====\n") == [UInt8](text: "f"))
    }

    @Test func `bytes that are no text are refused`() {
        for byte in UInt8.min...UInt8.max where byte > 0x7F {
            #expect(decoded([0x4D, 0x59, byte]) == nil)
        }
    }

    @Test func `a very long text is decoded or refused, never a trap`() {
        let length = 1 << 18
        #expect(decoded(String(repeating: "A", count: length))?.count == length * 5 / 8)
        #expect(decoded(String(repeating: "=", count: length)) == [])
        #expect(decoded(String(repeating: "A", count: length) + "!") == nil)
    }

    @Test func `random bytes of every length come back as they were`() {
        var random = SeededGenerator(seed: 4648)
        for count in 0...130 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            let text = encoded(bytes)
            #expect(text.utf8.count == (count * 8 + 4) / 5)
            #expect(decoded(text) == bytes)
        }
    }
}
