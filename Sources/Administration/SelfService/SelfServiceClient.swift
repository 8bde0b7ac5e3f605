internal import ArgumentParser
internal import HostSystem
internal import Wire

/// The command of somebody who is not root: the self-service does the work, and this is its terminal.
enum SelfServiceClient {
    /// More than a person types in one sitting, in bytes.
    private static let budget = 64 * 1024
    private static let hungUp =
        "the self-service has hung up: the time was over, or you have too many connections at once"

    /// Has a command line carried out.
    ///
    /// - Parameters:
    ///   - words: What stands behind `sallyport`.
    ///   - path: Where the self-service listens.
    /// - Throws: also the exit status of the command, as `ExitCode`.
    static func run(_ words: [String], at path: String) throws {
        let connection = try connect(to: path)
        guard try connection.peerUserID() == 0 else {
            throw Failure("\(path) is not root's: nothing is said to it")
        }
        do {
            try connection.send(.request(words, terminal: .ofStandardOutput))
            try converse(over: connection)
        } catch is SystemError {
            throw Failure(hungUp)
        }
    }

    private static func converse(over connection: Connection) throws {
        while let message = try connection.receive() {
            switch message {
            case .output(let text): try StandardStream.output.write(text)
            case .warning(let text): try StandardStream.error.write("sallyport: \(text)\n")
            case .question(let text, let echo):
                try StandardStream.error.write(text)
                let line = echo ? readLine() : StandardInput.withoutEcho { readLine() }
                try connection.send(line.map { .answer($0) } ?? .noAnswer)
            case .end(0): return
            case .end(let status): throw ExitCode(Int32(status))
            case .request, .answer, .noAnswer:
                throw Failure("the self-service does not keep to the protocol")
            }
        }
        throw Failure(hungUp)
    }

    private static func connect(to path: String) throws -> Connection {
        do throws(SystemError) {
            return Connection(
                try LocalSocket.connected(to: path), limit: Frame.maximumLength, budget: budget)
        } catch {
            throw Failure(
                "only root can do this where the self-service does not run: \(error.description)")
        }
    }
}
