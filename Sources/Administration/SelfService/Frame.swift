/// What the self-service and the person's command say to each other over one socket.
///
/// Each is a byte for the kind, the length of the rest in four bytes, most significant first, and the rest.
enum Frame: Equatable {
    // From the person's command.

    /// Do this: the words of the command line, and whether a person looks at the output.
    case request([String], isTerminal: Bool)
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

    /// The most bytes behind the header that the service takes: far more than any command line of its commands.
    static let maximumRequest = 4096
    /// The most bytes behind the header that the person's command takes.
    static let maximumReply = 64 * 1024
    /// The most words of a request.
    private static let maximumWords = 64
    /// The bytes of kind and length.
    static let headerLength = 5

    /// The frame as it is written; nil where it would be longer than the other side takes.
    var encoded: [UInt8]? {
        let (kind, body, limit): (Kind, [UInt8], Int) =
            switch self {
            case .request(let words, let isTerminal):
                (
                    .request, [isTerminal ? 1 : 0] + Array(words.joined(separator: "\0").utf8),
                    Self.maximumRequest
                )
            case .answer(let text): (.answer, Array(text.utf8), Self.maximumRequest)
            case .noAnswer: (.noAnswer, [], Self.maximumRequest)
            case .output(let text): (.output, Array(text.utf8), Self.maximumReply)
            case .warning(let text): (.warning, Array(text.utf8), Self.maximumReply)
            case .question(let text, let echo):
                (.question, [echo ? 1 : 0] + Array(text.utf8), Self.maximumReply)
            case .end(let status): (.end, [status], Self.maximumReply)
            }
        guard body.count <= limit else { return nil }
        let length = UInt32(clamping: body.count)
        return [kind.rawValue] + (0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * $0)) }
            + body
    }

    /// The length of what follows a header; nil where it is longer than `limit`.
    static func bodyLength(_ header: [UInt8], limit: Int) -> Int? {
        guard header.count == headerLength else { return nil }
        let length = header[1...].reduce(0) { $0 << 8 | Int($1) }
        return length <= limit ? length : nil
    }

    /// Reads a frame; nil where it is none.
    init?(header: [UInt8], body: [UInt8]) {
        // Text is never repaired: a name could become that of somebody else.
        guard let kind = header.first.flatMap(Kind.init),
            String(validating: body, as: UTF8.self) != nil || kind == .end
        else { return nil }
        func text(from start: Int) -> String {
            String(decoding: body.dropFirst(start), as: UTF8.self)
        }
        switch kind {
        case .request:
            guard let first = body.first else { return nil }
            let words = body.dropFirst().split(separator: 0, omittingEmptySubsequences: false)
            guard words.count <= Self.maximumWords else { return nil }
            self = .request(
                words.map { String(decoding: $0, as: UTF8.self) }, isTerminal: first == 1)
        case .answer: self = .answer(text(from: 0))
        case .noAnswer: self = .noAnswer
        case .output: self = .output(text(from: 0))
        case .warning: self = .warning(text(from: 0))
        case .question:
            guard let first = body.first else { return nil }
            self = .question(text(from: 1), echo: first == 1)
        case .end:
            guard let status = body.first, body.count == 1 else { return nil }
            self = .end(status)
        }
    }

    private enum Kind: UInt8 {
        case request = 0x72  // r
        case answer = 0x3D  // =
        case noAnswer = 0x2E  // .
        case output = 0x6F  // o
        case warning = 0x77  // w
        case question = 0x3F  // ?
        case end = 0x65  // e
    }
}
