import Accounts
import AccountsTestSupport
import HostSystem
import Testing
import TestSupport

/// Password and code in one text: the line before the password's, and the line after it.
@Suite struct SplitTests {
    private let host: TestHost
    private let token: TestDevice

    init() throws {
        host = try TestHost(policy: "Methods hotp recovery\n")
        let root = try #require(try User.named("root"))
        token = try TestDevice.counter()
        try host.enrol(root, [token])
        // Stands for pam_unix: lets in who has the password `secret7`.
        let check = "#!/bin/sh\n[ \"$(tr -d '\\0')\" = secret7 ]\n"
        try host.folder.write([UInt8](text: check), to: "check", mode: 0o755)
        try host.writeStack(
            "auth required MODULE split",
            "auth requisite pam_exec.so quiet expose_authtok \(host.folder.path(of: "check"))",
            "auth required MODULE")
    }

    private func code(_ counter: Int64 = 1) throws -> String { try token.code(at: counter) }

    /// A login by sshd's method `password`: one text, and no question is answered.
    private func login(_ text: String) throws -> PAMRecord {
        try host.login("root", as: .failing, password: text)
    }

    @Test func `the code is taken off the end of the password`() throws {
        let record = try login("secret7" + (try code()))
        #expect(record.authenticate == [.success])
        #expect(record.messages == [.init(style: 1, text: "Password: ")])
        #expect(record.isComplete)
    }

    @Test func `a wrong password is refused and the code stays unused`() throws {
        #expect(try login("secret8" + (try code())).authenticate != [.success])
        #expect(try login("secret7" + (try code())).authenticate == [.success])
    }

    @Test func `a wrong code behind the right password is refused`() throws {
        #expect(try login("secret7000000").authenticate == [.authenticationError])
    }

    @Test func `a code works once this way too`() throws {
        let answer = "secret7" + (try code())
        #expect(try login(answer).authenticate == [.success])
        #expect(try login(answer).authenticate == [.authenticationError])
    }

    @Test func `a password without a code leads to the question for one`() throws {
        let record = try host.login("root", .text("secret7"), .text(try code()))
        #expect(record.authenticate == [.success])
        #expect(record.messages.map { $0.style } == [1, 2])
    }

    @Test func `where no question is answered, a password without a code is refused`() throws {
        let record = try login("secret7")
        #expect(record.authenticate == [.authenticationError])
        #expect(record.isComplete)
    }

    @Test func `with SplitAt a recovery code can follow the password`() throws {
        try host.writePolicy("Methods hotp recovery\nSplitAt ,\n")
        let root = try #require(try User.named("root"))
        let codes = try host.enrolAgain(root)
        #expect(try login("secret7,\(codes[0])").authenticate == [.success])
        #expect(try login("secret7,\(codes[0])").authenticate == [.authenticationError])
    }

    @Test func `a kept code does not outlive its try`() throws {
        let record = try host.run(as: "root") { script in
            script.answer(.text("wrong" + ((try? code()) ?? "")))
            script.authenticate()
            script.answer(.text("secret7"))
            script.answer(.text("000000"))
            script.authenticate()
        }
        #expect(record.authenticate.count == 2)
        #expect(!record.authenticate.contains(.success))
    }

    @Test(arguments: [
        [UInt8](repeating: UInt8(ascii: "1"), count: 256 * 1024), [0xFF, 0xFE],
        [UInt8](text: "123456"),
        [UInt8](text: "\u{8}\n\r\u{7F}INCORRECT"), [],
    ])
    func `a strange password is refused, never a trap`(password: [UInt8]) throws {
        let record = try host.login("root", .bytes(password), .text("000000"))
        #expect(record.authenticate.count == 1)
        #expect(!record.authenticate.contains(.success))
        #expect(record.isComplete)
    }
}

extension TestHost {
    /// New recovery codes for an account that is there.
    fileprivate func enrolAgain(_ user: User) throws -> [String] {
        var codes: [String] = []
        try edit(user) { codes = try $0.renewRecoveryCodes() }
        return codes
    }
}
