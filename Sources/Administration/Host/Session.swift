internal import Cryptography
internal import HostSystem
internal import Messages
package import Vocabulary

/// Where a command reads and writes, and what time it is.
package struct Session {
    /// Writes to standard output.
    package let write: (String) throws -> Void
    /// Writes a line for a person to standard error.
    package let warn: (String) -> Void
    /// Reads a line, without its end, from standard input; nil where there is none.
    package let readLine: () -> String?
    /// Reads all of standard input, which may have so many bytes at most.
    package let readAll: (Int) throws -> [UInt8]
    /// The terminal on which a person looks at standard output; nil where it goes elsewhere.
    package let terminal: Terminal?
    /// The time of day, in seconds since 1970; nil where the system has none.
    package let clock: () -> Int64?
    /// Who gives the command, for the log.
    package let administrator: String
    /// The person who may do no more than change what is theirs; nil for the administrator.
    package let person: Person?
    /// Writes a line to the system's log.
    package let log: (String) -> Void

    package init(
        write: @escaping (String) throws -> Void, warn: @escaping (String) -> Void,
        readLine: @escaping () -> String?, readAll: ((Int) throws -> [UInt8])? = nil,
        terminal: Terminal?, clock: @escaping () -> Int64?, administrator: String,
        person: Person? = nil, log: @escaping (String) -> Void
    ) {
        self.write = write
        self.warn = warn
        self.readLine = readLine
        self.readAll = readAll ?? { limit in try Self.lines(of: readLine, limit: limit) }
        self.terminal = terminal
        self.clock = clock
        self.administrator = administrator
        self.person = person
        self.log = log
    }

    /// That of this process.
    ///
    /// The administrator is who called sudo, where sudo says so, and else root. Root could say
    /// anything there: it helps administrators who look back, and proves nothing.
    package static var system: Session {
        Session(
            write: { try StandardStream.output.write($0) },
            // A warning nobody can be given is no reason to leave the work undone.
            warn: { try? StandardStream.error.write("sallyport: \($0)\n") },
            readLine: { Swift.readLine() },
            // The bytes as they are: read as lines they would be made UTF-8.
            readAll: { try StandardInput.contents(limit: $0) },
            terminal: .ofStandardOutput,
            clock: SystemClock.now,
            administrator: CurrentProcess.environmentValue("SUDO_USER") ?? "root",
            log: SystemLog.notice)
    }

    private static func lines(of readLine: () -> String?, limit: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while let line = readLine() {
            bytes += Array(line.utf8) + [UInt8(ascii: "\n")]
            guard bytes.count <= limit else {
                throw SystemError(.tooLong(limit: limit), "standard input")
            }
        }
        return bytes
    }

    /// The time of day, in seconds since 1970.
    func now() throws -> Int64 {
        guard let time = clock() else { throw Failure("the system has no time of day") }
        return time
    }
}

/// Whoever types at a command: questions go to standard output, answers come from standard input.
final class SessionConversation: Conversation {
    private let session: Session

    init(_ session: Session) { self.session = session }

    /// Puts a question; what is typed shows in any case.
    func ask(_ question: String, echo: Bool) throws(ConversationFailure) -> SecretBytes {
        do { try session.write(question) } catch { throw ConversationFailure() }
        guard let line = session.readLine() else { throw ConversationFailure() }
        return SecretBytes(copying: Array(line.utf8))
    }

    func tell(_ text: String) { session.warn(text) }
}

extension Terminal {
    /// The one that standard output of this process is; nil where it is none.
    ///
    /// COLUMNS and LINES of the environment come first, as everywhere; NO_COLOR, and a TERM that is `dumb` or missing,
    /// keep colours away.
    static var ofStandardOutput: Terminal? {
        let output = StandardStream.output
        guard output.isTerminal else { return nil }
        let size = output.terminalSize
        func number(_ name: String) -> Int? {
            CurrentProcess.environmentValue(name).flatMap { Int($0) }
        }
        return Terminal(
            columns: number("COLUMNS") ?? size?.columns, lines: number("LINES") ?? size?.lines,
            showsColors: (CurrentProcess.environmentValue("NO_COLOR") ?? "").isEmpty
                && !["", "dumb"].contains(CurrentProcess.environmentValue("TERM") ?? ""))
    }
}
