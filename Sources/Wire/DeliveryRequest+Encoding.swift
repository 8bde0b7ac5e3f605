internal import Messages
internal import TextCoding
internal import Vocabulary

extension DeliveryRequest {
    /// The most bytes of a request's fields.
    package static let maximumLength = 16 * 1024

    /// The request as it is written to the courier.
    ///
    /// - Returns: nil where it is too long: nothing that could be sent is.
    package var encoded: [UInt8]? {
        var frame = Frame(kind: kind.rawValue)
        frame.add("delivery-file", deliveryFile)
        frame.add("timeout", timeout)
        switch task {
        case .send(let code, let message, _):
            frame.add("code", code.text)
            frame.add("number", code.number)
            frame.add("lifetime", code.lifetime)
            message.add(to: &frame)
        case .notify(let notice, let message):
            frame.add("notice", notice.name)
            message.add(to: &frame)
        case .check(let channel, _):
            if let channel { frame.add("channel", channel) }
        }
        return frame.encoded(limit: Self.maximumLength)
    }

    private var kind: Kind {
        switch task {
        case .send(_, _, tellsSteps: false): .send
        case .send(_, _, tellsSteps: true): .test
        case .notify: .notify
        case .check(_, reachesServers: true): .check
        case .check(_, reachesServers: false): .checkFiles
        }
    }

    /// What stands in the frame for each request.
    enum Kind: UInt8 {
        case send = 0x10
        case test = 0x11
        case notify = 0x12
        case check = 0x13
        case checkFiles = 0x14
    }
}

extension OutgoingMessage {
    fileprivate func add(to frame: inout Frame) {
        frame.add("channel", channel)
        frame.add("method", method.name)
        switch target {
        case .contacts(let contacts): for contact in contacts { frame.add("contact", contact) }
        case .topic(let name): frame.add("topic", name)
        case .directory(let name): frame.add("directory", name)
        }
        frame.add("user", user)
        frame.add("host", host)
        frame.add("source", source)
        frame.add("time", Int(time))
        frame.add("language", language.name)
    }
}
