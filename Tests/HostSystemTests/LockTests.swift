import HostSystem
import Testing
import TestSupport

@Suite(.timeLimit(.minutes(15)))
struct LockTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = try folder.write([], to: "lock")
    }

    private func open() throws(SystemError) -> File {
        try File(path: path, confidentiality: .secret)
    }

    @Test func `a second holder is kept out until the deadline`() throws {
        let first = try open()
        try first.lock(within: 0)
        let second = try open()
        let start = try #require(SystemClock.monotonicMilliseconds())
        let refused = failure { () throws(SystemError) in try second.lock(within: 100) }
        let end = try #require(SystemClock.monotonicMilliseconds())
        #expect(refused == .busy)
        #expect(end - start >= 100)
        _ = consume first
        // Not at once: a child that another test has just forked holds everything open until its exec.
        #expect(failure { () throws(SystemError) in try second.lock(within: 30_000) } == nil)
    }

    @Test func `a counter that many raise under the lock loses nothing`() throws {
        let (holders, rounds) = (8, 50)
        try folder.write([0, 0], to: "counter")
        let (path, counter) = (path, folder.path(of: "counter"))
        let folder = folder
        _ = try concurrently(holders) { _ in
            for _ in 0..<rounds {
                let lock = try File(path: path, confidentiality: .secret)
                try lock.lock(within: 30_000)
                let bytes = try File(path: counter, confidentiality: .secret).contents(limit: 2)
                let value = Int(bytes[0]) << 8 + Int(bytes[1]) + 1
                let next = [UInt8(value >> 8), UInt8(value & 0xFF)]
                try Directory(path: folder.path).file(named: "counter", forWriting: true)
                    .write(next.span, at: 0)
                _ = consume lock
            }
        }
        let bytes = try folder.read("counter")
        #expect(Int(bytes[0]) << 8 + Int(bytes[1]) == holders * rounds)
    }
}
