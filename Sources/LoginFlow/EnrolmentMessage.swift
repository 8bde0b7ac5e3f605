/// What the program that lets people enrol and the login say to each other, over one socket.
///
/// Each is a byte for the kind, the length of the text in four bytes, most significant first, and the text.
package enum EnrolmentMessage {
    // From the program.

    /// Ask the person this, and answer.
    case ask(String)
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

    /// The most bytes of a text: several times what the largest QR code takes.
    package static let maximumLength = 64 * 1024
    private static let headerLength = 5

    /// The message as it is written.
    package var encoded: [UInt8] {
        let text: [UInt8] =
            switch self {
            case .ask(let text), .tell(let text), .enrolled(let text), .refused(let text),
                .failed(let text):
                Array(text.utf8)
            case .answer(let bytes): bytes
            case .noAnswer: []
            }
        let length = UInt32(clamping: text.count)
        return [
            kind, UInt8(truncatingIfNeeded: length >> 24), UInt8(truncatingIfNeeded: length >> 16),
            UInt8(truncatingIfNeeded: length >> 8), UInt8(truncatingIfNeeded: length),
        ] + text
    }

    private var kind: UInt8 {
        switch self {
        case .ask: UInt8(ascii: "?")
        case .tell: UInt8(ascii: "!")
        case .enrolled: UInt8(ascii: "+")
        case .refused: UInt8(ascii: "-")
        case .failed: UInt8(ascii: "x")
        case .answer: UInt8(ascii: "=")
        case .noAnswer: UInt8(ascii: ".")
        }
    }

    /// Takes the first message off what has arrived.
    ///
    /// - Returns: nil while it has not arrived whole.
    /// - Throws: where it is none.
    package static func take(
        from bytes: inout [UInt8]
    ) throws(UnreadableEnrolmentMessage) -> EnrolmentMessage? {
        guard bytes.count >= headerLength else { return nil }
        let length = bytes[1..<headerLength].reduce(0) { $0 << 8 | Int($1) }
        guard length <= maximumLength else { throw UnreadableEnrolmentMessage() }
        let end = headerLength + length
        guard bytes.count >= end else { return nil }
        let body = Array(bytes[headerLength..<end])
        let message = EnrolmentMessage(kind: bytes[0], body)
        bytes = Array(bytes[end...])
        guard let message else { throw UnreadableEnrolmentMessage() }
        return message
    }

    private init?(kind: UInt8, _ body: [UInt8]) {
        var text: String { String(decoding: body, as: UTF8.self) }
        switch kind {
        case UInt8(ascii: "?"): self = .ask(text)
        case UInt8(ascii: "!"): self = .tell(text)
        case UInt8(ascii: "+"): self = .enrolled(text)
        case UInt8(ascii: "-"): self = .refused(text)
        case UInt8(ascii: "x"): self = .failed(text)
        case UInt8(ascii: "="): self = .answer(body)
        case UInt8(ascii: "."): self = .noAnswer
        default: return nil
        }
    }
}

/// Bytes that are no message.
package struct UnreadableEnrolmentMessage: Error {}
