internal import ConfigurationGrammar
internal import HostSystem
internal import TextCoding
package import Vocabulary
internal import Wire

/// Hands messages to a program of the administrator's own.
package final class CommandChannel: Channel {
    /// The absolute path of the program.
    package let program: String
    /// Its arguments.
    package let arguments: [String]
    /// Whether the address or number is the last argument.
    package let passesTarget: Bool

    package static var kind: ChannelKind {
        ChannelKind("command", [command.keyword, passTarget.keyword]) {
            (block) throws(ConfigurationError) in try CommandChannel(&block)
        }
    }

    private static var command: Setting<[String]> {
        Setting("Program", "the path of a program, then its arguments") {
            (value) throws(InvalidText) in try value.command()
        }
    }

    private static var passTarget: Setting<Bool> {
        Setting(
            "PassTarget", "whether the address or number is the last argument", default: "no"
        ) { (value) throws(InvalidText) in try value.index(among: ["yes", "no"]) == 0 }
    }

    private init(_ block: inout SettingBlock) throws(ConfigurationError) {
        let words = try block.value(Self.command)
        program = words.first ?? ""
        arguments = Array(words.dropFirst())
        passesTarget = try block.value(Self.passTarget)
        block.note(program: program)
    }

    package func audience(of method: Method) -> Audience? { .anybody(method) }

    /// The exit codes that say that nothing was sent.
    ///
    /// Shells end with a higher one where a signal ended what they ran, and so may a program that does not know.
    private static let refusals: [ClosedRange<Int32>] = [1...127]

    /// Has the program send the text, which it reads from its standard input.
    package func send(
        _ message: Message, to recipient: Recipient, _ attempt: DeliveryAttempt
    ) throws(SendingError) {
        let target = passesTarget ? [recipient.text] : []
        try attempt.run(
            program, arguments + target, input: Array(message.text.utf8),
            refusals: Self.refusals)
    }
}

extension ValueReader {
    /// A program with an absolute path, and its arguments.
    fileprivate func command() throws(InvalidText) -> [String] {
        let maximum = 64
        guard (1...maximum).contains(words.count) else {
            throw unexpected(
                "the absolute path of a program, and its arguments", maximum: maximum)
        }
        _ = try ValueReader(words: [words[0]]).absolutePath()
        return words.map { $0.text }
    }
}
