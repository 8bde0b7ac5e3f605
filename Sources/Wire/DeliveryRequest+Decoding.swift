internal import TextCoding
internal import Vocabulary

extension DeliveryRequest {
    /// How many seconds a code can be good: a day, more than any policy allows.
    private static let lifetimes = 0...86_400
    /// How many seconds a request can take: as many times more than any policy allows.
    private static let timeouts = 0...86_400
    /// What the number of a challenge can be; it stands in texts that have little room.
    private static let numbers = 0...9_999

    /// Reads a request.
    package init(decoding bytes: [UInt8]) throws(FrameError) {
        var frame = try Frame(decoding: bytes, limit: Self.maximumLength)
        guard let kind = Kind(rawValue: frame.kind) else {
            throw FrameError(.unknownKind(frame.kind))
        }
        let deliveryFile = try frame.takeText("delivery-file")
        let timeout = try frame.takeNumber("timeout", in: Self.timeouts)
        let task: Task
        switch kind {
        case .send, .test:
            let code = CodeToSend(
                text: try frame.takeText("code"),
                number: try frame.takeNumber("number", in: Self.numbers),
                lifetime: try frame.takeNumber("lifetime", in: Self.lifetimes))
            task = .send(code, try OutgoingMessage(from: &frame), tellsSteps: kind == .test)
        case .notify:
            let notice = try frame.takeChoice("notice", Notice.allCases) { $0.name }
            task = .notify(notice, try OutgoingMessage(from: &frame))
        case .check, .checkFiles:
            task = .check(
                channel: try frame.takeOptionalText("channel"), reachesServers: kind == .check)
        }
        try frame.finish()
        self.init(deliveryFile: deliveryFile, timeout: timeout, task: task)
    }
}

extension OutgoingMessage {
    /// The seconds since 1970 that a request can tell of: until the end of the year 9999.
    private static let times = 0...253_402_300_799

    fileprivate init(from frame: inout Frame) throws(FrameError) {
        let target: Target
        if let topic = try frame.takeOptionalText("topic") {
            target = .topic(topic)
        } else if let directory = try frame.takeOptionalText("directory") {
            target = .directory(directory)
        } else {
            target = .contacts(try frame.takeTexts("contact"))
        }
        self.init(
            channel: try frame.takeText("channel"),
            method: try frame.takeChoice("method", Method.allCases) { $0.name }, target: target,
            user: try frame.takeText("user"), host: try frame.takeText("host"),
            source: try frame.takeText("source"),
            time: Int64(try frame.takeNumber("time", in: Self.times)),
            language: try frame.takeLanguage("language"))
    }
}
