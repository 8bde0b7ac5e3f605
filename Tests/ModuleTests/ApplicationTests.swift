import Accounts
import AccountsTestSupport
import HostSystem
import Testing
import TestSupport

/// Applications that answer by themselves: asked for a code they are refused, and that counts as no guess.
@Suite struct ApplicationTests {
    /// What they have for a password: no code.
    private static let password = "correct horse"
    private let host: TestHost
    private let root: User
    private let token: TestDevice

    init() throws {
        host = try TestHost(policy: "Methods hotp recovery\n")
        try host.writeStack("auth required MODULE")
        root = try #require(try User.named("root"))
        token = try TestDevice.counter()
        try host.enrol(root, [token])
    }

    private func failures() throws -> UInt32? { try host.state(of: root)?.failuresSinceSuccess }

    @Test(arguments: [PAMScript.Style.userName, .password, .failing])
    func `whatever is answered or not, it is refused and not counted`(style: PAMScript.Style) throws
    {
        let record = try host.login("root", as: style, password: Self.password)
        #expect(record.authenticate == [.authenticationError])
        #expect(record.messages.first == .init(style: 2, text: "Verification code: "))
        expectSaid(record.messages.dropFirst(), to: style)
        #expect(record.isComplete)
        #expect(try failures() == 0)
    }

    /// Whoever could answer is told that it was no code.
    private func expectSaid(_ messages: ArraySlice<PAMRecord.Message>, to style: PAMScript.Style) {
        let said = PAMRecord.Message(style: 3, text: "That is not a code.")
        #expect(Array(messages) == (style == .failing ? [] : [said]))
    }

    @Test func `one that dies of the question leaves an account that works`() throws {
        let record = try host.login("root", as: .crashing, password: Self.password)
        #expect(record.wasKilled)
        #expect(record.messages == [.init(style: 2, text: "Verification code: ")])
        #expect(try failures() == 0)
        #expect(try host.login("root", .text(try token.code(at: 1))).authenticate == [.success])
    }

    @Test(arguments: PAMScript.Style.allCases)
    func `a hidden question is answered with the password, which is no code`(
        style: PAMScript.Style
    ) throws {
        try host.writePolicy("Methods hotp recovery\nEcho no\n")
        let record = try host.login("root", as: style, password: Self.password)
        #expect(record.authenticate == [.authenticationError])
        #expect(record.messages.first == .init(style: 1, text: "Verification code: "))
        expectSaid(record.messages.dropFirst(), to: .password)
        #expect(record.isComplete)
        #expect(try failures() == 0)
    }

    @Test(arguments: PAMScript.Style.allCases)
    func `a message that asks nothing reaches every one`(style: PAMScript.Style) throws {
        try host.writePolicy("Methods hotp recovery\nLockAfter 1\n")
        #expect(try host.login("root", .text("000000")).authenticate == [.authenticationError])
        let record = try host.login("root", as: style, password: Self.password)
        #expect(record.authenticate == [.maximumTries])
        #expect(record.messages.map { $0.style } == [3])
        #expect(record.isComplete)
    }

    @Test func `one that has answered by itself can ask a person again`() throws {
        let code = try token.code(at: 1)
        let record = try host.run(as: "root") { script in
            script.converse(as: .userName, password: Self.password)
            script.authenticate()
            script.converseFromQueue()
            script.answer(.text(code))
            script.authenticate()
        }
        #expect(record.authenticate == [.authenticationError, .success])
    }
}
