import CLinuxPAM
import Glibc

/// What runs in a fresh process for each sample, because sshd makes a fresh process for each login.
///
/// Before it measures, the process gets what an sshd has at that point: libcrypto loaded and used,
/// libpam used, the user looked up, a line logged.
enum Worker {
    /// Starts another process of this program to run one part of it.
    ///
    /// - Parameters:
    ///   - arguments: The part's name and its arguments.
    ///   - barrier: What holds the worker back.
    /// - Returns: The process; its first line is `ready`.
    /// - Throws: `BenchmarkError` when it cannot be started.
    static func start(_ arguments: [String], behind barrier: Barrier) throws -> ChildProcess {
        try ChildProcess(["/proc/self/exe"] + arguments, input: barrier.readEnd)
    }

    /// `login STACKS SERVICE USER`: one login; prints `ready`, waits for the barrier, logs in, prints the
    /// result, and waits until the barrier is open for good.
    ///
    /// - Throws: `BenchmarkError` when the login cannot be tried.
    static func login(stacks: String, service: String, user: String) throws {
        let app = try AuthenticatorApp()
        try warmUp(stacks: stacks, user: user)
        let code = try app.code()
        let memoryBefore = try privateDirtyMemory()
        let transaction = try PAMTransaction(
            service: service, user: user, stacks: stacks, answer: code)
        announce("ready")
        waitForBarrier()
        let start = monotonicNanoseconds()
        let result = transaction.authenticate()
        let end = monotonicNanoseconds()
        announce("\(result) \(start) \(end)")
        // In a crowd of logins, what follows must not slow down those that are not done.
        waitUntilBarrierIsOpen()
        announce("\(try privateDirtyMemory() - memoryBefore)")
    }

    /// `load MODULE STACKS`: loads and unloads a module, and prints how many nanoseconds that took.
    ///
    /// - Throws: `BenchmarkError` when the module cannot be loaded.
    static func load(module: String, stacks: String) throws {
        _ = try AuthenticatorApp()
        try warmUp(stacks: stacks, user: "root")
        announce("ready")
        waitForBarrier()
        let start = monotonicNanoseconds()
        guard let handle = unsafe dlopen(module, RTLD_NOW) else {
            throw BenchmarkError("dlopen \(module): \(lastLinkerError())")
        }
        unsafe dlclose(handle)
        announce("\(monotonicNanoseconds() - start)")
    }

    private static func warmUp(stacks: String, user: String) throws {
        let transaction = try PAMTransaction(
            service: StackName.permit, user: user, stacks: stacks, answer: "")
        guard transaction.authenticate() == PAM_SUCCESS else {
            throw BenchmarkError("the stack of pam_permit.so refuses")
        }
        guard unsafe getpwnam(user) != nil else { throw BenchmarkError("no user \(user)") }
        unsafe withVaList([]) { unsafe vsyslog(LOG_AUTHPRIV | LOG_INFO, "benchmark login", $0) }
        // The first call brings its own buffers; they belong to neither module.
        _ = try privateDirtyMemory()
    }

    private static func waitForBarrier() {
        var byte: UInt8 = 0
        _ = unsafe read(STDIN_FILENO, &byte, 1)
    }

    /// Reads nothing: what is still in the pipe is for workers that were not let through yet.
    private static func waitUntilBarrierIsOpen() {
        var input = pollfd(fd: STDIN_FILENO, events: 0, revents: 0)
        _ = unsafe poll(&input, 1, -1)
    }

    private static func announce(_ line: String) {
        let bytes = Array("\(line)\n".utf8)
        // Not print: its buffer would hold the line back.
        _ = unsafe write(STDOUT_FILENO, bytes, bytes.count)
    }

    private static func lastLinkerError() -> String {
        guard let words = unsafe dlerror() else { return "unknown error" }
        return unsafe String(cString: words)
    }

    /// The memory that is this process's own and was written to, in KiB (smaps_rollup in proc(5)).
    private static func privateDirtyMemory() throws -> Int {
        let text = String(decoding: try readFile("/proc/self/smaps_rollup"), as: UTF8.self)
        for line in text.split(separator: "\n") where line.hasPrefix("Private_Dirty:") {
            if let number = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) {
                return number
            }
        }
        throw BenchmarkError("/proc/self/smaps_rollup has no Private_Dirty")
    }
}
