/// What the program that lets people enrol and the login say to each other, over one socket.
package enum EnrolmentMessage: Equatable {
    // From the program.

    /// Ask the person this, and answer; and whether what is typed may show.
    case ask(String, echo: Bool)
    /// Show the person this.
    case tell(String)
    /// A device with this label was stored: the person is in.
    case enrolled(String)
    /// Nothing was stored; why, for the log.
    case refused(String)
    /// Nothing was stored, because something is broken; what, for the log.
    case failed(String)

    // From the login.

    /// What the person typed.
    case answer([UInt8])
    /// The person hung up, or their client cannot be asked.
    case noAnswer

    /// What stands in the frame for each message.
    private enum Kind: UInt8 {
        case request = 0x20
        case ask = 0x21
        case tell = 0x22
        case enrolled = 0x23
        case refused = 0x24
        case failed = 0x25
        case answer = 0x26
        case noAnswer = 0x27

        /// The field with the text; see ``DeliveryReply``.
        var field: String {
            switch self {
            case .enrolled: "device"
            case .refused, .failed: "reason"
            case .request, .ask, .tell, .answer, .noAnswer: "text"
            }
        }
    }

    /// The message as it is written; nothing where it would be too long, which no message is.
    package var encoded: [UInt8] {
        let (kind, text): (Kind, [UInt8]) =
            switch self {
            case .ask(let text, _): (.ask, Array(text.utf8))
            case .tell(let text): (.tell, Array(text.utf8))
            case .enrolled(let text): (.enrolled, Array(text.utf8))
            case .refused(let text): (.refused, Array(text.utf8))
            case .failed(let text): (.failed, Array(text.utf8))
            case .answer(let bytes): (.answer, bytes)
            case .noAnswer: (.noAnswer, [])
            }
        var frame = Frame(kind: kind.rawValue)
        if kind != .noAnswer { frame.add(kind.field, text) }
        if case .ask(_, let echo) = self { frame.add("echo", echo ? "1" : "0") }
        return frame.encoded() ?? []
    }

    /// Takes the first message off what has arrived.
    ///
    /// - Returns: nil while it has not arrived whole.
    /// - Throws: where it is none.
    package static func take(from bytes: inout [UInt8]) throws(FrameError) -> EnrolmentMessage? {
        guard var frame = try Frame.take(from: &bytes) else { return nil }
        guard let kind = Kind(rawValue: frame.kind), kind != .request else {
            throw FrameError(.unknownKind(frame.kind))
        }
        if kind == .noAnswer {
            try frame.finish()
            return .noAnswer
        }
        let bytes = try frame.takeBytes(kind.field)
        let echo = kind == .ask ? try frame.takeFlag("echo") : false
        try frame.finish()
        if kind == .answer { return .answer(bytes) }
        let text = try Frame.text(bytes, kind.field)
        switch kind {
        case .ask: return .ask(text, echo: echo)
        case .tell: return .tell(text)
        case .enrolled: return .enrolled(text)
        case .refused: return .refused(text)
        case .failed: return .failed(text)
        case .request, .answer, .noAnswer: throw FrameError(.unknownKind(frame.kind))
        }
    }
}
