import Accounts
import AccountsTestSupport
import HostSystem
import Testing
import TestSupport
import Vocabulary

/// What a login leaves behind in the process of the application: nothing.
@Suite(.timeLimit(.minutes(15)))
struct ProcessTests {
    private let host: TestHost
    private let root: User
    private let token: TestDevice

    init() throws {
        host = try TestHost(policy: "Methods hotp recovery\nLockAfter 10000\nLockCap 10000\n")
        try host.writeStack(
            "auth required MODULE", "auth optional pam_permit.so", "account required MODULE")
        root = try #require(try User.named("root"))
        token = try TestDevice.counter()
        try host.enrol(root, [token])
    }

    @Test func `a thousand logins leave no descriptor and no memory behind`() throws {
        // Some first, in which the libraries below get what they keep: tables, buffers, a random
        // source.
        let (warmUp, cycles) = (50, 1000)
        let record = try host.run(as: "root") { script in
            for cycle in 1...warmUp + cycles {
                script.answer(.text((try? token.code(at: Int64(cycle))) ?? ""))
                script.authenticate()
                script.setCredentials(flags: 2)
                script.manageAccount()
                if cycle == warmUp { script.printResources() }
                script.restart()
            }
            script.printResources()
        }
        #expect(record.isComplete)
        #expect(record.authenticate == [PAMCode](repeating: .success, count: warmUp + cycles))
        try expectNoGrowth(record)
    }

    @Test func `refused logins of every kind leave nothing behind either`() throws {
        // Refusals that follow a guess come evenly late, hence fewer of those.
        let quick: [PAMScript.Answer] = [.nothing, .noText, .failure(.conversationError)]
        let late: [PAMScript.Answer] = [
            .text("123456"), .text(""), .text("abcde-fghjk"),
            .bytes([UInt8](repeating: UInt8(ascii: "9"), count: 1 << 16)),
        ]
        let answers = (0..<10).flatMap { _ in quick } + late
        let (warmUp, cycles) = (5, 15)
        let record = try host.run(as: "root") { script in
            for cycle in 1...warmUp + cycles {
                for answer in answers {
                    script.answer(answer)
                    script.authenticate()
                    script.restart()
                }
                if cycle == warmUp { script.printResources() }
            }
            script.printResources()
        }
        #expect(record.isComplete)
        #expect(!record.authenticate.contains(.success))
        #expect(record.authenticate.count == (warmUp + cycles) * answers.count)
        try expectNoGrowth(record)
    }

    private func expectNoGrowth(_ record: PAMRecord) throws {
        try #require(record.resources.count == 2)
        let (before, after) = (record.resources[0], record.resources[1])
        #expect(after.descriptors == before.descriptors)
        // A leak of the smallest block malloc(3) gives, 32 bytes, in each of the 15 cycles and more would
        // show; the C library's own logging may keep a block or two.
        #expect(after.heap - before.heap < 15 * 32)
        #expect(after.resident - before.resident < 512 * 1024)
    }

    @Test(arguments: [
        "SecondFactor required\n", "SecondFactor observe\n", "SecondFactor off\n", "Nonsense\n",
    ])
    func
        `signals, timer, users, limits, variables, children and threads stay as they were`(
            policy: String
        ) throws
    {
        try host.writePolicy(policy + "Methods hotp recovery\n")
        let record = try host.run(as: "root") { script in
            script.printState()
            for answer in [PAMScript.Answer.text("000000"), .failure(.conversationError)] {
                script.answer(answer)
                script.authenticate()
            }
            script.answer(.text((try? token.code(at: 1)) ?? ""))
            script.authenticate()
            script.setCredentials(flags: 2)
            script.manageAccount()
            script.printState()
        }
        #expect(record.isComplete)
        let states = record.states
        let (before, after) = (states.prefix(states.count / 2), states.suffix(states.count / 2))
        #expect(states.count > 100)
        #expect(Array(before) == Array(after))
    }

    /// What a courier may do: deliver, fail, die, hang, flood, or leave a child of its own behind.
    @Test(arguments: [
        "sent 'a***e@example.org'", "failed 'no route'; exit 1", "kill -SEGV $$",
        "exec sleep 60", "exec cat /dev/zero", "sleep 60 & sent x", "exec >&- <&-; sleep 60",
    ])
    func `a code that is sent leaves nothing behind, whatever becomes of the courier`(
        script: String
    ) throws {
        let courier = try CourierStandIn(in: host.folder, script: script)
        try host.writePolicy(
            """
            CourierProgram \(courier.program)
            DeliveryTimeout 1s
            EmailVia mail
            Methods email
            ResendAfter 0
            SendLimit 50/1s

            """)
        try host.edit(root) { $0.setEmail(try EmailAddress("alice@example.org")) }
        let record = try host.run(as: "root") { program in
            for _ in 0..<2 {
                program.answer(.text("email"))
                program.authenticate()
                program.restart()
                program.printState()
                program.printResources()
            }
        }
        #expect(record.isComplete)
        #expect(record.authenticate.count == 2 && !record.authenticate.contains(.success))
        #expect(courier.values("code").count >= 2)
        let states = record.states
        #expect(states.count > 100)
        #expect(Array(states.prefix(states.count / 2)) == Array(states.suffix(states.count / 2)))
        #expect(record.resources.count == 2)
        #expect(record.resources[0].descriptors == record.resources[1].descriptors)
    }

    @Test(.enabled(if: Module.isStripped))
    func `valgrind finds no fault and no leak, with an app's code and with one that is sent`()
        throws
    {
        let courier = try CourierStandIn(in: host.folder)
        try host.writePolicy(
            """
            CourierProgram \(courier.program)
            EmailVia mail
            Methods hotp email recovery

            """)
        try host.edit(root) { $0.setEmail(try EmailAddress("alice@example.org")) }
        let record = try host.run(
            as: "root",
            under: [
                "/usr/bin/valgrind", "--quiet", "--error-exitcode=99", "--leak-check=full",
                "--errors-for-leak-kinds=definite,indirect,possible", "--trace-children=no",
                "--track-fds=no", "--log-file=\(host.folder.path(of: "valgrind"))",
            ]
        ) { script in
            for answer in ["000000", "email", (try? token.code(at: 1)) ?? "", "abcde-fghjk"] {
                script.answer(.text(answer))
                script.authenticate()
                script.manageAccount()
                script.restart()
            }
        }
        let log = String(decoding: try host.folder.read("valgrind"), as: UTF8.self)
        #expect(record.status == 0, "\(log)")
        #expect(record.authenticate.count == 4 && record.authenticate.contains(.success))
        #expect(courier.values("code").count == 1)
    }

    /// The flags of pam_setcred(3), alone and with PAM_SILENT.
    @Test(arguments: [0x2, 0x4, 0x8, 0x10], [0, 0x8000])
    func `setcred is success where authenticate never ran`(flag: Int32, silent: Int32) throws {
        let before = try host.state(of: root)
        for user in ["root", "nobody", "no-such-user"] {
            let record = try host.run(as: user) { $0.setCredentials(flags: flag | silent) }
            #expect(record.setCredentials == [.success])
            #expect(record.messages == [])
            #expect(record.isComplete)
        }
        #expect(try host.state(of: root) == before)
    }

    @Test func `PAM_SILENT keeps messages back and still asks`() throws {
        try host.writePolicy("Methods hotp recovery\nLockAfter 1\n")
        let record = try host.run(as: "root") { script in
            script.answer(.text("000000"))
            script.authenticate(flags: 0x8000)
            script.authenticate(flags: 0x8000)
        }
        #expect(record.authenticate == [.authenticationError, .maximumTries])
        #expect(record.messages == [.init(style: 2, text: "Verification code: ")])
    }

    @Test func `tries on one handle are judged each by itself`() throws {
        let codes = try (1...3).map { try token.code(at: $0) }
        let record = try host.run(as: "root") { script in
            for answer in [codes[0], codes[0], "", codes[1], "000000", codes[2]] {
                script.answer(.text(answer))
                script.authenticate()
            }
        }
        #expect(
            record.authenticate == [
                .success, .authenticationError, .authenticationError, .success,
                .authenticationError,
                .success,
            ])
    }
}
