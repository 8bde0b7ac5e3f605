import CLinuxPAM

/// A login that can be tried again and again, because the account's state is put back each time.
struct Login {
    private let stacks: String
    private let service: String
    private let user: String
    private let pristine: Snapshot

    /// What one try measured.
    struct Outcome {
        /// The PAM code.
        let result: Int32
        /// When pam_authenticate was called and when it returned, in monotonic nanoseconds.
        let start, end: UInt64
        /// By how much the process's own memory grew, from before pam_start, in KiB.
        let memory: Int

        /// How long pam_authenticate took.
        var microseconds: Double { Double(end - start) / 1000 }
    }

    /// Describes a login.
    ///
    /// - Parameters:
    ///   - workspace: Where the stacks are.
    ///   - service: The stack's name.
    ///   - user: Who logs in.
    ///   - state: What the login may change: a file, or a folder with files.
    /// - Throws: `BenchmarkError` when the state cannot be read.
    init(_ workspace: Workspace, service: String, user: String, state: String) throws {
        stacks = workspace.stacks
        self.service = service
        self.user = user
        pristine = try Snapshot(of: state)
    }

    /// Puts the account's state back.
    ///
    /// - Throws: `BenchmarkError` when a file cannot be written.
    func reset() throws {
        try pristine.restore()
    }

    /// Starts a process that waits behind the barrier and then logs in once with the right code.
    ///
    /// - Throws: `BenchmarkError` when the process does not get as far as the barrier.
    func start(behind barrier: Barrier) throws -> ChildProcess {
        try Worker.start(["login", stacks, service, user], behind: barrier)
    }

    /// Lets processes from `start(behind:)` log in, all at once, and waits for their end.
    ///
    /// - Returns: When they were let go, as `monotonicNanoseconds()` gives it, and what each measured.
    /// - Throws: `BenchmarkError` when a process failed.
    static func outcomes(
        of workers: [ChildProcess], behind barrier: Barrier
    ) throws -> (start: UInt64, outcomes: [Outcome]) {
        for worker in workers {
            guard try worker.readLine() == "ready" else { throw BenchmarkError("worker not ready") }
        }
        let start = try barrier.letThrough(workers.count)
        let lines = try workers.map { try $0.readLine() }
        barrier.open()
        let outcomes = try zip(workers, lines).map { worker, line in
            let fields = line.split(separator: " ")
            guard fields.count == 3, let result = Int32(fields[0]), let start = UInt64(fields[1]),
                let end = UInt64(fields[2]), end >= start, let memory = Int(try worker.readLine())
            else { throw BenchmarkError("a worker answered \"\(line)\"") }
            try worker.finish()
            return Outcome(result: result, start: start, end: end, memory: memory)
        }
        return (start, outcomes)
    }

    /// Logs in once, alone, with the state as it is.
    ///
    /// - Throws: `BenchmarkError` when the login is refused: a refusal would be no measure.
    func attempt() throws -> Outcome {
        let barrier = try Barrier()
        let worker = try start(behind: barrier)
        let outcomes = try Login.outcomes(of: [worker], behind: barrier).outcomes
        guard let outcome = outcomes.first, outcome.result == PAM_SUCCESS else {
            throw BenchmarkError(
                "\(service) refuses the right code: PAM code \(outcomes.map { $0.result })")
        }
        return outcome
    }

    /// Logs in once, alone, from a fresh state.
    ///
    /// - Throws: `BenchmarkError` when the login is refused.
    func freshAttempt() throws -> Outcome {
        try reset()
        return try attempt()
    }
}

/// Logins of different people, one after the other, as a host sees them.
///
/// The states are put back only when everybody had a turn: a login right after its own file was synced
/// would find the disk's journal empty, which it never is in daily life.
final class Rota {
    private let logins: [Login]
    private var next = 0

    /// Begins with the first login.
    init(_ logins: [Login]) { self.logins = logins }

    /// Logs the next person in.
    ///
    /// - Throws: `BenchmarkError` when the login is refused.
    func attempt() throws -> Login.Outcome {
        if next == logins.count { next = 0 }
        if next == 0 { for login in logins { try login.reset() } }
        defer { next += 1 }
        return try logins[next].attempt()
    }
}
