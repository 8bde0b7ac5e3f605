import Cryptography
import Testing
import TestSupport

@Suite struct LibCryptoTests {
    private let library: LibCrypto

    init() throws { library = try LibCrypto() }

    @Test(arguments: [0, 1, 10, 16, 32, 1 << 16])
    func `as many random bytes come as were asked for`(count: Int) throws {
        #expect(try library.random(count).count == count)
    }

    @Test func `random bytes are distinct and use every value`() throws {
        let blocks = try (0..<2000).map { _ in try library.random(16) }
        #expect(Set(blocks).count == blocks.count)
        // 32,000 bytes without one of the 256 values come once in 10^52 runs.
        #expect(Set(blocks.joined()).count == 256)
    }

    @Test func `equal bytes are equal and every difference is seen`() {
        let bytes = [UInt8](0..<64)
        let same = [UInt8](0..<64)
        #expect(library.areEqual(bytes, same))
        for index in bytes.indices {
            var other = bytes
            other[index] ^= 1
            #expect(!library.areEqual(bytes, other), "byte \(index)")
        }
    }

    @Test func `bytes of other lengths are not equal, and nothing equals nothing`() {
        let bytes = [UInt8](0..<8)
        #expect(!library.areEqual(bytes, [UInt8](0..<7)))
        #expect(!library.areEqual(bytes, (bytes + [0])))
        #expect(!library.areEqual([], [0]))
        #expect(library.areEqual([], []))
    }
}
