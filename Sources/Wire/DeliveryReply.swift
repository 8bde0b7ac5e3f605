internal import TextCoding

/// One of the things the courier says on its standard output.
///
/// The last is `sent`, `checked`, `failed` or `unknown`. Of a courier that ends without one of them nobody knows
/// whether it sent something.
package enum DeliveryReply: Sendable, Equatable {
    /// Something was done; in words, with the time since the start in milliseconds.
    case step(String)
    /// Something is wrong that does not end the work: one recipient of several was not reached, or a check
    /// found something.
    case problem(String)
    /// The code is on its way; to whom, masked, fit to be shown to the person who logs in.
    case sent(String)
    /// All that was to be checked is as it must be; what that was.
    case checked(String)
    /// It is certain that no code was sent, or a check found something; why, in words an administrator can act on.
    case failed(String)
    /// Nobody knows whether the code was sent; why, likewise.
    case unknown(String)

    /// The most bytes of a reply's fields.
    package static let maximumLength = 16 * 1024

    /// What stands in the frame for each reply.
    private enum Kind: UInt8 {
        case step = 0x18
        case problem = 0x19
        case sent = 0x1A
        case checked = 0x1B
        case failed = 0x1C
        case unknown = 0x1D

        /// The field with the text.
        ///
        /// One that ended well and one that did not differ in it too, so that no change of a single byte makes the one of
        /// the other.
        var field: String {
            switch self {
            case .sent: "target"
            case .checked: "summary"
            case .step, .problem: "text"
            case .failed: "reason"
            case .unknown: "doubt"
            }
        }
    }

    /// The reply as it is written.
    ///
    /// What is not printable ASCII becomes a question mark: the text ends up on a terminal and in a log.
    package var encoded: [UInt8] {
        let (kind, text): (Kind, String) =
            switch self {
            case .step(let text): (.step, text)
            case .problem(let text): (.problem, text)
            case .sent(let text): (.sent, text)
            case .checked(let text): (.checked, text)
            case .failed(let text): (.failed, text)
            case .unknown(let text): (.unknown, text)
            }
        var frame = Frame(kind: kind.rawValue)
        frame.add(kind.field, Array(Self.printable(text.utf8).prefix(Self.maximumLength / 2)))
        return frame.encoded(limit: Self.maximumLength) ?? []
    }

    /// Takes the first reply off what has arrived.
    ///
    /// - Returns: nil while it has not arrived whole.
    /// - Throws: where it is none.
    package static func take(from bytes: inout [UInt8]) throws(FrameError) -> DeliveryReply? {
        guard var frame = try Frame.take(from: &bytes, limit: maximumLength) else { return nil }
        guard let kind = Kind(rawValue: frame.kind) else {
            throw FrameError(.unknownKind(frame.kind))
        }
        let value = try frame.takeBytes(kind.field)
        try frame.finish()
        let text = String(decoding: printable(value), as: UTF8.self)
        switch kind {
        case .step: return .step(text)
        case .problem: return .problem(text)
        case .sent: return .sent(text)
        case .checked: return .checked(text)
        case .failed: return .failed(text)
        case .unknown: return .unknown(text)
        }
    }

    private static func printable(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        bytes.map { (0x20...0x7e).contains($0) ? $0 : UInt8(ascii: "?") }
    }
}
