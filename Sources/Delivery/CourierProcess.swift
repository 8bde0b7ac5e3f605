internal import HostSystem

/// Why no code was sent, in words an administrator can act on.
package struct DeliveryFailure: Error {
    /// The words, in printable ASCII unless a path in them is not.
    package let reason: String

    init(_ reason: String) { self.reason = reason }
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
    /// - Throws: where none was sent.
    package static func run(
        _ program: String, _ request: DeliveryRequest,
        receive: (DeliveryReply) -> Void = { _ in }
    ) throws(DeliveryFailure) -> String {
        guard let input = request.encoded else {
            throw DeliveryFailure("the request has a value that cannot be written on one line")
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
            throw DeliveryFailure(compact("courier: \(error.description)"))
        }
        switch (end, lines.last) {
        case (.exited(0), .sent(let text)), (.exited(0), .checked(let text)): return text
        case (.exited, .failed(let reason)): throw DeliveryFailure(reason)
        case (.exited(let code), _):
            throw DeliveryFailure(
                compact("courier: ended with code \(Int(code)) and no answer: \(program)"))
        case (.crashed, _):
            throw DeliveryFailure(compact("courier: killed by a signal: \(program)"))
        case (.timedOut, _):
            throw DeliveryFailure(compact("courier: no answer in time: \(program)"))
        case (.flooded, _): throw DeliveryFailure(compact("courier: wrote too much: \(program)"))
        }
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
