import Foundation
import Glibc
import Testing
import TestSupport

/// What a program that the courier starts finds around it.
@Suite(.timeLimit(.minutes(15))) struct ConfinementTests {
    /// Has the courier run a script, which writes to `$out`; what it wrote there.
    private func found(
        by script: String, environment: [String: String] = [:]
    ) throws -> (text: String, outcome: CourierHost.Outcome) {
        let host = try CourierHost()
        let output = try host.write("", to: "output", mode: 0o666)
        let program = try host.write(
            "#!/bin/sh\nout=\(output)\n\(script)\n", to: "program", mode: 0o755)
        try host.write(
            "User nobody\nChannel it command\nProgram \(program) one \"two three\"\n"
                + "PassTarget yes\n", to: "delivery.conf", mode: 0o644)
        let outcome = try host.run(try host.request(), environment: environment)
        return (String(decoding: try host.folder.read("output"), as: UTF8.self), outcome)
    }

    @Test func `the message arrives on standard input, the target as the last argument`() throws {
        let (text, outcome) = try found(by: "cat >$out; printf '<%s>' \"$@\" >>$out")
        #expect(text.hasPrefix("482913 is the code for login #37.\n"))
        #expect(text.hasSuffix("<one><two three><alice@example.org>"))
        #expect(outcome.lines == ["sent a***e@example.org"])
        #expect(outcome.status == 0)
    }

    @Test func `it is the courier's user in every way, with one group`() throws {
        let (text, _) = try found(by: "grep -E '^(Uid|Gid|Groups)' /proc/self/status >$out")
        let words = text.split(whereSeparator: \.isWhitespace)
        #expect(words.filter { $0 == "65534" }.count == 9)
        #expect(words.count == 12)
    }

    @Test func `nothing of the starter's environment is left`() throws {
        let (text, _) = try found(
            by: "tr '\\0' '\\n' </proc/self/environ >$out",
            environment: ["SSLKEYLOGFILE": "/tmp/keys", "LD_LIBRARY_PATH": "/tmp", "HOME": "/root"])
        #expect(text == "PATH=/usr/sbin:/usr/bin:/sbin:/bin\n")
    }

    @Test func `no core is written, and no signal is blocked or ignored`() throws {
        let (text, _) = try found(
            by: "grep 'core file' /proc/self/limits >$out; "
                + "grep -E '^Sig(Blk|Ign)' /proc/self/status >>$out")
        let lines = text.split(separator: "\n")
        #expect(try #require(lines.first).split(separator: " ").suffix(3) == ["0", "0", "bytes"])
        for line in lines.dropFirst() {
            let signals = try #require(UInt64(line.split(separator: "\t").last ?? "", radix: 16))
            // 32 and 33 are the C library's own, which lets nobody change them.
            #expect(signals & ~(0b11 << 31) == 0, "\(line)")
        }
    }

    @Test func `what a program prints is no answer of the courier`() throws {
        let (_, outcome) = try found(by: "echo sent everybody; exit 3")
        #expect(outcome.lines.count == 1)
        #expect(outcome.last.hasSuffix("/program: ended with code 3"))
        #expect(outcome.status == 1)
    }

    @Test func `a test tells its steps with their times`() throws {
        let host = try CourierHost("Channel it command\nProgram /bin/true\n")
        let outcome = try host.run(try host.request(tellsSteps: true))
        #expect(outcome.lines.count >= 4)
        for line in outcome.lines.dropLast() {
            #expect(line.wholeMatch(of: /step \d+ ms: .+/) != nil, "\(line)")
        }
        #expect(outcome.last == "sent a***e@example.org")
        #expect(!outcome.lines.contains { $0.contains("482913") || $0.contains("alice@") })
    }

    @Test(arguments: [
        ("{\"text\": \"{code}\"}", "X-Key: a", 0o755, 1),
        ("{\"text\": {code}}", "X-Key: a", 0o755, 2),
        ("{\"text\": \"{cod}\"}", "X-Key: a", 0o755, 2), ("{}", "no header", 0o755, 2),
        ("{}", "X-Key: a", 0o777, 2),
    ])
    func `a check looks into a webhook's body and at DingTalk's folder`(
        body: String, header: String, mode: Int, problems: Int
    ) throws {
        let host = try CourierHost()
        let cache = try host.folder.makeFolder("cache", mode: mode)
        #expect(unsafe chown(cache, 65_534, 65_534) == 0)
        try host.write(
            """
            User nobody
            Channel hook webhook
                URL http://127.0.0.1:1
                BodyFile \(try host.write(body, to: "body", mode: 0o644))
                HeaderFile \(try host.write(header, to: "header"))
            Channel ding dingtalk
                Endpoint http://127.0.0.1:1
                LegacyEndpoint http://127.0.0.1:1
                AppKey key
                AppSecretFile \(try host.write("secret", to: "secret"))
                AgentID 1
                CacheDirectory \(cache)
            """, to: "delivery.conf", mode: 0o644)
        let outcome = try host.run(try host.checkRequest())
        // Nothing listens at the three addresses.
        let found = outcome.lines.filter {
            $0.hasPrefix("problem ") && !$0.contains("127.0.0.1:1: no connection")
        }
        #expect(found.count == problems - 1, "\(outcome.lines)")
        #expect(outcome.last == "failed \(problems + 2) problems")
    }

    @Test func `a check finds all that is wrong, and sends nothing`() throws {
        let host = try CourierHost()
        let output = try host.write("", to: "output", mode: 0o666)
        let program = try host.write("#!/bin/sh\necho ran >\(output)\n", to: "program", mode: 0o755)
        let template = try host.write("Subject: x\n\nhello", to: "template", mode: 0o644)
        let good = "Channel good command\nProgram \(program)\n"
        try host.write(
            """
            User nobody
            \(good)Channel bad command
                Program \(host.folder.path(of: "none"))
                MessageFile en \(template)
            Channel unreachable smtp
                URL smtps://127.0.0.1:1
                From codes@example.org
            """, to: "delivery.conf", mode: 0o644)
        let all = try host.run(try host.checkRequest())
        let problems = all.lines.filter { $0.hasPrefix("problem ") }
        #expect(problems.count == 3, "\(all.lines)")
        #expect(problems.contains { $0.contains("channel bad: MessageFile (line 6)") })
        #expect(problems.contains { $0.hasSuffix("/none: No such file or directory") })
        #expect(
            problems.contains { $0.contains("channel unreachable: 127.0.0.1:1: no connection") })
        #expect(all.last == "failed 3 problems")
        let one = try host.run(try host.checkRequest(channel: "good"))
        #expect(one.last == "checked channels: 1, directories: 0", "\(one.lines)")
        #expect(one.status == 0)
        #expect(try host.folder.read("output").isEmpty)
    }
}
