internal import HostSystem
internal import TextCoding
internal import Wire

/// The process that lets one person enrol, started by a login.
package enum EnrolmentProgram {
    /// How long the request may take to arrive, in seconds.
    private static let patience = 5
    /// How long all of it may take, in seconds: a little more than the login waits.
    private static let longestDialogue = 16 * 60

    /// Reads the request from standard input, has the dialogue, and says what it came to.
    ///
    /// - Returns: Whether the person is enrolled, and the login was told so.
    package static func run() -> Bool {
        let conversation = LoginConversation()
        let result = enrol(in: conversation)
        guard conversation.send(result) else { return false }
        if case .enrolled = result { return true }
        return false
    }

    private static func enrol(in conversation: LoginConversation) -> EnrolmentMessage {
        do throws(SystemError) {
            try CurrentProcess.startClean()
        } catch {
            return .failed(error.description)
        }
        CurrentProcess.endAfter(seconds: patience)
        let request: EnrolmentRequest
        do throws(FrameError) {
            request = try conversation.request()
        } catch {
            return .failed(compact("the request is \(error.description)"))
        }
        CurrentProcess.endAfter(seconds: longestDialogue)
        return FirstEnrolment(request, clock: SystemClock.now).run(in: conversation)
    }
}
