internal import HostSystem
internal import TextCoding
package import Wire

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
    /// How much of its output is looked at, in bytes.
    private static let outputLimit = 32 * 1024

    /// Starts the courier, hands it a request and waits for the end.
    ///
    /// - Parameters:
    ///   - program: Its absolute path; a program that anybody but root can change is not started.
    ///   - request: What it is to do.
    ///   - receive: Gets each reply as it comes.
    /// - Returns: To whom the code was sent, masked; of a check, what was checked.
    /// - Throws: where none was sent, or nobody knows whether one was.
    package static func run(
        _ program: String, _ request: DeliveryRequest,
        receive: (DeliveryReply) -> Void = { _ in }
    ) throws(DeliveryFailure) -> String {
        guard let input = request.encoded else {
            throw DeliveryFailure(
                "courier: the request is too long to be sent", isCertain: true)
        }
        var replies = Replies()
        let end: ChildProcess.End
        do throws(SystemError) {
            // Opened to check who can write it, and kept open no longer: the kernel starts what lies there then.
            _ = try File(path: program, confidentiality: .open)
            end = try ChildProcess.run(
                program, input: input, outputLimit: outputLimit,
                timeout: request.timeout * 1000 + grace
            ) {
                replies.add($0, receive)
                return []
            }
        } catch {
            // It was not started.
            throw DeliveryFailure(compact("courier: \(error.description)"), isCertain: true)
        }
        let what: CompactText
        switch (end, replies.last) {
        case (.exited(0), .sent), (.exited(0), .checked): return replies.text
        case (.exited, .failed): throw DeliveryFailure(replies.text, isCertain: true)
        case (.exited, .unknown): throw DeliveryFailure(replies.text, isCertain: false)
        case (.exited(let code), _): what = "ended with code \(Int(code)) and no answer"
        case (.crashed, _): what = "killed by a signal"
        case (.timedOut, _): what = "no answer in time"
        case (.flooded, _): what = "wrote too much"
        }
        throw DeliveryFailure(compact("courier: \(what.string): \(program)"), isCertain: false)
    }
}

/// Takes the replies out of what comes in pieces.
private struct Replies {
    private var rest: [UInt8] = []
    /// What the last reply was; `unknown` once something was none.
    private(set) var last: DeliveryReply.Kind?
    /// What it said, or why something was none.
    private(set) var text = ""
    /// Whether something was none, after which nothing more is listened to.
    private var isBroken = false

    mutating func add(_ piece: [UInt8], _ receive: (DeliveryReply) -> Void) {
        guard !isBroken else { return }
        rest += piece
        do throws(FrameError) {
            while let reply = try DeliveryReply.take(from: &rest) {
                last = reply.kind
                text = reply.text
                receive(reply)
            }
        } catch {
            isBroken = true
            last = .unknown
            text = compact("courier: \(error.description)")
        }
    }
}
