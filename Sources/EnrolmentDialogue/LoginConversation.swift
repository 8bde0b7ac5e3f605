internal import HostSystem
internal import Wire

/// The conversation by way of the login that started this process, on standard input and output.
struct LoginConversation: Conversation {
    /// What has arrived and was not taken yet.
    private var arrived: [UInt8] = []
    /// Whether what is typed may show.
    private var echo = false

    /// Waits for the request, which comes first.
    mutating func request() throws(FrameError) -> EnrolmentRequest {
        while true {
            if let request = try EnrolmentRequest.take(from: &arrived) {
                echo = request.echo
                return request
            }
            guard receive() else { throw FrameError(.truncated) }
        }
    }

    mutating func ask(_ text: String) throws(HungUp) -> [UInt8] {
        try send(.ask(text, echo: echo))
        while true {
            if let answer = try answer() {
                guard case .typed(let bytes) = answer else { throw HungUp() }
                return bytes
            }
            guard receive() else { throw HungUp() }
        }
    }

    func tell(_ text: String) throws(HungUp) { try send(.tell(text)) }

    /// Says something to the login.
    func send(_ message: EnrolmentMessage) throws(HungUp) {
        do throws(SystemError) {
            try StandardStream.output.write(message.encoded)
        } catch {
            throw HungUp()
        }
    }

    private mutating func answer() throws(HungUp) -> EnrolmentAnswer? {
        do throws(FrameError) {
            return try EnrolmentAnswer.take(from: &arrived)
        } catch {
            throw HungUp()
        }
    }

    /// Waits for more; false at the end.
    private mutating func receive() -> Bool {
        do throws(SystemError) {
            let part = try StandardInput.part()
            arrived += part
            return !part.isEmpty
        } catch {
            return false
        }
    }
}
