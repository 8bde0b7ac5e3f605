import AccountsTestSupport
import Testing
import TestSupport
import Wire

/// What libpam gets where somebody is to enrol, and that nothing of it stays in the application.
@Suite struct EnrolmentTests {
    private let host: TestHost

    init() throws {
        host = try TestHost()
        // Who must not get in by what the last line says.
        try host.writeStack("auth required MODULE", "auth required pam_permit.so")
    }

    private func login(_ script: String) throws -> PAMRecord {
        let program = try EnrolmentStandIn(in: host.folder, script: script)
        try host.writePolicy("Unenrolled enrol\nEnrolmentProgram \(program.program)\n")
        return try host.login("nobody", .text("yes"))
    }

    @Test func `who enrols is in`() throws {
        let ask =
            EnrolmentStandIn.say(.ask("Sure? ", echo: true))
            + "; dd bs=1 count=15 >/dev/null 2>&1; "
        let record = try login(ask + EnrolmentStandIn.say(.enrolled("app")))
        #expect(record.authenticate == [.success])
        #expect(record.messages == [.init(style: 2, text: "Sure? ")])
        #expect(record.isComplete)
    }

    @Test func `who does not is refused`() throws {
        let tell = EnrolmentStandIn.say(.tell("No.")) + "; "
        let record = try login(tell + EnrolmentStandIn.say(.refused("no")) + "; exit 1")
        #expect(record.authenticate == [.authenticationError])
        #expect(record.messages == [.init(style: 3, text: "No.")])
    }

    @Test(arguments: [
        "exit 0", "exit 1", "kill -SEGV $$", "exec cat /dev/zero", "echo nonsense",
        EnrolmentStandIn.say(.enrolled("app")) + "; exit 1",
        EnrolmentStandIn.say(.failed("broken")),
    ])
    func `a program that does not work lets nobody in`(script: String) throws {
        let record = try login(script)
        #expect(record.authenticate == [.authenticationInformationUnavailable])
        #expect(record.isComplete)
    }

    @Test(arguments: ["/no/such/program", "/etc", "/etc/passwd"])
    func `nor does one that is none`(path: String) throws {
        try host.writePolicy("Unenrolled enrol\nEnrolmentProgram \(path)\n")
        #expect(
            try host.login("nobody").authenticate == [.authenticationInformationUnavailable])
    }

    @Test(arguments: [
        EnrolmentStandIn.say(.enrolled("app")), "kill -SEGV $$", "sleep 2 & exit 1",
        EnrolmentStandIn.say(.ask("1", echo: true)) + "; exec >&- <&-; exit 1",
    ])
    func `it leaves nothing behind, whatever becomes of the program`(script: String) throws {
        let program = try EnrolmentStandIn(in: host.folder, script: script)
        try host.writePolicy("Unenrolled enrol\nEnrolmentProgram \(program.program)\n")
        let record = try host.run(as: "nobody") { application in
            for _ in 0..<2 {
                application.answer(.text("yes"))
                application.authenticate()
                application.restart()
                application.printState()
                application.printResources()
            }
        }
        #expect(record.isComplete)
        let states = record.states
        #expect(states.count > 100)
        #expect(Array(states.prefix(states.count / 2)) == Array(states.suffix(states.count / 2)))
        #expect(record.resources.count == 2)
        #expect(record.resources[0].descriptors == record.resources[1].descriptors)
    }
}
