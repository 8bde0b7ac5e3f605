internal import Delivery
internal import HostSystem
internal import TextCoding
internal import Vocabulary

/// Hands mails to a program that takes them as sendmail(8) does.
struct SendmailChannel {
    let settings: SendmailSettings
    let attempt: DeliveryAttempt

    /// Sends the mail to one address.
    ///
    /// A line with a dot alone does not end it (`-i`), and the address is no option, whatever it begins with
    /// (`--`). Lines end as those of a local file do.
    func send(_ message: Message, to address: EmailAddress) throws(SendingError) {
        let mail = try preparing(try Mail(message, from: settings.from, to: address))
        let arguments = ["-i", "-f", settings.from.address.text, "--", address.text]
        try attempt.run(
            settings.program, arguments, input: mail.bytes.filter { $0 != UInt8(ascii: "\r") },
            refusals: Self.refusals)
    }

    /// The exit codes that say that the mail was not taken, as sysexits(3) has them: from EX_USAGE to EX_UNAVAILABLE,
    /// EX_OSFILE and EX_CANTCREAT, EX_NOPERM and EX_CONFIG.
    ///
    /// Those of a fault that passes do not: sendmail(8) ends with EX_TEMPFAIL where a mail waits in its queue, and
    /// other programs with EX_IOERR or EX_PROTOCOL, or with 1, also where a server's last answer got lost.
    private static let refusals: [ClosedRange<Int32>] = [64...69, 72...73, 77...78]
}

/// Hands messages to a program of the administrator's own.
struct CommandChannel {
    let settings: CommandSettings
    let attempt: DeliveryAttempt

    /// The exit codes that say that nothing was sent.
    ///
    /// Shells end with a higher one where a signal ended what they ran, and so may a program that does not know.
    private static let refusals: [ClosedRange<Int32>] = [1...127]

    /// Has the program send the text, which it reads from its standard input.
    func send(_ message: Message, to recipient: Recipient) throws(SendingError) {
        let target = settings.passesTarget ? [recipient.text] : []
        try attempt.run(
            settings.program, settings.arguments + target, input: Array(message.text.utf8),
            refusals: Self.refusals)
    }
}

extension DeliveryAttempt {
    /// How much a program may print, in bytes; nothing of it is looked at.
    private static let outputLimit = 1 << 20

    /// Runs a program, without a shell and with nothing in its environment but a path.
    ///
    /// - Parameters:
    ///   - program: Its absolute path.
    ///   - arguments: What it gets after its own name.
    ///   - input: What it reads from its standard input.
    ///   - refusals: The exit codes that say for certain that nothing was sent.
    /// - Throws: how it ended, where not with code 0.
    fileprivate func run(
        _ program: String, _ arguments: [String], input: [UInt8], refusals: [ClosedRange<Int32>]
    ) throws(SendingError) {
        LastWords.end()
        let end: ChildProcess.End
        do throws(SystemError) {
            end = try ChildProcess.run(
                program, arguments: arguments,
                environment: ["PATH=/usr/sbin:/usr/bin:/sbin:/bin"], input: input,
                outputLimit: Self.outputLimit, timeout: deadline.remaining
            ) { _ in [] }
        } catch {
            // It was not started.
            throw .notSent(compact("Program \(error.description)"))
        }
        let what: CompactText
        switch end {
        case .exited(0): return steps.step(compact("\(program): done"))
        case .exited(let code):
            what = "ended with code \(Int(code))"
            if refusals.contains(where: { $0.contains(code) }) {
                throw .notSent(compact("Program \(program): \(what.string)"))
            }
        case .crashed: what = "ended by a signal"
        case .timedOut: what = "not done in time, and killed"
        case .flooded: what = "printed too much, and was killed"
        }
        throw .unknown(compact("Program \(program): \(what.string)"))
    }
}
