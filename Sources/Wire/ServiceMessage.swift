package import Vocabulary

/// What the self-service and the person's command say to each other over one socket.
package enum ServiceMessage: Equatable {
    // From the person's command.

    /// Do this: the words of the command line, and the terminal on which a person looks at the output, if one does.
    case request([String], terminal: Terminal?)
    /// What the person typed.
    case answer(String)
    /// The person typed nothing and will type nothing more.
    case noAnswer

    // From the service.

    /// Text for standard output.
    case output(String)
    /// A line for a person.
    case warning(String)
    /// Read a line; what to ask first, and whether what is typed may show.
    case question(String, echo: Bool)
    /// That was all; the exit status.
    case end(UInt8)

    /// The most bytes of fields that the service takes: far more than any command line of its commands.
    package static let maximumRequest = 4096
    /// The most words of a request.
    private static let maximumWords = 64

    /// What stands in the frame for each message.
    private enum Kind: UInt8 {
        case request = 0x30
        case answer = 0x31
        case noAnswer = 0x32
        case output = 0x38
        case warning = 0x39
        case question = 0x3A
        case end = 0x3B
    }

    /// The message as it is written; nil where it would be longer than the other side takes.
    package var encoded: [UInt8]? {
        var frame: Frame
        var limit = Frame.maximumLength
        switch self {
        case .request(let words, let terminal):
            limit = Self.maximumRequest
            frame = Frame(kind: Kind.request.rawValue)
            frame.add("terminal", terminal != nil)
            if let terminal {
                frame.add("columns", terminal.columns)
                frame.add("lines", terminal.lines)
                frame.add("colors", terminal.showsColors)
            }
            for word in words { frame.add("word", word) }
        case .answer(let text):
            limit = Self.maximumRequest
            frame = Frame(kind: Kind.answer.rawValue)
            frame.add("text", text)
        case .noAnswer: frame = Frame(kind: Kind.noAnswer.rawValue)
        case .output(let text):
            frame = Frame(kind: Kind.output.rawValue)
            frame.add("text", text)
        case .warning(let text):
            frame = Frame(kind: Kind.warning.rawValue)
            frame.add("text", text)
        case .question(let text, let echo):
            frame = Frame(kind: Kind.question.rawValue)
            frame.add("text", text)
            frame.add("echo", echo)
        case .end(let status):
            frame = Frame(kind: Kind.end.rawValue)
            frame.add("status", Int(status))
        }
        return frame.encoded(limit: limit)
    }

    /// Reads a message out of a whole frame.
    package init(decoding bytes: [UInt8]) throws(FrameError) {
        var frame = try Frame(decoding: bytes)
        switch Kind(rawValue: frame.kind) {
        case .request:
            let terminal = try frame.takeTerminal()
            let words = try frame.takeTexts("word")
            guard words.count <= Self.maximumWords else { throw FrameError(.invalidValue, "word") }
            self = .request(words, terminal: terminal)
        case .answer: self = .answer(try frame.takeText("text"))
        case .noAnswer: self = .noAnswer
        case .output: self = .output(try frame.takeText("text"))
        case .warning: self = .warning(try frame.takeText("text"))
        case .question:
            self = .question(try frame.takeText("text"), echo: try frame.takeFlag("echo"))
        case .end:
            self = .end(UInt8(clamping: try frame.takeNumber("status", in: 0...255)))
        case nil: throw FrameError(.unknownKind(frame.kind))
        }
        try frame.finish()
    }
}

extension Frame {
    /// Takes the terminal a person looks at; nil where there is none.
    fileprivate mutating func takeTerminal() throws(FrameError) -> Terminal? {
        guard try takeFlag("terminal") else { return nil }
        return Terminal(
            columns: try takeNumber("columns", in: Terminal.sizes),
            lines: try takeNumber("lines", in: Terminal.sizes),
            showsColors: try takeFlag("colors"))
    }
}
