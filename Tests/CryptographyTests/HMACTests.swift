import Cryptography
import Testing
import TestSupport

/// One test case of an RFC: the digests in hexadecimal, by hash function.
struct HMACVector: Sendable {
    let key: [UInt8]
    let message: [UInt8]
    let digests: [HashFunction: String]
}

@Suite struct HMACTests {
    @Test(arguments: RFC2202Section3.vectors + RFC4231Section4.vectors)
    func `the codes are those of RFC 2202 and RFC 4231`(vector: HMACVector) throws {
        let library = try LibCrypto()
        for (hash, expected) in vector.digests {
            let code = try library.hmac(hash, key: vector.key, message: vector.message)
            #expect(code.hex.hasPrefix(expected))
            #expect(code.count == hash.digestLength)
        }
    }

    @Test(arguments: HashFunction.allCases)
    func `an empty message has a code and an empty key has none`(hash: HashFunction) throws {
        let library = try LibCrypto()
        #expect(try library.hmac(hash, key: [1], message: []).contains { $0 != 0 })
        #expect(throws: CryptographyError.self) {
            try library.hmac(hash, key: [], message: [1])
        }
    }

    @Test func `an empty key is refused also after a call with another`() throws {
        // libcrypto would take no key for "the key of before".
        let library = try LibCrypto()
        _ = try library.hmac(.sha256, key: [7], message: [1])
        #expect(throws: CryptographyError.self) {
            try library.hmac(.sha256, key: [], message: [1])
        }
    }

    @Test func `a long key and a long message work`() throws {
        let library = try LibCrypto()
        let long = [UInt8](repeating: 0x5A, count: 1 << 20)
        let code = try library.hmac(.sha512, key: long, message: long)
        #expect(code.count == 64)
    }
}
