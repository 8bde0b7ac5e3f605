import Testing
import TestSupport
import TextCoding

/// RFC 4648 section 10: the beginnings of `foobar` in Base64 and in hexadecimal; Base32 is tested where keys are read.
enum RFC4648Section10 {
    static let vectors = [
        ("", "", ""), ("f", "Zg==", "66"), ("fo", "Zm8=", "666F"), ("foo", "Zm9v", "666F6F"),
        ("foob", "Zm9vYg==", "666F6F62"), ("fooba", "Zm9vYmE=", "666F6F6261"),
        ("foobar", "Zm9vYmFy", "666F6F626172"),
    ]
}

@Suite("RFC 4648, section 10") struct RFC4648Section10Tests {
    @Test(arguments: RFC4648Section10.vectors)
    func `bytes have these digits`(plain: String, base64: String, hexadecimal: String) {
        let bytes = [UInt8](text: plain)
        #expect(Base64.encode(bytes.span) == base64)
        #expect(Hexadecimal.encode(bytes.span) == hexadecimal.lowercased())
    }

    @Test(arguments: RFC4648Section10.vectors)
    func `digits have these bytes, with padding and without`(
        plain: String, base64: String, hexadecimal: String
    ) {
        for text in [base64, base64.filter { $0 != "=" }] {
            #expect(Base64.decodePrefix([UInt8](text: text).span) == [UInt8](text: plain))
        }
        let values = [UInt8](text: hexadecimal).map(Hexadecimal.value)
        #expect(values.count == 2 * plain.utf8.count)
        #expect(!values.contains(nil))
    }

    @Test func `what is no digit ends Base64`() {
        #expect(Base64.decodePrefix([UInt8](text: "Zm9v Zg==").span) == [UInt8](text: "foo"))
        #expect(Base64.decodePrefix([UInt8](text: "Zm9-").span) == [UInt8](text: "fo"))
        #expect(Base64.decodePrefix([UInt8](text: "!").span) == [])
    }

    @Test func `every byte comes back from Base64 and from hexadecimal`() {
        for count in 0...70 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: 37 &* $0 &+ 251) }
            #expect(Base64.decodePrefix([UInt8](text: Base64.encode(bytes.span)).span) == bytes)
        }
        for byte in UInt8.min...UInt8.max {
            let digits = Hexadecimal.digits(of: byte).compactMap(Hexadecimal.value)
            #expect(digits == [byte >> 4, byte & 15])
        }
        let digits = (UInt8.min...UInt8.max).filter { Hexadecimal.value(of: $0) != nil }
        #expect(digits == [UInt8](text: "0123456789ABCDEFabcdef"))
    }
}
