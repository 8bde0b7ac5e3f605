import Cryptography
import Testing
import TestSupport

@Suite struct AuthenticatedEncryptionTests {
    private let key = [UInt8](0..<32)
    private let context = [UInt8](text: "alice")
    private let text = [UInt8](text: "a record of an account")
    private let library: LibCrypto

    init() throws { library = try LibCrypto() }

    /// What is in a box, with the key and context it was sealed with where no others are given.
    private func open(_ box: [UInt8], key: [UInt8]? = nil, context: [UInt8]? = nil) throws
        -> [UInt8]?
    {
        try library.open(box, key: key ?? self.key, context: context ?? self.context)
    }

    private func seal(_ text: [UInt8]) throws -> [UInt8] {
        try library.seal(text, key: key, context: context)
    }

    @Test(arguments: [0, 1, 15, 16, 17, 8192, 1 << 18])
    func `what was sealed opens again`(length: Int) throws {
        let text = (0..<length).map { UInt8(truncatingIfNeeded: $0) }
        let box = try seal(text)
        #expect(box.count == 12 + length + 16)
        #expect(try open(box) == text)
    }

    @Test func `every changed bit is noticed`() throws {
        let box = try seal(text)
        for index in box.indices {
            for bit in 0..<8 {
                var changed = box
                changed[index] ^= 1 << UInt8(bit)
                #expect(try open(changed) == nil, "byte \(index), bit \(bit)")
            }
        }
    }

    @Test func `a box that is cut off or has more at its end is refused`() throws {
        let box = try seal(text)
        for length in 0..<box.count { #expect(try open(Array(box.prefix(length))) == nil) }
        #expect(try open(box + [0]) == nil)
    }

    @Test func `a box of another context is refused`() throws {
        let box = try seal(text)
        for other in ["", "alic", "alicf", "alice\u{0}", "Alice"] {
            #expect(try open(box, context: [UInt8](text: other)) == nil, "\(other)")
        }
    }

    @Test func `a box under another key is refused`() throws {
        let box = try seal(text)
        for index in key.indices {
            var other = key
            other[index] ^= 0x80
            #expect(try open(box, key: other) == nil)
        }
    }

    @Test(arguments: [0, 16, 24, 31, 33, 64])
    func `a key of another length is an error`(length: Int) throws {
        let short = [UInt8](repeating: 1, count: length)
        #expect(throws: CryptographyError.self) {
            try library.seal(text, key: short, context: context)
        }
    }

    @Test func `the same text is never sealed to the same box`() throws {
        let boxes = try (0..<1000).map { _ in try seal(text) }
        #expect(Set(boxes.map { $0.prefix(12).map { $0 } }).count == boxes.count)
        #expect(Set(boxes).count == boxes.count)
    }

    @Test func `the text does not show in the box`() throws {
        let box = try seal([UInt8](repeating: 0x41, count: 256))
        let longestRun = box.reduce(into: (run: 0, longest: 0)) { state, byte in
            state.run = byte == 0x41 ? state.run + 1 : 0
            state.longest = max(state.longest, state.run)
        }.longest
        #expect(longestRun < 8)
    }
}
