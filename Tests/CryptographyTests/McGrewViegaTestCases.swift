import Cryptography
import Testing
import TestSupport

/// Test cases for AES-256-GCM out of "The Galois/Counter Mode of Operation" by McGrew and Viega,
/// appendix B, which NIST hands out with SP 800-38D.
enum McGrewViegaTestCases {
    struct Vector: Sendable {
        let number: Int
        let key: [UInt8]
        let nonce: [UInt8]
        let context: [UInt8]
        let plaintext: [UInt8]
        let ciphertext: [UInt8]
        let tag: [UInt8]

        /// As ``LibCrypto/seal(_:key:context:)`` puts it together.
        var box: [UInt8] { nonce + ciphertext + tag }
    }

    private static let key = [UInt8](
        hex: "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308")
    private static let nonce = [UInt8](hex: "cafebabefacedbaddecaf888")
    private static let plaintext = [UInt8](
        hex: """
            d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
            1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255
            """)
    private static let ciphertext = [UInt8](
        hex: """
            522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa
            8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad
            """)

    static let vectors = [
        Vector(
            number: 13, key: [UInt8](repeating: 0, count: 32),
            nonce: [UInt8](repeating: 0, count: 12),
            context: [], plaintext: [], ciphertext: [],
            tag: [UInt8](hex: "530f8afbc74536b9a963b4f1c4cb738b")),
        Vector(
            number: 14, key: [UInt8](repeating: 0, count: 32),
            nonce: [UInt8](repeating: 0, count: 12),
            context: [], plaintext: [UInt8](repeating: 0, count: 16),
            ciphertext: [UInt8](hex: "cea7403d4d606b6e074ec5d3baf39d18"),
            tag: [UInt8](hex: "d0d1c8a799996bf0265b98b5d48ab919")),
        Vector(
            number: 15, key: key, nonce: nonce, context: [], plaintext: plaintext,
            ciphertext: ciphertext,
            tag: [UInt8](hex: "b094dac5d93471bdec1a502270e3cc6c")),
        Vector(
            number: 16, key: key, nonce: nonce,
            context: [UInt8](hex: "feedfacedeadbeeffeedfacedeadbeefabaddad2"),
            plaintext: Array(plaintext.prefix(60)), ciphertext: Array(ciphertext.prefix(60)),
            tag: [UInt8](hex: "76fc6ece0f4e1768cddf8853bb2d551b")),
    ]
}

@Suite("McGrew and Viega, test cases 13 to 16")
struct McGrewViegaTests {
    @Test(arguments: McGrewViegaTestCases.vectors)
    func `the box of a test case opens to its plaintext`(vector: McGrewViegaTestCases.Vector) throws
    {
        let opened = try LibCrypto().open(vector.box, key: vector.key, context: vector.context)
        #expect(opened == vector.plaintext)
    }
}
