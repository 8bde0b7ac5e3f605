extension EnrolmentRequest {
    /// What a number of a request can be: more than any policy allows.
    private static let numbers = 0...1_000_000_000

    /// Takes the request off what has arrived; messages follow it.
    ///
    /// - Returns: nil while it has not arrived whole.
    /// - Throws: where it is none.
    package static func take(from bytes: inout [UInt8]) throws(FrameError) -> EnrolmentRequest? {
        guard let frame = try Frame.take(from: &bytes, limit: maximumLength) else { return nil }
        return try EnrolmentRequest(frame)
    }

    private init(_ frame: Frame) throws(FrameError) {
        var frame = frame
        guard frame.kind == Self.kind else { throw FrameError(.unknownKind(frame.kind)) }
        let user = try frame.takeText("user")
        guard !user.isEmpty else { throw FrameError(.invalidValue, "user") }
        let directory = try Self.path("state-directory", &frame)
        let key = try Self.path("key-file", &frame)
        self.init(
            user: user, stateDirectory: directory, keyFile: key,
            needsTicket: try frame.takeFlag("needs-ticket"),
            makesRecoveryCodes: try frame.takeFlag("recovery-codes"),
            window: try frame.takeNumber("window", in: Self.numbers),
            limits: (
                after: try frame.takeNumber("lock-after", in: Self.numbers),
                duration: try frame.takeNumber("lock-for", in: Self.numbers),
                cap: try frame.takeNumber("lock-cap", in: Self.numbers)
            ), echo: try frame.takeFlag("echo"), host: try frame.takeText("host"),
            language: try frame.takeLanguage("language"))
        try frame.finish()
    }

    private static func path(_ name: String, _ frame: inout Frame) throws(FrameError) -> String {
        let path = try frame.takeText(name)
        guard path.utf8.first == UInt8(ascii: "/") else { throw FrameError(.invalidValue, name) }
        return path
    }
}
