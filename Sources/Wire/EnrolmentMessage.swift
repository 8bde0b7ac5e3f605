/// What the program that lets people enrol says to the login that started it.
package enum EnrolmentMessage: Equatable {
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

    /// What stands in the frame for each message.
    private enum Kind: UInt8 {
        case ask = 0x21
        case askHidden = 0x28
        case tell = 0x22
        case enrolled = 0x23
        case refused = 0x24
        case failed = 0x25

        /// The field with the text; see ``DeliveryReply``.
        var field: String {
            switch self {
            case .ask, .askHidden, .tell: "text"
            case .enrolled: "device"
            case .refused, .failed: "reason"
            }
        }
    }

    /// The message as it is written; nothing where it would be too long, which no message is.
    package var encoded: [UInt8] {
        let (kind, text): (Kind, String) =
            switch self {
            case .ask(let text, let echo): (echo ? .ask : .askHidden, text)
            case .tell(let text): (.tell, text)
            case .enrolled(let text): (.enrolled, text)
            case .refused(let text): (.refused, text)
            case .failed(let text): (.failed, text)
            }
        var frame = Frame(kind: kind.rawValue)
        frame.add(kind.field, text)
        return frame.encoded() ?? []
    }

    /// Takes the first message off what has arrived.
    ///
    /// - Returns: nil while it has not arrived whole.
    /// - Throws: where it is none.
    @inline(never)
    package static func take(from bytes: inout [UInt8]) throws(FrameError) -> EnrolmentMessage? {
        guard var frame = try Frame.take(from: &bytes) else { return nil }
        guard let kind = Kind(rawValue: frame.kind) else {
            throw FrameError(.unknownKind(frame.kind))
        }
        let text = try frame.takeText(kind.field)
        try frame.finish()
        switch kind {
        case .ask: return .ask(text, echo: true)
        case .askHidden: return .ask(text, echo: false)
        case .tell: return .tell(text)
        case .enrolled: return .enrolled(text)
        case .refused: return .refused(text)
        case .failed: return .failed(text)
        }
    }
}
