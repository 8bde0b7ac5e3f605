import Testing
import TestSupport

/// RFC 4648, section 10: Base32 of the beginnings of `foobar`.
enum RFC4648Section10 {
    static let vectors = [
        ("", ""),
        ("f", "MY======"),
        ("fo", "MZXQ===="),
        ("foo", "MZXW6==="),
        ("foob", "MZXW6YQ="),
        ("fooba", "MZXW6YTB"),
        ("foobar", "MZXW6YTBOI======"),
    ]
}

@Suite("RFC 4648, section 10")
struct RFC4648Section10Tests {
    @Test(arguments: RFC4648Section10.vectors)
    func `encoding gives the text without padding`(plain: String, base32: String) {
        let unpadded = base32.filter { $0 != "=" }
        #expect(encoded([UInt8](text: plain)) == unpadded)
    }

    @Test(arguments: RFC4648Section10.vectors)
    func `decoding takes the text with padding and without, in either case`(
        plain: String, base32: String
    ) {
        let unpadded = base32.filter { $0 != "=" }
        for text in [base32, unpadded, base32.lowercased(), unpadded.lowercased()] {
            #expect(decoded(text) == [UInt8](text: plain), "\(text)")
        }
    }
}
