import Testing
import TestSupport

@testable import Wire

/// What holds of every message alike.
@Suite struct MessageTests {
    @Test func `every message is read as it was written, and fits`() throws {
        for sample in Sample.all {
            #expect((Frame.headerLength...1000).contains(sample.bytes.count), "\(sample.name)")
            _ = try sample.read(sample.bytes)
        }
        for task in Sample.deliveries {
            let request = DeliveryRequest(deliveryFile: "/etc/d.conf", timeout: 15, task: task)
            let read = try DeliveryRequest(decoding: try #require(request.encoded))
            #expect("\(read)" == "\(request)")
        }
        for reply in Sample.replies {
            var bytes = reply.encoded
            let read = try #require(try DeliveryReply.take(from: &bytes))
            #expect(read.kind == reply.kind && read.text == reply.text)
        }
        for message in Sample.enrolmentMessages {
            var bytes = message.encoded
            #expect(try EnrolmentMessage.take(from: &bytes) == message)
        }
        for answer in Sample.enrolmentAnswers {
            var bytes = answer.encoded
            #expect(try EnrolmentAnswer.take(from: &bytes) == answer)
        }
        for message in Sample.serviceMessages {
            let bytes = try #require(message.encoded)
            #expect(try ServiceMessage(decoding: bytes) == message)
        }
        var bytes = try #require(Sample.enrolment.encoded)
        let read = try #require(try EnrolmentRequest.take(from: &bytes))
        #expect("\(read)" == "\(Sample.enrolment)")
    }

    @Test func `the beginning of a message is none, and more than one is not one`() {
        for sample in Sample.all {
            for length in 0..<sample.bytes.count {
                #expect(throws: FrameError(.truncated), "\(sample.name) \(length)") {
                    try sample.read(Array(sample.bytes.prefix(length)))
                }
            }
            #expect(throws: FrameError(.trailingBytes), "\(sample.name)") {
                try sample.read(sample.bytes + sample.bytes)
            }
        }
    }

    @Test func `another version is refused as one, however the rest looks`() {
        for sample in Sample.all {
            for version: UInt8 in [0, 2, 3, 0x80, 0xA5, 0xFF] {
                var bytes = sample.bytes
                bytes[1] = version
                for bytes in [bytes, Array(bytes.prefix(2)), Array(bytes.prefix(2)) + [1, 2, 3]] {
                    #expect(throws: FrameError(.otherVersion(version))) { try sample.read(bytes) }
                }
            }
        }
        #expect(
            FrameError(.otherVersion(7)).description
                == "version 7 of the message format instead of 1: module, programs and command are not of one release"
        )
    }

    /// Bytes that are not this one: each of its bits changed, its neighbours, and the ends.
    private func others(_ byte: UInt8) -> Set<UInt8> {
        let bits = (0..<8).map { byte ^ (1 << $0) }
        return Set(bits + [0, 1, 0x30, 0x31, 0xFF, byte &+ 1, byte &- 1]).subtracting([byte])
    }

    /// In the value of a field it is another value, which no format can see.
    @Test func `a byte that is another is refused, or is another value of the same field`() throws {
        for sample in Sample.all {
            let good = try sample.read(sample.bytes)
            for place in sample.bytes.indices {
                for byte in others(sample.bytes[place]) {
                    var bytes = sample.bytes
                    bytes[place] = byte
                    guard let read = try? sample.read(bytes) else { continue }
                    // It reads as something else, or is unprintable in a text that is cleaned.
                    #expect(read != good || sample.bytes[place] == 0x3f || byte == 0x3f)
                    // No mark, version, length or name is any other.
                    #expect(
                        place == 2 || isValue(place, in: sample.bytes),
                        "\(sample.name): byte \(place) may be \(byte)")
                }
            }
        }
    }

    /// Whether a byte is part of a field's value.
    private func isValue(_ wanted: Int, in bytes: [UInt8]) -> Bool {
        var place = Frame.headerLength
        while place < bytes.count {
            let value = place + 1 + Int(bytes[place]) + 2
            let end = value + Int(bytes[value - 2]) << 8 + Int(bytes[value - 1])
            if (value..<end).contains(wanted) { return true }
            place = end
        }
        return false
    }

    @Test func `no change of a byte makes what went wrong go well`() throws {
        for (bad, isGood) in [
            (DeliveryReply(.failed, "x").encoded, isSent),
            (DeliveryReply(.unknown, "x").encoded, isSent),
            (DeliveryReply(.step, "x").encoded, isSent),
            (DeliveryReply(.problem, "x").encoded, isSent),
            (EnrolmentMessage.refused("x").encoded, isEnrolled),
            (EnrolmentMessage.failed("x").encoded, isEnrolled),
            (EnrolmentMessage.tell("x").encoded, isEnrolled),
        ] as [([UInt8], ([UInt8]) -> Bool)] {
            for place in bad.indices {
                for byte in UInt8.min...UInt8.max {
                    var bytes = bad
                    bytes[place] = byte
                    #expect(!isGood(bytes))
                }
            }
        }
    }

    private func isSent(_ bytes: [UInt8]) -> Bool {
        var bytes = bytes
        switch (try? DeliveryReply.take(from: &bytes))?.kind {
        case .sent, .checked: return true
        case .step, .problem, .failed, .unknown, nil: return false
        }
    }

    private func isEnrolled(_ bytes: [UInt8]) -> Bool {
        var bytes = bytes
        if case .enrolled = try? EnrolmentMessage.take(from: &bytes) { return true }
        return false
    }

    @Test func `a message is taken off what has arrived once it is whole, byte by byte`() throws {
        let all = Sample.enrolmentMessages.flatMap(\.encoded)
        var (arrived, taken): ([UInt8], [EnrolmentMessage]) = ([], [])
        for byte in all {
            arrived.append(byte)
            while let message = try EnrolmentMessage.take(from: &arrived) { taken.append(message) }
        }
        #expect(taken == Sample.enrolmentMessages && arrived.isEmpty)
    }

    @Test func `no kind is that of two messages`() {
        let kinds = Sample.all.map { $0.bytes[2] }
        // Of an answer and a request of the self-service there are two samples each.
        #expect(Set(kinds).count == kinds.count - 2)
    }

    @Test func `random and changed frames are read or refused, and nothing else`() {
        var random = SeededGenerator(seed: 97)
        let samples = Sample.all
        var read = 0
        for round in 0..<100_000 {
            let sample = samples[Int.random(in: 0..<samples.count, using: &random)]
            var bytes = sample.bytes
            if round.isMultiple(of: 4) {
                let length = Int.random(in: 0...60, using: &random)
                bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
                // Most get past the beginning.
                if length > 5, Bool.random(using: &random) {
                    bytes.replaceSubrange(0..<2, with: [Frame.mark, Frame.version])
                    bytes[3] = 0
                    bytes[4] = UInt8(length - 5)
                }
            } else {
                for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
                    let place = Int.random(in: 0..<bytes.count, using: &random)
                    switch Int.random(in: 0..<3, using: &random) {
                    case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                    case 1: bytes.remove(at: place)
                    default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
                    }
                }
            }
            // Whoever it is for, and another.
            for sample in [sample, samples[round % samples.count]]
            where (try? sample.read(bytes)) != nil { read += 1 }
        }
        // Both happen: a changed name is a name.
        #expect((1_000..<90_000).contains(read), "\(read)")
    }
}
