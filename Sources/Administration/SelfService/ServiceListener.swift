internal import HostSystem

/// Waits for connections, and starts a process for each; what systemd does with `Accept=yes`.
enum ServiceListener {
    /// How many connections there may be at once.
    private static let maximumCount = 32
    /// How many of them one person may have, so that nobody keeps out the others.
    private static let maximumOfOne = 4
    /// How often to check which of them have ended, in milliseconds.
    private static let interval = 200

    /// Waits at a path until this process is ended.
    static func run(at path: String, policyPath: String, in session: Session) throws {
        let listener = try LocalListener(path: path)
        var running: [(process: ConnectionProcess, user: UInt32)] = []
        while true {
            running.removeAll { $0.process.hasEnded() }
            if running.count >= maximumCount {
                SystemClock.sleep(microseconds: interval * 1000)
                continue
            }
            guard let socket = try listener.next(within: interval),
                let user = try? socket.peerUserID()
            else { continue }
            // Some may have ended while this waited.
            running.removeAll { $0.process.hasEnded() }
            // It is closed when the value ends, and whoever is there sees that.
            guard running.count(where: { $0.user == user }) < maximumOfOne else { continue }
            do throws(SystemError) {
                let process = try ConnectionProcess(
                    serving: socket, arguments: ["serve", "--policy", policyPath])
                running.append((process, user))
            } catch {
                session.logServiceFailure(error.description)
            }
        }
    }
}
