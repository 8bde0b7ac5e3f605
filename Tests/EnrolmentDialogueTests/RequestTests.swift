import LanguageTestSupport
import LoginFlow
import Messages
import Policy
import TestSupport
import Testing
import Vocabulary

@testable import EnrolmentDialogue

@Suite struct RequestTests {
    private static let request = EnrolmentRequest(
        user: "alice", stateDirectory: "/var/lib/sallyport", keyFile: "/etc/sallyport/key",
        enrolment: .firstLogin, makesRecoveryCodes: true, window: 2,
        limits: (after: 10, duration: 1800, cap: 100), host: "web1", language: .simplifiedChinese)

    @Test func `what a login writes is read back`() throws {
        let bytes = try #require(Self.request.encoded)
        let read = try EnrolmentRequest(decoding: bytes)
        #expect(read.encoded == bytes)
        #expect(read.user == "alice" && read.host == "web1" && read.window == 2)
        #expect(read.enrolment == .firstLogin && read.language == .simplifiedChinese)
        #expect(read.makesRecoveryCodes && read.limits == (10, 1800, 100))
        #expect(read.stateDirectory == "/var/lib/sallyport" && read.keyFile == "/etc/sallyport/key")
    }

    @Test func `it is taken off what has arrived once it is whole`() throws {
        let bytes = try #require(Self.request.encoded)
        var arrived: [UInt8] = []
        for byte in bytes.dropLast() {
            arrived.append(byte)
            #expect(try EnrolmentRequest.take(from: &arrived) == nil)
        }
        arrived.append(UInt8(ascii: "\n"))
        arrived += EnrolmentMessage.noAnswer.encoded
        #expect(try EnrolmentRequest.take(from: &arrived)?.encoded == bytes)
        #expect(arrived == EnrolmentMessage.noAnswer.encoded)
    }

    @Test(arguments: [
        (0, ""), (1, "relative"), (1, ""), (2, "key"), (3, "anybody"), (3, ""), (4, "yes"),
        (5, "-1"), (5, ""), (6, "1x"), (7, "99999999999999999999"), (8, " 1"), (10, "de"),
        (11, "more"),
    ])
    func `a line that is wrong makes it none`(line: Int, text: String) throws {
        let whole = try #require(Self.request.encoded)
        var lines = whole.split(separator: 10, omittingEmptySubsequences: false)
        lines[line] = ArraySlice(text.utf8)
        let bytes = Array(lines.joined(separator: [10]))
        #expect(throws: UnreadableEnrolmentRequest.self) {
            try EnrolmentRequest(decoding: bytes)
        }
    }

    @Test(arguments: [0, 1, 9])
    func `text that is no UTF-8 is none, and never repaired`(line: Int) throws {
        let whole = try #require(Self.request.encoded)
        var lines = whole.split(separator: 10, omittingEmptySubsequences: false)
        lines[line] = lines[line] + [0xff]
        let bytes = Array(lines.joined(separator: [10]))
        #expect(throws: UnreadableEnrolmentRequest.self) {
            try EnrolmentRequest(decoding: bytes)
        }
    }

    @Test func `one that does not end is none`() {
        var arrived = [UInt8](repeating: UInt8(ascii: "a"), count: EnrolmentRequest.maximumLength)
        #expect(throws: UnreadableEnrolmentRequest.self) {
            try EnrolmentRequest.take(from: &arrived)
        }
    }

    @Test func `changed bytes are read or refused, and never more than that`() throws {
        var random = SeededGenerator(seed: 41)
        let good = try #require(Self.request.encoded)
        var read = 0
        for _ in 0..<20_000 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
                }
            }
            if (try? EnrolmentRequest(decoding: bytes)) != nil { read += 1 }
            while (try? EnrolmentRequest.take(from: &bytes)) != nil { continue }
        }
        // Both happen: a changed name is a name.
        #expect((1000..<19_000).contains(read), "\(read)")
    }
}
