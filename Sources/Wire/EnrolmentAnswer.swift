/// What the login answers to a question of the program that lets people enrol.
package enum EnrolmentAnswer: Equatable {
    /// What the person typed.
    case typed([UInt8])
    /// The person hung up, or their client cannot be asked.
    case hungUp

    /// What stands in the frame for each answer.
    private enum Kind: UInt8 {
        case typed = 0x26
        case hungUp = 0x27
    }

    /// The answer as it is written; nothing where it would be too long, which no answer is.
    package var encoded: [UInt8] {
        @inline(never) get {
            guard case .typed(let bytes) = self else {
                return Frame(kind: Kind.hungUp.rawValue).encoded() ?? []
            }
            var frame = Frame(kind: Kind.typed.rawValue)
            frame.add("text", bytes)
            return frame.encoded() ?? []
        }
    }

    /// Takes the first answer off what has arrived.
    ///
    /// - Returns: nil while it has not arrived whole.
    /// - Throws: where it is none.
    package static func take(from bytes: inout [UInt8]) throws(FrameError) -> EnrolmentAnswer? {
        guard var frame = try Frame.take(from: &bytes) else { return nil }
        let answer: EnrolmentAnswer
        switch Kind(rawValue: frame.kind) {
        case .typed: answer = .typed(try frame.takeBytes("text"))
        case .hungUp: answer = .hungUp
        case nil: throw FrameError(.unknownKind(frame.kind))
        }
        try frame.finish()
        return answer
    }
}
