import Cryptography
import Testing
import TestSupport

@Suite struct SecretBytesTests {
    @Test func `new bytes are zero, and a length below zero is none`() {
        let zeroed = SecretBytes(zeroed: 5)
        #expect(zeroed.array() == [0, 0, 0, 0, 0])
        let none = SecretBytes(zeroed: -1)
        #expect(none.count == 0)
        #expect(none.array() == [])
    }

    @Test func `a copy has the same bytes in memory of its own`() {
        var secret = SecretBytes(copying: [1, 2, 3])
        let copy = secret.copy()
        secret.withMutableBytes { $0[0] = 9 }
        #expect(secret.array() == [9, 2, 3])
        #expect(copy.array() == [1, 2, 3])
    }

    @Test(arguments: [
        (0..<3, [1, 2, 3]), (1..<2, [2]), (2..<2, []), (-5..<2, [1, 2]), (1..<99, [2, 3]),
        (7..<9, []),
        (-9 ..< -3, []), (Int.min..<Int.max, [1, 2, 3]),
    ])
    func `a copy of a part stays inside the bytes`(range: Range<Int>, expected: [UInt8]) {
        let secret = SecretBytes(copying: [1, 2, 3])
        let part = secret.copy(of: range)
        #expect(part.array() == expected)
    }

    @Test func `wiping overwrites every byte it is given and no other`() {
        for length in [0, 1, 7, 64, 4096] {
            var memory = [UInt8](repeating: 0xA5, count: length + 2)
            // Safe: the part given lies in the array, whose memory is lent for the call.
            unsafe memory.withUnsafeMutableBytes { memory in
                unsafe wipe(UnsafeMutableRawBufferPointer(rebasing: memory[1..<length + 1]))
            }
            #expect(memory.first == 0xA5)
            #expect(memory.last == 0xA5)
            #expect(memory.dropFirst().dropLast().allSatisfy { $0 == 0 })
        }
    }

    @Test func `wiping nothing does nothing`() {
        // Safe: an empty buffer has no memory to touch.
        unsafe wipe(UnsafeMutableRawBufferPointer(start: nil, count: 0))
    }
}
