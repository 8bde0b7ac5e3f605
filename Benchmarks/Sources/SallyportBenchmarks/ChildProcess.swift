import Glibc

/// Holds workers back until all of them are ready, then lets them go one right after the other.
///
/// All share one pipe as standard input: each byte written into it lets one of them through, and
/// closing its only other end lets through whoever comes.
final class Barrier {
    /// What a child gets as its standard input.
    let readEnd: Int32
    private var writeEnd: Int32

    /// Makes a closed barrier.
    init() throws {
        (readEnd, writeEnd) = try makePipe()
    }

    /// Lets so many workers through and stays closed for whoever comes after them.
    ///
    /// - Returns: The moment, as `monotonicNanoseconds()` gives it.
    /// - Throws: `BenchmarkError` when the pipe cannot be written to.
    func letThrough(_ count: Int) throws -> UInt64 {
        let bytes = [UInt8](repeating: 0, count: count)
        let now = monotonicNanoseconds()
        guard unsafe write(writeEnd, bytes, count) == count else {
            throw BenchmarkError.system("open the barrier")
        }
        return now
    }

    /// Opens the barrier for good.
    func open() {
        guard writeEnd >= 0 else { return }
        close(writeEnd)
        writeEnd = -1
    }

    deinit {
        open()
        close(readEnd)
    }
}

/// A child process whose standard output is read here.
final class ChildProcess {
    private let process: pid_t
    private let output: Int32
    private var unread: [UInt8] = []
    private let name: String

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - command: The program's path and its arguments.
    ///   - input: A descriptor to be its standard input.
    ///   - environment: All its environment variables, as `NAME=value`.
    /// - Throws: `BenchmarkError` when it cannot be started.
    init(_ command: [String], input: Int32, environment: [String] = []) throws {
        name = command.joined(separator: " ")
        let (readEnd, writeEnd) = try makePipe()
        defer { close(writeEnd) }
        output = readEnd
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        unsafe posix_spawn_file_actions_adddup2(&actions, writeEnd, STDOUT_FILENO)
        // posix_spawn wants arrays of C strings that end with a null pointer.
        let arguments = unsafe command.map { unsafe strdup($0) } + [nil]
        let variables = unsafe environment.map { unsafe strdup($0) } + [nil]
        defer {
            for index in unsafe arguments.indices { unsafe free(arguments[index]) }
            for index in unsafe variables.indices { unsafe free(variables[index]) }
        }
        var process: pid_t = 0
        let result = unsafe posix_spawn(&process, command[0], &actions, nil, arguments, variables)
        guard result == 0 else {
            close(readEnd)
            throw BenchmarkError.system("start \(name)", code: result)
        }
        self.process = process
    }

    /// The next line of its output, without the line feed.
    ///
    /// - Throws: `BenchmarkError` when the output ends before a line does.
    func readLine() throws -> String {
        while true {
            if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: unread[..<end], as: UTF8.self)
                unread.removeSubrange(...end)
                return line
            }
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = unsafe read(output, &buffer, 4096)
            guard count > 0 else { throw BenchmarkError("\(name): ended without its answer") }
            unread += buffer.prefix(count)
        }
    }

    /// Reads what it still writes, until its output ends, and drops it.
    func dropOutput() {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while unsafe read(output, &buffer, 4096) > 0 {}
    }

    /// Waits until the child has ended.
    ///
    /// - Throws: `BenchmarkError` unless it ended with exit status 0.
    func finish() throws {
        var status: Int32 = 0
        guard unsafe waitpid(process, &status, 0) == process else {
            throw BenchmarkError.system("wait for \(name)")
        }
        guard status == 0 else { throw BenchmarkError("\(name): wait status \(status)") }
    }

    deinit {
        close(output)
    }
}

/// Runs a program to its end, with nothing to read; what it prints is dropped.
///
/// - Parameter command: The program's path and its arguments.
/// - Throws: `BenchmarkError` unless it ended with exit status 0.
func run(_ command: [String]) throws {
    let barrier = try Barrier()
    barrier.open()
    let process = try ChildProcess(command, input: barrier.readEnd)
    process.dropOutput()
    try process.finish()
}

private func makePipe() throws -> (readEnd: Int32, writeEnd: Int32) {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { throw BenchmarkError.system("make a pipe") }
    // A child must not hold an end open by accident; there is one thread, so nothing comes between.
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
}

/// Nanoseconds on a clock that all processes share and nobody sets.
func monotonicNanoseconds() -> UInt64 {
    var now = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &now)
    return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
}
