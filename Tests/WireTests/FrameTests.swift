import Testing
import TestSupport

@testable import Wire

@Suite struct FrameTests {
    /// The example of Documentation/formats.md.
    private let example: [UInt8] =
        [0xA5, 1, 0x22, 0, 12, 4] + Array("text".utf8) + [0, 5] + Array("hello".utf8)

    @Test func `a frame has the bytes that are documented`() throws {
        var frame = Frame(kind: 0x22)
        frame.add("text", "hello")
        #expect(frame.encoded() == example)
        #expect(EnrolmentMessage.tell("hello").encoded == example)
        #expect(try documentedBytes(behind: "So `tell` with the text `hello` is") == example)
    }

    private func error(_ bytes: [UInt8], limit: Int = Frame.maximumLength) -> FrameError? {
        do throws(FrameError) {
            _ = try Frame(decoding: bytes, limit: limit)
            return nil
        } catch {
            return error
        }
    }

    @Test func `what is no frame says why`() {
        #expect(error([0x20]) == FrameError(.notAFrame))
        #expect(error(Array("sent everybody\n".utf8)) == FrameError(.notAFrame))
        #expect(error([]) == FrameError(.truncated))
        #expect(error([0xA5]) == FrameError(.truncated))
        #expect(error([0xA5, 2]) == FrameError(.otherVersion(2)))
        #expect(error(example + [0]) == FrameError(.trailingBytes))
        #expect(error(example, limit: 12) == nil)
        #expect(error(example, limit: 11) == FrameError(.tooLong))
        // Before anything of it has come.
        #expect(error([0xA5, 1, 0x22, 0xFF, 0xFF], limit: 4096) == FrameError(.tooLong))
    }

    @Test(
        arguments: [
            [0], [1], [1, 0x61], [1, 0x61, 0], [1, 0x61, 0, 1], [0, 0, 0], [1, 0x41, 0, 0],
            [2, 0x61, 0, 0, 0], [255, 0x61], [1, 0x61, 0, 0, 1],
            [25] + [UInt8](repeating: 0x61, count: 25) + [0, 0],
        ] as [[UInt8]])
    func `fields that cannot be told apart are refused`(body: [UInt8]) {
        #expect(
            error([0xA5, 1, 0x22, 0, UInt8(body.count)] + body) == FrameError(.malformedFields))
    }

    @Test func `there are so many fields and no more, read and written`() throws {
        func frame(_ count: Int) -> Frame {
            var frame = Frame(kind: 1)
            for _ in 0..<count { frame.add("a", "") }
            return frame
        }
        let most = try #require(frame(Frame.maximumFieldCount).encoded())
        #expect(error(most) == nil)
        #expect(frame(Frame.maximumFieldCount + 1).encoded() == nil)
        let length = most.count - 5 + 4
        let more =
            [0xA5, 1, 1, UInt8(length >> 8), UInt8(length & 0xff)] + most[5...] + [1, 0x61, 0, 0]
        #expect(error(more) == FrameError(.malformedFields))
    }

    @Test func `what is too long is not written`() {
        var frame = Frame(kind: 1)
        frame.add("text", [UInt8](repeating: 0, count: 0xFFFF - 7))
        #expect(frame.encoded()?.count == 5 + 0xFFFF)
        #expect(frame.encoded(limit: 0xFFFE) == nil)
        frame.add("a", "")
        #expect(frame.encoded() == nil)
        frame = Frame(kind: 1)
        frame.add("text", [UInt8](repeating: 0, count: 0x1_0000))
        #expect(frame.encoded() == nil)
        #expect(ServiceMessage.answer(String(repeating: "a", count: 4096)).encoded == nil)
        #expect(ServiceMessage.output(String(repeating: "a", count: 4096)).encoded != nil)
    }

    @Test func `a field is there once, has text where that is meant, and none is left over`() {
        func error(_ fields: [(String, [UInt8])]) -> FrameError? {
            var frame = Frame(kind: 0x22)
            for (name, value) in fields { frame.add(name, value) }
            var bytes = frame.encoded() ?? []
            do throws(FrameError) {
                _ = try EnrolmentMessage.take(from: &bytes)
                return nil
            } catch {
                return error
            }
        }
        #expect(error([("text", [0x61])]) == nil)
        #expect(error([]) == FrameError(.missingField, "text"))
        #expect(error([("text", []), ("text", [])]) == FrameError(.unexpectedField, "text"))
        #expect(error([("text", []), ("more", [])]) == FrameError(.unexpectedField, "more"))
        #expect(error([("text", [0xFF])]) == FrameError(.invalidText, "text"))
        // The system would take it for the end of a name.
        #expect(error([("text", [0x61, 0, 0x62])]) == FrameError(.invalidText, "text"))
    }
}
