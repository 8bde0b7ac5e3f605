internal import HostSystem
internal import TextCoding

/// Why no code was sent, or why nobody knows whether one was, in words an administrator can act on.
package struct DeliveryFailure: Error {
    /// The words, in printable ASCII unless a path in them is not.
    package let reason: String
    /// Whether it is certain that nothing was sent.
    ///
    /// What is not certain counts as sent.
    package let isCertain: Bool

    init(_ reason: String, isCertain: Bool) {
        self.reason = reason
        self.isCertain = isCertain
    }
}

/// The courier, started for one request.
package enum CourierProcess {
    /// How long after its own timeout it is killed, in milliseconds.
    private static let grace = 2000

    /// Starts the courier, hands it a request and waits for the end.
    ///
    /// - Parameters:
    ///   - program: Its absolute path; a program that others than root can change is not started.
    ///   - request: What it is to do.
    ///   - receive: Gets each line as it comes.
    /// - Returns: To whom the code was sent, masked; of a check, what was checked.
    /// - Throws: where none was sent, or nobody knows whether one was.
    package static func run(
        _ program: String, _ request: DeliveryRequest,
        receive: (DeliveryReply) -> Void = { _ in }
    ) throws(DeliveryFailure) -> String {
        guard let input = request.encoded else {
            throw DeliveryFailure(
                "the request has a value that cannot be written on one line", isCertain: true)
        }
        var lines = Lines()
        let end: ChildProcess.End
        do throws(SystemError) {
            // Opened to check who can write it, and kept open no longer: the kernel starts what lies there then.
            _ = try File(path: program, confidentiality: .open)
            end = try ChildProcess.run(
                program, input: input, outputLimit: DeliveryReply.maximumLength,
                timeout: request.timeout * 1000 + grace
            ) {
                lines.add($0, receive)
                return []
            }
        } catch {
            // It was not started.
            throw DeliveryFailure(compact("courier: \(error.description)"), isCertain: true)
        }
        let what: CompactText
        switch (end, lines.last) {
        case (.exited(0), .sent(let text)), (.exited(0), .checked(let text)): return text
        case (.exited, .failed(let reason)): throw DeliveryFailure(reason, isCertain: true)
        case (.exited, .unknown(let reason)): throw DeliveryFailure(reason, isCertain: false)
        case (.exited(let code), _): what = "ended with code \(Int(code)) and no answer"
        case (.crashed, _): what = "killed by a signal"
        case (.timedOut, _): what = "no answer in time"
        case (.flooded, _): what = "wrote too much"
        }
        throw DeliveryFailure(compact("courier: \(what.string): \(program)"), isCertain: false)
    }
}

/// Takes the lines out of what comes in pieces.
private struct Lines {
    private var rest: [UInt8] = []
    /// The last line that was one of a courier's.
    private(set) var last: DeliveryReply?

    mutating func add(_ piece: [UInt8], _ receive: (DeliveryReply) -> Void) {
        rest += piece
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            if let reply = DeliveryReply(Array(rest[..<end])) {
                last = reply
                receive(reply)
            }
            rest = Array(rest[(end + 1)...])
        }
    }
}
