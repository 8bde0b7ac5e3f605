internal import HostSystem
internal import TextCoding
internal import Wire

/// The courier process: one request, one delivery.
package enum Courier {
    /// How long the request may take to arrive, in seconds.
    private static let patience = 5
    /// How long a request may take, in seconds, whatever it says.
    private static let longestTimeout = 600

    /// Reads the request from standard input, does what it asks and answers on standard output.
    ///
    /// - Returns: Whether the last reply was `sent` or `checked`; in a process that nobody waits for, true.
    package static func run() -> Bool {
        var reply: DeliveryReply?
        do throws(DeliveryError) { reply = try perform() } catch {
            reply = DeliveryReply(.failed, error.reason)
        }
        guard let reply else { return true }
        do throws(SystemError) { try StandardStream.output.write(reply.encoded) } catch {
            return false
        }
        switch reply.kind {
        case .sent, .checked: return true
        case .step, .problem, .failed, .unknown: return false
        }
    }

    /// - Returns: What to answer; nil where this is a process that nobody waits for.
    private static func perform() throws(DeliveryError) -> DeliveryReply? {
        try system { () throws(SystemError) in try CurrentProcess.startClean() }
        LastWords.begin("no whole request came in \(patience) seconds")
        CurrentProcess.endAfter(seconds: patience)
        let request = try readRequest()
        let timeout = min(max(request.timeout, 1), longestTimeout)
        // Should all deadlines fail, this does not.
        CurrentProcess.endAfter(seconds: timeout + 1)
        LastWords.begin(
            "the time was over before anything was sent: does the look-up of names hang?")
        // libcurl looks at a deadline once a second in places, so one is kept back; of a short time a tenth.
        let deadline = Deadline(milliseconds: timeout * 1000 - min(1000, timeout * 100))
        let file = try DeliveryFile(readingFrom: request.deliveryFile)
        let user = try file.courierUser()
        switch request.task {
        case .send(let code, let message, let tellsSteps):
            let steps = StepLog(isOn: tellsSteps)
            let dispatch = try Dispatch(message, .code(code), file, user, steps, deadline)
            try become(user, mayGainPrivileges: dispatch.startsPrograms)
            steps.step("became the user \(user.name)")
            return dispatch.answer()
        case .notify(let notice, let message):
            let dispatch = try Dispatch(
                message, .notice(notice), file, user, StepLog(isOn: false), deadline)
            try become(user, mayGainPrivileges: dispatch.startsPrograms)
            let target = try dispatch.target(of: notice)
            guard try system({ () throws(SystemError) in try CurrentProcess.detach() }) else {
                return DeliveryReply(.sent, target)
            }
            LastWords.end()
            // The alarm of before is that of the process which answers.
            CurrentProcess.endAfter(seconds: timeout + 1)
            dispatch.deliver(notice)
            return nil
        case .check(let channel, let reachesServers):
            let steps = StepLog(isOn: true)
            let inspection = try Inspection(
                of: channel, reachesServers: reachesServers, file, user, steps, deadline)
            try become(user, mayGainPrivileges: false)
            steps.step("became the user \(user.name)")
            return try inspection.finish()
        }
    }

    private static func readRequest() throws(DeliveryError) -> DeliveryRequest {
        let bytes = try system { () throws(SystemError) in
            try StandardInput.contents(limit: DeliveryRequest.maximumLength + Frame.headerLength)
        }
        do throws(FrameError) { return try DeliveryRequest(decoding: bytes) } catch {
            throw DeliveryError("the request is \(error.description)")
        }
    }

    /// Gives up being root, before anything is said to the outside.
    private static func become(
        _ user: User, mayGainPrivileges: Bool
    ) throws(DeliveryError) {
        try system { () throws(SystemError) in
            if !mayGainPrivileges { try CurrentProcess.forbidNewPrivileges() }
            try CurrentProcess.become(user)
        }
    }

    private static func system<Value>(
        _ body: () throws(SystemError) -> Value
    ) throws(DeliveryError) -> Value {
        do throws(SystemError) { return try body() } catch {
            throw DeliveryError(error.description)
        }
    }
}
