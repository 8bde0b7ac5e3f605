import Cryptography
import Testing
import TestSupport

/// RFC 2202, section 3: test cases for HMAC-SHA-1.
enum RFC2202Section3 {
    static let vectors = [
        HMACVector(
            key: [UInt8](repeating: 0x0B, count: 20), message: [UInt8](text: "Hi There"),
            digests: [.sha1: "b617318655057264e28bc0b6fb378c8ef146be00"]),
        HMACVector(
            key: [UInt8](text: "Jefe"), message: [UInt8](text: "what do ya want for nothing?"),
            digests: [.sha1: "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"]),
        HMACVector(
            key: [UInt8](repeating: 0xAA, count: 20), message: [UInt8](repeating: 0xDD, count: 50),
            digests: [.sha1: "125d7342b9ac11cd91a39af48aa17b4f63f175d3"]),
        HMACVector(
            key: [UInt8](1...25), message: [UInt8](repeating: 0xCD, count: 50),
            digests: [.sha1: "4c9007f4026250c6bc8414f9bf50c86c2d7235da"]),
        HMACVector(
            key: [UInt8](repeating: 0x0C, count: 20),
            message: [UInt8](text: "Test With Truncation"),
            digests: [.sha1: "4c1a03424b55e07fe7f27be1d58bb9324a9a5a04"]),
        HMACVector(
            key: [UInt8](repeating: 0xAA, count: 80),
            message: [UInt8](text: "Test Using Larger Than Block-Size Key - Hash Key First"),
            digests: [.sha1: "aa4ae5e15272d00e95705637ce8a3b55ed402112"]),
        HMACVector(
            key: [UInt8](repeating: 0xAA, count: 80),
            message: [UInt8](
                text: "Test Using Larger Than Block-Size Key and Larger Than One Block-Size Data"),
            digests: [.sha1: "e8e99d0f45237d786d6bbaa7965c7808bbff1a91"]),
    ]
}
