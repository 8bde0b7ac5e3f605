import Testing

@testable import Wire

/// The values a request can have.
@Suite struct RequestTests {
    /// A request with one of its fields changed, or taken out.
    private func changed(_ bytes: [UInt8]?, _ name: String, _ value: String?) throws -> [UInt8] {
        let frame = try Frame(decoding: try #require(bytes))
        var changed = Frame(kind: frame.kind)
        var (place, isThere) = (0, false)
        while let field = frame.field(at: &place) {
            let fieldName = String(decoding: frame.body[field.name], as: UTF8.self)
            if fieldName != name {
                changed.add(fieldName, Array(frame.body[field.value]))
                continue
            }
            isThere = true
            if let value { changed.add(fieldName, value) }
        }
        #expect(isThere)
        return try #require(changed.encoded())
    }

    private func deliveryError(_ name: String, _ value: String?) throws -> FrameError? {
        let request = DeliveryRequest(
            deliveryFile: "/d", timeout: 10,
            task: .send(Sample.code, Sample.message, tellsSteps: true))
        let bytes = try changed(request.encoded, name, value)
        do throws(FrameError) {
            _ = try DeliveryRequest(decoding: bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        ("timeout", 86_400), ("number", 9_999), ("time", 253_402_300_799), ("lifetime", 86_400),
    ])
    func `a number is taken up to its largest value`(name: String, largest: Int) throws {
        #expect(try deliveryError(name, String(largest)) == nil)
        for number in [
            "\(largest + 1)", "\(Int.max)", "\(Int.min)", "1\(Int.max)", "-1", "1e308", "",
        ] {
            #expect(try deliveryError(name, number) == FrameError(.invalidValue, name), "\(number)")
        }
    }

    @Test(arguments: [("method", "pigeon"), ("language", "EN"), ("language", "")])
    func `a name that is none of the known ones is refused`(field: String, value: String) throws {
        #expect(try deliveryError(field, value) == FrameError(.invalidValue, field))
    }

    @Test(arguments: ["delivery-file", "timeout", "code", "channel", "user", "time", "language"])
    func `a request that lacks a field is refused`(name: String) throws {
        #expect(try deliveryError(name, nil) == FrameError(.missingField, name))
    }

    private func enrolmentError(_ name: String, _ value: String?) throws -> FrameError? {
        var bytes = try changed(Sample.enrolment.encoded, name, value)
        do throws(FrameError) {
            _ = try EnrolmentRequest.take(from: &bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        ("user", ""), ("state-directory", "relative"), ("state-directory", ""),
        ("key-file", "key"), ("needs-ticket", "yes"), ("needs-ticket", "2"),
        ("recovery-codes", ""), ("window", "-1"), ("window", ""), ("lock-after", "1x"),
        ("lock-for", "99999999999999999999"), ("lock-cap", " 1"), ("echo", "on"),
        ("language", "de"),
    ])
    func `a value that is none of an enrolment's is refused`(name: String, value: String) throws {
        #expect(try enrolmentError(name, value) == FrameError(.invalidValue, name))
        #expect(try enrolmentError(name, nil) == FrameError(.missingField, name))
    }

    @Test func `a request that is too long is not written`() {
        var request = Sample.enrolment
        request.host = String(repeating: "h", count: EnrolmentRequest.maximumLength)
        #expect(request.encoded == nil)
        let delivery = DeliveryRequest(
            deliveryFile: request.host, timeout: 1, task: .check(channel: nil, reachesServers: true)
        )
        #expect(delivery.encoded == nil)
    }

    @Test func `a command line has 64 words at most`() throws {
        let words = [String](repeating: "a", count: 65)
        let most = try #require(
            ServiceMessage.request(Array(words.dropFirst()), terminal: nil).encoded)
        #expect(throws: Never.self) { try ServiceMessage(decoding: most) }
        let more = try #require(ServiceMessage.request(words, terminal: nil).encoded)
        #expect(throws: FrameError(.invalidValue, "word")) { try ServiceMessage(decoding: more) }
    }

    @Test func `what the courier says is printable`() throws {
        var bytes = DeliveryReply(.sent, "a\u{1b}[2J\n用").encoded
        #expect(try DeliveryReply.take(from: &bytes)?.text == "a?[2J?用")
        // One that is too long is cut, and no half character is left.
        for start in ["", "a", "ab"] {
            bytes = DeliveryReply(.failed, start + String(repeating: "用", count: 4000)).encoded
            let text = try #require(try DeliveryReply.take(from: &bytes)?.text)
            #expect(text.utf8.count == 8192 && !text.contains("\u{fffd}"))
        }
    }
}
