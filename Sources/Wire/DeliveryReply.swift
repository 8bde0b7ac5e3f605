internal import TextCoding

/// One of the things the courier says on its standard output.
///
/// The last is `sent`, `checked`, `failed` or `unknown`. Of a courier that ends without one of them nobody knows
/// whether it sent something.
package struct DeliveryReply: Sendable {
    /// What it says, and what stands in the frame for that.
    package enum Kind: UInt8, Sendable {
        /// Something was done; in words, with the time since the start in milliseconds.
        case step = 0x18
        /// Something is wrong that does not end the work: one recipient of several was not reached, or a check
        /// found something.
        case problem = 0x19
        /// The code is on its way; to whom, masked, fit to be shown to the person who logs in.
        case sent = 0x1A
        /// All that was to be checked is as it must be; what that was.
        case checked = 0x1B
        /// It is certain that no code was sent, or a check found something; why, in words an administrator can act on.
        case failed = 0x1C
        /// Nobody knows whether the code was sent; why, likewise.
        case unknown = 0x1D

        /// The field with the text.
        ///
        /// One that ended well and one that did not differ in it too, so that no change of a single byte makes the one of
        /// the other.
        fileprivate var field: String {
            switch self {
            case .sent: "target"
            case .checked: "summary"
            case .step, .problem: "text"
            case .failed: "reason"
            case .unknown: "doubt"
            }
        }
    }

    /// What it says.
    package let kind: Kind
    /// The words: printable text, once they were read.
    package let text: String

    package init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }

    /// The most bytes of a reply's fields.
    package static let maximumLength = 16 * 1024

    /// The reply as it is written.
    ///
    /// What is not printable becomes a question mark: the text ends up on a terminal and in a log.
    package var encoded: [UInt8] {
        var frame = Frame(kind: kind.rawValue)
        // Cut first: what is left of a character at the end is not printable either.
        let text = Array(text.bytes.prefix(Self.maximumLength / 2))
        frame.add(kind.field, replacingUnprintable(in: text))
        return frame.encoded(limit: Self.maximumLength) ?? []
    }

    /// Takes the first reply off what has arrived.
    ///
    /// - Returns: nil while it has not arrived whole.
    /// - Throws: where it is none.
    @inline(never)
    package static func take(from bytes: inout [UInt8]) throws(FrameError) -> DeliveryReply? {
        guard var frame = try Frame.take(from: &bytes, limit: maximumLength) else { return nil }
        guard let kind = Kind(rawValue: frame.kind) else {
            throw FrameError(.unknownKind(frame.kind))
        }
        let value = try frame.takeBytes(kind.field)
        try frame.finish()
        return DeliveryReply(kind, String(bytes: replacingUnprintable(in: value)))
    }
}
