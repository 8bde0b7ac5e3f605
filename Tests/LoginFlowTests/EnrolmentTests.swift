import Accounts
import AccountsTestSupport
import HostSystem
import LoginFlow
import Testing
import TestSupport
import Wire

/// A login of somebody who has nothing yet, with a program that lets enrol, or should.
@Suite struct EnrolmentTests {
    private let host: LoginHost

    init() throws { host = try LoginHost() }

    /// Makes the program and lets the policy name it.
    @discardableResult
    private func program(_ lines: String..., mode: Int = 0o755) throws -> EnrolmentStandIn {
        let folder = host.files.folder
        let standIn = try EnrolmentStandIn(
            in: folder, script: lines.joined(separator: "\n"), mode: mode)
        try host.files.writePolicy(
            "Unenrolled enrol\nEnrolmentProgram \(standIn.program)\nWindow 2\nLockAfter 7\n")
        return standIn
    }

    private func say(_ message: EnrolmentMessage) -> String { EnrolmentStandIn.say(message) }

    @Test func `the program is told what the policy says, and enrols`() throws {
        let program = try program(say(.enrolled("app")))
        let report = host.login(as: "nobody")
        #expect(report.verdict == "accepted")
        #expect(report.line?.contains("result=accepted user=nobody") == true)
        #expect(report.line?.contains("method=enrolment device=app") == true)
        let host = HostName.all().last ?? ""
        let request = try #require(program.request)
        let values = [
            "user", "state-directory", "key-file", "needs-ticket", "recovery-codes", "window",
            "lock-after", "lock-for", "lock-cap", "echo", "host", "language",
        ].map { request[$0] }
        #expect(
            values == [
                "nobody", self.host.files.stateDirectory, self.host.files.keyFile, "1", "1", "2",
                "7", "1800", "100", "1", host, "en",
            ])
    }

    @Test func `who has lost everything enrols again, with a ticket whatever the policy says`()
        throws
    {
        let program = try program(say(.enrolled("app")))
        try host.files.edit(host.root) { edit in
            for id: UInt32 in [1, 2] { edit.removeDevice(id) }
        }
        for policy in ["Methods totp\nUnenrolled allow\n", "Methods totp\nUnenrolled deny\n"] {
            try host.files.writePolicy(policy)
            #expect(host.login(.code("123456")).verdict == "notEnrolled")
        }
        try host.files.writePolicy(
            "Methods totp\nUnenrolled enrol\nEnrolment first-login\n"
                + "EnrolmentProgram \(program.program)\n")
        #expect(host.login().verdict == "accepted")
        #expect(program.request?["needs-ticket"] == "1")
        try host.files.writePolicy(
            "Methods totp\nUnenrolled enrol\nEnrolmentDeadline 2020-01-01\n"
                + "EnrolmentProgram \(program.program)\n")
        #expect(host.login(.code("123456")).verdict == "notEnrolled")
    }

    @Test func `who has used all recovery codes up, and has no device, enrols again too`() throws {
        let program = try program(say(.enrolled("app")))
        try host.files.edit(host.root) { edit in
            for id: UInt32 in [1, 2] { edit.removeDevice(id) }
        }
        for code in host.recoveryCodes {
            #expect(try host.files.tryCode(code, of: host.root, at: LoginHost.now) == .accepted)
        }
        #expect(host.login().verdict == "accepted")
        #expect(program.request?["needs-ticket"] == "1")
    }

    @Test func `questions and messages come to the person, and answers to the program`() throws {
        let folder = host.files.folder
        let take = try EnrolmentStandIn(in: folder, script: "").take
        let program = try program(
            say(.ask("Who? ", echo: true)), take(.typed(Array("alice".utf8))),
            say(.tell("Welcome.")), say(.ask("Sure? ", echo: false)), take(.typed([])),
            say(.enrolled("app")))
        let report = host.login(
            as: "nobody",
            .asks("Who? ", echo: true, answer: .text("alice")), .tells("Welcome."),
            .asks("Sure? ", echo: false, answer: .text("")))
        #expect(report.verdict == "accepted")
        #expect(program.answers == [.typed(Array("alice".utf8)), .typed([])])
    }

    @Test func `a person who is gone, and sshd in a person's place, are no answer`() throws {
        let folder = host.files.folder
        let take = try EnrolmentStandIn(in: folder, script: "").take
        let program = try program(
            say(.ask("1", echo: true)), take(.hungUp), say(.ask("2", echo: true)),
            take(.hungUp), say(.refused("nobody there")), "exit 1")
        let report = host.login(
            as: "nobody", .asks("1", echo: true, answer: .failure),
            .asks("2", echo: true, answer: .text("\u{8}\n\r\u{7F}INCORRECT")))
        #expect(program.answers == [.hungUp, .hungUp])
        #expect(report.verdict == "notEnrolledNow")
        #expect(report.reason == "enrolment: nobody there")
    }

    @Test func `who is enrolled already, or unknown, meets the usual question`() throws {
        let program = try program(say(.enrolled("app")))
        #expect(host.login(.code("1"), .saysNoCode).verdict == "malformedAnswer")
        #expect(host.login(as: "no-such-user", .code("123456")).verdict == "unknownUser")
        #expect(program.request == nil)
    }

    @Test func `after the deadline nobody enrols`() throws {
        let program = try program(say(.enrolled("app")))
        try host.files.writePolicy(
            """
            Unenrolled enrol
            EnrolmentProgram \(program.program)
            EnrolmentDeadline 2023-11-13

            """)
        #expect(host.login(as: "nobody", .code("123456")).verdict == "notEnrolled")
        #expect(program.request == nil)
    }

    @Test(arguments: [0o757, 0o775, 0o777])
    func `a program that others can change is not started`(mode: Int) throws {
        let program = try program(say(.enrolled("app")), mode: mode)
        expectFault(host.login(as: "nobody"), "others can write it")
        #expect(program.request == nil)
    }

    @Test(arguments: [
        "", "exit 1", "kill -SEGV $$", "exec cat /dev/zero",
        "\(EnrolmentStandIn.say(.enrolled("app"))); exec cat /dev/zero", "printf '\\245\\001\\043'",
        "\(EnrolmentStandIn.say(.enrolled("app"))); exit 1",
        "\(EnrolmentStandIn.say(.enrolled("app"))); kill -KILL $$",
        "\(EnrolmentStandIn.say(.refused("no"))); kill -SEGV $$",
    ])
    func `a program without a last word, or whose end belies it, lets nobody in`(
        script: String
    ) throws {
        try program(script)
        expectFault(host.login(as: "nobody"), "ended without a result")
    }

    @Test(arguments: [
        ("echo nonsense", "no message of Sallyport's"),
        ("\(EnrolmentStandIn.say(.enrolled("app"))); echo nonsense", "no message of Sallyport's"),
        ("printf '\\245\\001\\043\\000\\001\\000'", "fields cannot be told apart"),
        (
            "printf '\\245\\002'; \(EnrolmentStandIn.say(.enrolled("app")))",
            "version 2 of the message format instead of 1"
        ),
        (
            EnrolmentStandIn.say(.enrolled("app")) + "; "
                + shellCommand(writing: EnrolmentAnswer.typed([0x78]).encoded), "unknown kind 38"
        ),
        ("printf '\\245\\001\\020\\000\\000'", "unknown kind 16"),
    ])
    func `a program that says what is no message lets nobody in, and the log says why`(
        script: String, reason: String
    ) throws {
        try program(script)
        expectFault(host.login(as: "nobody"), reason)
    }

    @Test func `what is broken is told to the administrator`() throws {
        try program(say(.failed("the key is gone")), "exit 1")
        expectFault(host.login(as: "nobody"), "the key is gone")
    }

    private func expectFault(_ report: LoginReport, _ reason: String) {
        #expect(report.verdict == "enrolmentProgram")
        #expect(report.reason?.contains(reason) == true, "\(report.reason ?? "")")
        #expect(report.priority == .error)
        #expect(report.line?.contains("\n") == false)
    }
}
