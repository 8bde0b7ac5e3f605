import AccountsTestSupport
import HostSystem
import Testing
import TestSupport

/// Whatever is answered, there is a verdict, and no trap.
@Suite(.timeLimit(.minutes(15)))
struct AnswerTests {
    /// Rounds in all, in so many processes at once: each refusal of a guess comes evenly late.
    private static let (rounds, processes) = (2000, 16)
    private let host: TestHost

    init() throws {
        host = try TestHost(policy: "Methods totp hotp recovery\nLockAfter 10000\nLockCap 10000\n")
        try host.writeStack("auth required MODULE")
        let root = try #require(try User.named("root"))
        try host.enrol(root, [try TestDevice.time(), try TestDevice.counter()])
    }

    @Test(arguments: [
        [UInt8](repeating: UInt8(ascii: "0"), count: 256 * 1024),
        [UInt8](repeating: UInt8(ascii: " "), count: 256 * 1024),
        [UInt8](repeating: 0xFF, count: 256 * 1024),
        [UInt8](repeating: UInt8(ascii: "%"), count: 256 * 1024),
        [UInt8](text: String(repeating: "%n%s", count: 64 * 1024)),
        [UInt8](text: "１２３４５６"), [UInt8](text: "+12345"), [UInt8](text: "0x12345"),
        [UInt8](text: "12345"), [UInt8](text: "123456789"), [UInt8](text: "123456\n"),
        [UInt8](text: "\u{8}\n\r\u{7F}INCORRECT"), [0xC0, 0x80], [0xED, 0xA0, 0x80], [0x80], [1],
    ])
    func `a strange answer is refused`(answer: [UInt8]) throws {
        let record = try host.login("root", .bytes(answer))
        #expect(record.authenticate == [.authenticationError])
        #expect(record.isComplete)
    }

    @Test func `random answers are refused`() throws {
        _ = try concurrently(Self.processes) { process in
            var random = SeededGenerator(seed: UInt64(process + 1))
            let answers = (0..<Self.rounds / Self.processes).map { _ in Self.answer(using: &random)
            }
            let record = try host.run(as: "root") { script in
                for answer in answers {
                    script.answer(.bytes(answer))
                    script.authenticate()
                }
            }
            #expect(record.isComplete, "seed \(process + 1)")
            #expect(
                record.authenticate
                    == [PAMCode](repeating: .authenticationError, count: answers.count))
        }
    }

    /// Bytes but NUL, or characters of which codes are made; mostly short, now and then long.
    private static func answer(using random: inout SeededGenerator) -> [UInt8] {
        let alphabets = [
            Array(1...255), [UInt8](text: "0123456789 -\r\t"),
            [UInt8](text: "0123456789abcdefghjkmnpqrstvwxyz-"),
            [UInt8](text: "totphemailsndgkrcvy"),
            [0xEF, 0xBC, 0x90, 0x91, 0x99, UInt8(ascii: "1")],
        ]
        let alphabet = alphabets.randomElement(using: &random) ?? []
        let limit = Int.random(in: 0..<20, using: &random) == 0 ? 4096 : 24
        let length = Int.random(in: 0...limit, using: &random)
        return (0..<length).compactMap { _ in alphabet.randomElement(using: &random) }
    }
}
