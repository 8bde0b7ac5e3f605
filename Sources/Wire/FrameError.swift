internal import TextCoding

/// Why bytes are no message.
package struct FrameError: Error, Equatable {
    /// What is wrong.
    package enum Problem: Equatable {
        /// The bytes do not begin as a frame does.
        case notAFrame
        /// The other end has another version of Sallyport, which speaks this version of the format.
        case otherVersion(UInt8)
        /// The bytes end before the frame does.
        case truncated
        /// The frame is longer than its reader takes.
        case tooLong
        /// Something follows the frame, where it should be all.
        case trailingBytes
        /// The lengths of the fields do not add up, there are too many, or a name is none.
        case malformedFields
        /// No message that is known here, or none for this end.
        case unknownKind(UInt8)
        /// The message has no such field, or has it once only.
        case unexpectedField
        /// The message lacks the field.
        case missingField
        /// The field is not valid UTF-8, or has a NUL in it; neither is repaired: a name could become that of somebody
        /// else.
        case invalidText
        /// The field has a value that is none of its own.
        case invalidValue
    }

    /// What is wrong.
    package let problem: Problem
    /// With which field; empty where it is with none.
    package let field: String

    @inline(never)
    package init(_ problem: Problem, _ field: String = "") {
        self.problem = problem
        self.field = field
    }

    /// Whether two are the same.
    package static func == (one: FrameError, other: FrameError) -> Bool {
        one.problem == other.problem && one.field.hasSameBytes(as: other.field)
    }

    private static let otherVersion =
        " of the message format instead of 1: module, programs and command are not of one release"

    /// What is wrong, in words for a log.
    package var description: String {
        let text =
            switch problem {
            case .notAFrame: "no message of Sallyport's"
            case .otherVersion(let version):
                compact("version \(Int(version))\(Self.otherVersion)")
            case .truncated: "a message that ends early"
            case .tooLong: "a message that is too long"
            case .trailingBytes: "more than one message"
            case .malformedFields: "a message whose fields cannot be told apart"
            case .unknownKind(let kind): compact("a message of the unknown kind \(Int(kind))")
            case .unexpectedField: "a message with one too many of the field "
            case .missingField: "a message without the field "
            case .invalidText: "a message with no text in the field "
            case .invalidValue: "a message with no known value in the field "
            }
        return compact("\(text)\(field)")
    }
}
