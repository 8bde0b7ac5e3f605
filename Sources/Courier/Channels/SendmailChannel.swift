internal import ConfigurationGrammar
internal import HostSystem
internal import TextCoding
package import Vocabulary
internal import Wire

/// Hands mails to a program that takes them as sendmail(8) does.
package final class SendmailChannel: Channel {
    /// The absolute path of the program.
    package let program: String
    /// The sender.
    package let from: Mailbox

    package static var kind: ChannelKind {
        ChannelKind("sendmail", [path.keyword, Mailbox.from.keyword]) {
            (block) throws(ConfigurationError) in try SendmailChannel(&block)
        }
    }

    private static var path: Setting<String> {
        .path("Program", "the path of the program", default: "/usr/sbin/sendmail")
    }

    private init(_ block: inout SettingBlock) throws(ConfigurationError) {
        program = try block.value(Self.path)
        from = try block.value(Mailbox.from)
        block.note(program: program)
    }

    package func audience(of method: Method) -> Audience? {
        method == .email ? .person(by: [.email]) : nil
    }

    /// Sends the mail to one address.
    ///
    /// A line with a dot alone does not end it (`-i`), and the address is no option, whatever it begins with
    /// (`--`). Lines end as those of a local file do.
    package func send(
        _ message: Message, to recipient: Recipient, _ attempt: DeliveryAttempt
    ) throws(SendingError) {
        let address = try preparing(try recipient.email)
        let mail = try preparing(try Mail(message, from: from, to: address))
        let arguments = ["-i", "-f", from.address.text, "--", address.text]
        try attempt.run(
            program, arguments, input: mail.bytes.filter { $0 != UInt8(ascii: "\r") },
            refusals: Self.refusals)
    }

    /// The exit codes that say that the mail was not taken, as sysexits(3) has them: from EX_USAGE to EX_UNAVAILABLE,
    /// EX_OSFILE and EX_CANTCREAT, EX_NOPERM and EX_CONFIG.
    ///
    /// Those of a fault that passes do not: sendmail(8) ends with EX_TEMPFAIL where a mail waits in its queue, and
    /// other programs with EX_IOERR or EX_PROTOCOL, or with 1, also where a server's last answer got lost.
    private static let refusals: [ClosedRange<Int32>] = [64...69, 72...73, 77...78]
}
