import Glibc
import HostSystem
import Testing
import TestSupport

@Suite(.serialized, .timeLimit(.minutes(15)))
struct ChildProcessTests {
    /// How a shell command ended, and what it wrote.
    private func shell(
        _ script: String, environment: [String] = [], input: [UInt8] = [], limit: Int = 1 << 20,
        timeout: Int = 10_000
    ) throws -> (end: ChildProcess.End, output: String) {
        var output: [UInt8] = []
        let end = try ChildProcess.run(
            "/bin/sh", arguments: ["-c", script], environment: environment, input: input,
            outputLimit: limit, timeout: timeout
        ) {
            output += $0
            return []
        }
        return (end, String(decoding: output, as: UTF8.self))
    }

    @Test func `the program gets the input to its end and its output comes back`() throws {
        let result = try shell("cat; echo done; exit 7", input: Array("a line\n".utf8))
        #expect(result.end == .exited(7))
        #expect(result.output == "a line\ndone\n")
    }

    @Test func `an input larger than any buffer arrives whole`() throws {
        let input = [UInt8](repeating: UInt8(ascii: "x"), count: 3_000_000)
        #expect(try shell("wc -c", input: input).output == "3000000\n")
    }

    @Test func `a program that reads nothing of a large input is no trouble`() throws {
        let input = [UInt8](repeating: UInt8(ascii: "x"), count: 3_000_000)
        let result = try shell("exec <&-; echo no; sleep 0.1", input: input)
        #expect(result.end == .exited(0))
        #expect(result.output == "no\n")
    }

    @Test func `in a dialogue the program reads each answer, and its input does not end`() throws {
        var output: [UInt8] = []
        let end = try ChildProcess.run(
            "/bin/sh", arguments: ["-c", "read a; echo $a?; read b; echo $b!; read c && exit 9"],
            input: Array("first\n".utf8), isDialogue: true, outputLimit: 100, timeout: 1000
        ) { piece in
            output += piece
            return piece.contains(UInt8(ascii: "?")) ? Array("second\n".utf8) : []
        }
        #expect(String(decoding: output, as: UTF8.self) == "first?\nsecond!\n")
        // It waited for a third line, which nobody sent.
        #expect(end == .timedOut)
    }

    @Test func `the environment is only what was given`() throws {
        #expect(try shell("exec env", environment: ["ONLY=this"]).output.contains("ONLY=this\n"))
        #expect(!(try shell("exec /usr/bin/env").output.contains("HOME=")))
    }

    @Test func `a program that takes too long is killed with its children`() throws {
        let start = try #require(SystemClock.monotonicMilliseconds())
        let result = try shell("echo $$; sleep 60 & sleep 60", timeout: 300)
        let end = try #require(SystemClock.monotonicMilliseconds())
        #expect(result.end == .timedOut)
        #expect(end - start >= 300)
        let group = result.output.dropLast()
        // Killed children may stay as zombies until their new parent cares for them.
        let alive = "cat /proc/[0-9]*/stat 2>&- | awk '$5 == \(group) && $3 != \"Z\"' | wc -l"
        #expect(try shell(alive).output == "0\n")
    }

    @Test func `a program that closes its output and lives on is killed too`() throws {
        #expect(try shell("exec >&- 0<&-; exec sleep 60", timeout: 300).end == .timedOut)
    }

    @Test func `a program that leaves a child behind is not waited for any longer`() throws {
        let start = try #require(SystemClock.monotonicMilliseconds())
        let result = try shell("echo before; sleep 3 & echo after")
        let end = try #require(SystemClock.monotonicMilliseconds())
        #expect(result.end == .exited(0))
        #expect(result.output == "before\nafter\n")
        #expect(end - start < 2_000)
    }

    @Test func `a program that floods its output is stopped`() throws {
        let result = try shell("exec cat /dev/zero", limit: 5000)
        #expect(result.end == .flooded)
        #expect(result.output.utf8.count <= 5000)
    }

    @Test func `a program that a signal ends has crashed`() throws {
        #expect(try shell("kill -SEGV $$").end == .crashed)
    }

    @Test func `a program that is not there is an error`() throws {
        let reason = failure { () throws(SystemError) in
            _ = try ChildProcess.run(
                "/nowhere/to/be/found", input: [], outputLimit: 1, timeout: 1000,
                receive: { _ in [] })
        }
        #expect(reason == .code(ENOENT))
    }

    @Test func `a caller that ignores the end of its children still learns it`() throws {
        let before = signal(SIGCHLD, SIG_IGN)
        defer { _ = signal(SIGCHLD, before) }
        #expect(try shell("exit 3").end == .exited(3))
        var now = sigaction()
        _ = unsafe sigaction(SIGCHLD, nil, &now)
        #expect(unsafe unsafeBitCast(now.__sigaction_handler.sa_handler, to: Int.self) == 1)
    }

    @Test func `the child heeds signals that the caller ignores`() throws {
        let before = signal(SIGPIPE, SIG_IGN)
        defer { _ = signal(SIGPIPE, before) }
        let ignored = try shell(
            "while read name set; do [ $name = SigIgn: ] && echo $set; done "
                + "</proc/self/status"
        ).output.dropLast()
        let set = try #require(UInt64(ignored, radix: 16))
        #expect(set & 1 << UInt64(SIGPIPE - 1) == 0)
    }

    @Test func `no descriptor stays open`() throws {
        _ = try shell("true")
        let count = "ls /proc/$PPID/fd | wc -l"
        let before = try #require(Int(try shell(count).output.dropLast()))
        for _ in 0..<200 { _ = try shell("cat", input: [1, 2, 3]) }
        let after = try #require(Int(try shell(count).output.dropLast()))
        // Other tests of this process open some at the same time.
        #expect(after < before + 150)
    }
}
