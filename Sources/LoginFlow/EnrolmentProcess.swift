internal import Cryptography
internal import HostSystem
internal import Messages
internal import Policy
internal import TextCoding
internal import Vocabulary
internal import Wire

/// The program that lets a person enrol, and the questions it has passed on.
///
/// A program of its own holds the dialogue and stores the device, so that keys are made and QR codes drawn outside of
/// sshd; here its questions are only passed on, each in one conversation call.
struct EnrolmentProcess<PAM: PAMTransaction> {
    let messenger: Messenger<PAM>
    let context: LoginContext

    /// How long a person may take to enrol, in milliseconds; sshd's LoginGraceTime ends most logins earlier.
    private static var enrolmentDeadline: Int { 15 * 60 * 1000 }
    /// How much the program may say in all, in bytes: many QR codes.
    private static var enrolmentLimit: Int { 1 << 20 }

    /// Lets a person enrol.
    ///
    /// - Returns: The label of the device that was stored.
    func run() throws(Refusal) -> String {
        let (pam, settings) = (messenger.pam, context.settings)
        if pam.password()?.withBytes({ Answer.isStandIn($0) }) ?? false { throw .standInAnswer }
        guard messenger.isOpen else { throw .notEnrolledNow("noask: nothing can be asked here") }
        guard settings.methods.contains(.totp) else {
            throw .policy("Unenrolled enrol makes a device for totp, which Methods lacks")
        }
        let program = settings.enrolmentProgram
        guard let input = request.encoded else {
            throw .enrolmentProgram("the request is too long")
        }
        messenger.logQuestion(to: context.applicant)
        var relay = EnrolmentRelay()
        let end: ChildProcess.End
        do throws(SystemError) {
            // As for the courier: a program that others can change is not started.
            _ = try File(path: program, confidentiality: .open)
            end = try ChildProcess.run(
                program, input: input, isDialogue: true, outputLimit: Self.enrolmentLimit,
                timeout: Self.enrolmentDeadline
            ) { relay.pass($0, to: pam) }
        } catch {
            throw .enrolmentProgram(error.description)
        }
        // Its last word counts, and only with the exit code that goes with it.
        switch (end, relay.result) {
        case (.exited(0), .enrolled(let label)): return label
        case (.exited, .refused(let reason)): throw .notEnrolledNow(reason)
        case (.exited, .failed(let reason)): throw .enrolmentProgram(reason)
        case (.timedOut, _): throw .notEnrolledNow("not done in time")
        case (.exited, _), (.crashed, _), (.flooded, _):
            throw .enrolmentProgram(compact("ended without a result: \(program)"))
        }
    }

    private var request: EnrolmentRequest {
        let settings = context.settings
        return EnrolmentRequest(
            user: context.applicant.name, stateDirectory: settings.stateDirectory,
            keyFile: settings.keyFile,
            // Who had a device once needs a ticket in any case.
            needsTicket: context.methods.isEnrolled || settings.enrolment == .invited,
            makesRecoveryCodes: settings.methods.contains(.recovery), window: settings.window,
            limits: (settings.lockAfter, settings.lockFor, settings.lockCap),
            echo: settings.echo, host: context.applicant.hostNames.last ?? "",
            language: settings.language)
    }
}

/// Passes the program's messages on, and keeps its last word.
private struct EnrolmentRelay {
    /// The longest answer passed on, in bytes: several times what a ticket or a code takes.
    private static let maximumAnswer = 256

    private var arrived: [UInt8] = []
    /// What it all came to; nil as long as the program has not said.
    private(set) var result: EnrolmentMessage?
    /// Whether something was no message, after which nothing more is listened to.
    private var isBroken = false

    /// Takes what the program wrote, and gives what it is answered.
    mutating func pass(_ piece: [UInt8], to person: some Conversation) -> [UInt8] {
        guard !isBroken else { return [] }
        arrived += piece
        var answers: [UInt8] = []
        do throws(FrameError) {
            while let message = try EnrolmentMessage.take(from: &arrived) {
                switch message {
                case .ask(let text, let echo): answers += answer(person, text, echo: echo).encoded
                case .tell(let text): person.tell(text)
                case .enrolled, .refused, .failed: result = message
                }
            }
        } catch {
            isBroken = true
            result = .failed(error.description)
        }
        return answers
    }

    @inline(never)
    private func answer(
        _ person: some Conversation, _ text: String, echo: Bool
    ) -> EnrolmentAnswer {
        do throws(ConversationFailure) {
            let answer = try person.ask(text, echo: echo).copy(of: 0..<Self.maximumAnswer)
            return answer.withBytes { bytes in
                Answer.isStandIn(bytes) ? .hungUp : .typed([UInt8](copying: bytes))
            }
        } catch {
            return .hungUp
        }
    }
}
