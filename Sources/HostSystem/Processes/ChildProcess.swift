internal import CHostSystem
internal import TextCoding

/// A program that is started, spoken to, and waited for.
///
/// It is safe inside another program: nothing is inherited but what is close-on-exec anyway, no signal
/// of the caller's stays changed, and no process is left behind.
package struct ChildProcess: ~Copyable {
    /// How a child ended.
    package enum End: Equatable {
        /// It returned this code.
        case exited(Int32)
        /// A signal ended it, or somebody else was told how it ended.
        case crashed
        /// It took too long, and was killed.
        case timedOut
        /// It wrote too much, and was killed.
        case flooded
    }

    private let id: pid_t
    private let socket: Descriptor

    /// Runs a program from its start to its end.
    ///
    /// - Parameters:
    ///   - program: Its absolute path. The caller has checked who can write it.
    ///   - arguments: What it gets after its own name.
    ///   - environment: All it gets, as `NAME=value`.
    ///   - input: What it reads first from its standard input.
    ///   - isDialogue: Whether its standard input stays open for answers; else it ends behind `input`.
    ///   - outputLimit: How much of its standard output is taken, in bytes.
    ///   - timeout: After how many milliseconds it is killed with its process group.
    ///   - receive: Gets the output, piece by piece, and gives what to answer; nothing where there is no
    ///     dialogue.
    /// - Returns: How it ended.
    /// - Throws: where it could not be started.
    package static func run(
        _ program: String, arguments: [String] = [], environment: [String] = [],
        input: [UInt8], isDialogue: Bool = false, outputLimit: Int, timeout: Int,
        receive: ([UInt8]) -> [UInt8]
    ) throws(SystemError) -> End {
        var signal = sigaction()
        // Safe: the old action is written into a structure of this function, and put back below.
        guard unsafe host_default_child_signal(&signal) == 0 else { throw .last(program) }
        defer { unsafe sigaction(SIGCHLD, &signal, nil) }
        let child = try start(program, arguments: arguments, environment: environment)
        let deadline = (SystemClock.monotonicMilliseconds() ?? 0) + Int64(clamping: timeout)
        let early = child.converse(
            input, isDialogue: isDialogue, outputLimit, until: deadline, receive)
        return child.wait(until: deadline, early)
    }

    private init(id: pid_t, socket: consuming Descriptor) {
        self.id = id
        self.socket = socket
    }

    private static func start(
        _ program: String, arguments: [String], environment: [String]
    ) throws(SystemError) -> ChildProcess {
        var ends: (Int32, Int32) = (-1, -1)
        // Safe: a pair of integers has the layout of the array of two that is filled.
        let made = unsafe withUnsafeMutableBytes(of: &ends) { ends in
            guard let base = ends.baseAddress else { return Int32(-1) }
            return unsafe host_socketpair(base.assumingMemoryBound(to: Int32.self))
        }
        guard made == 0 else { throw .last(program) }
        let ours = Descriptor(takingOwnershipOf: ends.0)
        // Closed here once the child has it, so that the end of its output is seen.
        let theirs = Descriptor(takingOwnershipOf: ends.1)
        var id: pid_t = 0
        // Safe: all strings and lists are NUL-terminated and live through the call.
        let error = unsafe withCStrings([program] + arguments) { arguments in
            unsafe withCStrings(environment) { environment in
                unsafe host_spawn(
                    &id, program.terminated, arguments, environment, theirs.number)
            }
        }
        guard error == 0 else { throw SystemError(.code(error), program) }
        return ChildProcess(id: id, socket: ours)
    }

    /// How often to check whether the child has ended, in milliseconds: one of its own children may keep the
    /// output open.
    private static let interval: Int64 = 20

    /// Writes the input and takes the output until that ends, or the child.
    ///
    /// - Returns: why the child must be killed; nil where its output or it itself ended.
    private borrowing func converse(
        _ input: [UInt8], isDialogue: Bool, _ outputLimit: Int, until deadline: Int64,
        _ receive: ([UInt8]) -> [UInt8]
    ) -> End? {
        var unsent = input
        var taken = 0
        if !isDialogue { endInput(unsent) }
        while true {
            let left = deadline - (SystemClock.monotonicMilliseconds() ?? deadline)
            guard left > 0 else { return .timedOut }
            let wantsWrite = unsent.isEmpty ? 0 : POLLOUT
            var state = pollfd(fd: socket.number, events: Int16(POLLIN | wantsWrite), revents: 0)
            // Looked at before what it wrote, so that nothing of that is lost.
            let hasEnded = host_has_ended(id) != 0
            let pause = hasEnded ? 0 : min(left, Self.interval)
            // Safe: one structure is lent, and one is what the count says.
            let ready = unsafe poll(&state, 1, Int32(clamping: pause))
            if ready < 0, host_errno() != EINTR { return .timedOut }
            if ready == 0, hasEnded { return nil }
            guard ready > 0 else { continue }
            if Int32(state.revents) & POLLOUT != 0 {
                send(&unsent)
                if !isDialogue { endInput(unsent) }
            }
            if Int32(state.revents) & (POLLIN | POLLHUP | POLLERR) != 0 {
                guard let piece = take() else { return nil }
                taken += piece.count
                guard taken <= outputLimit else { return .flooded }
                if !piece.isEmpty { unsent += receive(piece) }
            }
        }
    }

    private borrowing func send(_ unsent: inout [UInt8]) {
        // Safe: base and count describe the array. MSG_NOSIGNAL spares the caller a SIGPIPE.
        let count = unsafe unsent.withUnsafeBytes { buffer in
            unsafe CHostSystem.send(
                socket.number, buffer.baseAddress, buffer.count,
                Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
        }
        if count > 0 {
            unsent = Array(unsent[count...])
        } else if host_errno() != EINTR, host_errno() != EAGAIN {
            // The child closed its input; what it says of that comes through its output.
            unsent = []
        }
    }

    private borrowing func endInput(_ unsent: [UInt8]) {
        if unsent.isEmpty { _ = shutdown(socket.number, Int32(SHUT_WR)) }
    }

    /// Some output; nothing where a signal came between, nil at the end.
    private borrowing func take() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 1024)
        // Safe: the buffer's own length is passed.
        let count = unsafe recv(
            socket.number, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        if count > 0 { return Array(buffer.prefix(count)) }
        return count < 0 && (host_errno() == EINTR || host_errno() == EAGAIN) ? [] : nil
    }

    /// Waits for the end, and makes one where there is a reason to or the time is up.
    private consuming func wait(until deadline: Int64, _ early: End?) -> End {
        var early = early
        var status: Int32 = 0
        while true {
            if early != nil {
                // The group first: it ends with its leader's number, which nobody else can get before the wait.
                _ = kill(-id, SIGKILL)
                _ = kill(id, SIGKILL)
            }
            // Safe: the status is written into a variable of this function.
            let result = unsafe waitpid(id, &status, early == nil ? WNOHANG : 0)
            if result == id { break }
            guard result == 0 || host_errno() == EINTR else { return early ?? .crashed }
            if (SystemClock.monotonicMilliseconds() ?? deadline) >= deadline { early = .timedOut }
            if result == 0, early == nil { SystemClock.sleep(microseconds: 500) }
        }
        if let early { return early }
        let code = host_exit_code(status)
        return code < 0 ? .crashed : .exited(code)
    }
}

/// Lends a NULL-terminated list of C strings to a call that returns an errno(3) value.
@unsafe
func withCStrings(
    _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>?) -> Int32
) -> Int32 {
    var copies: [UnsafeMutablePointer<CChar>?] = unsafe []
    defer {
        // Safe: each copy is freed once, after the call.
        unsafe copies.forEach { unsafe free($0) }
    }
    for string in strings {
        guard let copy = unsafe strdup(string.terminated) else { return ENOMEM }
        unsafe copies.append(copy)
    }
    unsafe copies.append(nil)
    return unsafe copies.withUnsafeBufferPointer { unsafe body($0.baseAddress) }
}
