internal import Delivery
internal import HostSystem

/// Hands mails to a program that takes them as sendmail(8) does.
struct SendmailChannel {
    let settings: SendmailSettings
    let attempt: DeliveryAttempt

    /// Sends the mail to one address.
    ///
    /// A line with a dot alone does not end it (`-i`), and the address is no option, whatever it begins with
    /// (`--`). Lines end as those of a local file do.
    func send(_ message: Message, to address: EmailAddress) throws(DeliveryError) {
        let mail = try Mail(message, from: settings.from, to: address)
        let arguments = ["-i", "-f", settings.from.address.text, "--", address.text]
        try attempt.run(
            settings.program, arguments, input: mail.bytes.filter { $0 != UInt8(ascii: "\r") })
    }
}

/// Hands messages to a program of the administrator's own.
struct CommandChannel {
    let settings: CommandSettings
    let attempt: DeliveryAttempt

    /// Has the program send the text, which it reads from its standard input.
    func send(_ message: Message, to recipient: Recipient) throws(DeliveryError) {
        let target = settings.passesTarget ? [recipient.text] : []
        try attempt.run(
            settings.program, settings.arguments + target, input: Array(message.text.utf8))
    }
}

extension DeliveryAttempt {
    /// How much a program may print, in bytes; nothing of it is looked at.
    private static let outputLimit = 1 << 20

    /// Runs a program, without a shell and with nothing in its environment but a path.
    fileprivate func run(
        _ program: String, _ arguments: [String], input: [UInt8]
    ) throws(DeliveryError) {
        let end: ChildProcess.End
        do throws(SystemError) {
            end = try ChildProcess.run(
                program, arguments: arguments,
                environment: ["PATH=/usr/sbin:/usr/bin:/sbin:/bin"], input: input,
                outputLimit: Self.outputLimit, timeout: deadline.remaining
            ) { _ in [] }
        } catch {
            throw DeliveryError("Program \(error.description)")
        }
        switch end {
        case .exited(0): steps.step("\(program): done")
        case .exited(let code): throw DeliveryError("Program \(program): ended with code \(code)")
        case .crashed: throw DeliveryError("Program \(program): ended by a signal")
        case .timedOut: throw DeliveryError("Program \(program): not done in time, and killed")
        case .flooded: throw DeliveryError("Program \(program): printed too much, and was killed")
        }
    }
}
