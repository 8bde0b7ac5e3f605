import OneTimePassword
import Testing

@Suite struct CodeSearchTests {
    private let key = RFC4226AppendixD.key

    private func search(_ code: String, in range: ClosedRange<UInt64>) throws -> UInt64? {
        let hotp = try #require(HOTP())
        return try hotp.counter(of: code, in: range, key: key)
    }

    @Test(arguments: RFC4226AppendixD.vectors)
    func `every counter of the range is found`(vector: RFC4226AppendixD.Vector) throws {
        #expect(try search(vector.code, in: 0...9) == vector.counter)
        #expect(try search(vector.code, in: vector.counter...vector.counter) == vector.counter)
    }

    @Test(arguments: RFC4226AppendixD.vectors)
    func `a counter just outside of the range is not found`(vector: RFC4226AppendixD.Vector) throws
    {
        #expect(try search(vector.code, in: vector.counter + 1...20) == nil)
        guard vector.counter > 0 else { return }
        #expect(try search(vector.code, in: 0...vector.counter - 1) == nil)
    }

    @Test func `of two counters with the same code the later one is found`() throws {
        let hotp = try #require(HOTP())
        var seen: [String: UInt64] = [:]
        for counter in UInt64(0)..<10_000 {
            let code = try hotp.text(at: counter, key: key)
            if let first = seen.updateValue(counter, forKey: code) {
                #expect(try search(code, in: first...counter) == counter)
                return
            }
        }
        Issue.record("no two of 10,000 codes are the same, which six digits cannot be")
    }

    @Test func `a code of another length is never found`() throws {
        #expect(try search("0755224", in: 0...9) == nil)
    }

    @Test func `the end of the counter's type is searched without a trap`() throws {
        let hotp = try #require(HOTP())
        let last = try hotp.text(at: .max, key: key)
        let range = UInt64.max.range(before: 2, after: 5)
        #expect(range == UInt64.max - 2...UInt64.max)
        #expect(try search(last, in: range) == .max)
    }

    @Test func `a range is cut off at both ends of the type`() {
        #expect(UInt64(0).range(before: 1, after: 1) == 0...1)
        #expect(UInt64(1).range(before: 1, after: 0) == 0...1)
        #expect(UInt64(5).range(before: .max, after: .max) == 0...UInt64.max)
        #expect(UInt64.max.range(before: 0, after: 1) == UInt64.max...UInt64.max)
    }

    @Test func `moving a counter stops at both ends of the type`() {
        #expect(UInt64(10).advanced(clamping: -3) == 7)
        #expect(UInt64(10).advanced(clamping: 3) == 13)
        #expect(UInt64(2).advanced(clamping: -3) == 0)
        #expect(UInt64.max.advanced(clamping: 1) == .max)
        #expect(UInt64.max.advanced(clamping: .min) == UInt64(Int64.max))
        #expect(UInt64(0).advanced(clamping: .min) == 0)
    }
}
