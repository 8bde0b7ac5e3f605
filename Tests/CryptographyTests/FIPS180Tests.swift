import Cryptography
import Testing
import TestSupport

/// A message and its digest, of NIST's examples for FIPS 180-4.
struct DigestVector: Sendable {
    let hash: HashFunction
    let message: String
    let digest: String
}

@Suite struct FIPS180Tests {
    private static let twoBlocks = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"

    static let vectors = [
        DigestVector(
            hash: .sha1, message: "abc", digest: "a9993e364706816aba3e25717850c26c9cd0d89d"),
        DigestVector(
            hash: .sha256, message: "abc",
            digest: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        DigestVector(
            hash: .sha256, message: twoBlocks,
            digest: "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"),
        DigestVector(
            hash: .sha256, message: "",
            digest: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ]

    @Test(arguments: vectors)
    func `the digests are those of the standard`(vector: DigestVector) throws {
        let message = [UInt8](text: vector.message)
        #expect(try LibCrypto().digest(vector.hash, of: message).hex == vector.digest)
    }

    @Test(arguments: HashFunction.allCases)
    func `a digest has the length of its hash function`(hash: HashFunction) throws {
        #expect(try LibCrypto().digest(hash, of: [1, 2, 3]).count == hash.digestLength)
    }
}
