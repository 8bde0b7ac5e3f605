internal import ArgumentParser
internal import Cryptography
internal import HostSystem
internal import Messages
internal import Wire

/// What the self-service does for one connection.
enum SelfService {
    /// Where it listens unless somebody says otherwise.
    static let usualPath = "/run/sallyport/socket"
    /// How long a connection may take until it has said what it wants, in seconds.
    private static let requestTime = 10
    /// How long all of it may take, in seconds: time to take up a telephone and scan a code.
    private static let dialogueTime = 300
    /// How much is written in all, in bytes: many QR codes.
    private static let budget = 1 << 20

    /// Carries out the command of the person at the other end of standard input.
    ///
    /// - Parameters:
    ///   - policyPath: The policy that holds.
    ///   - session: That of this process; for its clock and log.
    /// - Throws: where the connection is none, or does not last to the end.
    static func serve(policyPath: String, in session: Session) throws {
        try CurrentProcess.startClean()
        CurrentProcess.makePrivateFiles()
        CurrentProcess.endAfter(seconds: requestTime)
        let connection = Connection(
            LocalSocket.standardInput(), limit: ServiceMessage.maximumRequest, budget: budget)
        let id = try connection.peerUserID()
        guard let user = try User.withID(id) else {
            throw Failure("this system has no user with the id \(id)")
        }
        // Who hangs up without a word wants nothing.
        let message: ServiceMessage?
        do { message = try connection.receive() } catch {
            // A command of another version learns from this that it is one.
            try? connection.send(.end(1))
            throw error
        }
        guard let message else { return }
        guard case .request(let words, let terminal) = message else {
            throw Failure("user \(user.name) does not keep to the protocol")
        }
        CurrentProcess.endAfter(seconds: dialogueTime)
        let person = Person(
            user: user, policyPath: policyPath, conversation: ServiceConversation(connection))
        let personal = Session(
            write: { try connection.write($0) },
            warn: { try? connection.send(.warning($0)) },
            readLine: { connection.ask("", echo: true) }, terminal: terminal,
            clock: session.clock, administrator: user.name, person: person, log: session.log)
        try connection.send(.end(personal.carryOut(words, of: person)))
    }
}

extension Session {
    /// Carries out a command line of a person, and tells them what became of it.
    ///
    /// - Returns: The exit status.
    package func carryOut(_ words: [String], of person: Person) -> UInt8 {
        do {
            let command = try SallyportCommand.parseAsRoot(words)
            guard let command = command as? any PersonalCommand else {
                let name = type(of: command)._commandName
                logRefusal(of: name, user: person.user.name, by: person, "for root only")
                throw Failure(.onlyRoot)
            }
            try command.perform(in: self)
            return 0
        } catch {
            let message =
                (error as? Failure)?.description(in: person.language)
                ?? SallyportCommand.message(for: error)
            if !message.isEmpty { warn(message) }
            return UInt8(clamping: SallyportCommand.exitCode(for: error).rawValue)
        }
    }
}

extension Connection {
    /// Sends text in messages of a size that is taken.
    fileprivate func write(_ text: String) throws {
        var rest = Substring(text)
        while !rest.isEmpty {
            // Far fewer characters than bytes: one may have many.
            let part = rest.prefix(Frame.maximumLength / 64)
            try send(.output(String(part)))
            rest = rest.dropFirst(part.count)
        }
    }

    /// Has the person asked; nil where no answer comes.
    fileprivate func ask(_ question: String, echo: Bool) -> String? {
        guard (try? send(.question(question, echo: echo))) != nil,
            case .answer(let text)? = try? receive()
        else { return nil }
        return text
    }
}

/// The person at the other end of a connection.
private final class ServiceConversation: Conversation {
    private let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    func ask(_ question: String, echo: Bool) throws(ConversationFailure) -> SecretBytes {
        guard let answer = connection.ask(question, echo: echo) else { throw ConversationFailure() }
        return SecretBytes(copying: Array(answer.utf8))
    }

    func tell(_ text: String) { try? connection.send(.warning(text)) }
}
