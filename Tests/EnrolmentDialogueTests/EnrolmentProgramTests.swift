import AccountsTestSupport
import Foundation
import Testing
import TestSupport
import Wire

/// The real program as a process; the tests run as root, as the module does.
@Suite(.timeLimit(.minutes(15))) struct EnrolmentProgramTests {
    private let host: EnrolmentHost

    init() throws { host = try EnrolmentHost() }

    private func request() throws -> [UInt8] { try #require(host.request().encoded) }

    private func accounts() throws -> [String] {
        try host.files.folder.entries(of: "state/accounts")
    }

    @Test func `it asks by messages and ends well once all is stored`() throws {
        let program = try RunningProgram()
        try program.write(request())
        guard case .ask(let question, _) = try program.message() else { throw Unexpected(nil) }
        try program.write(EnrolmentAnswer.typed(Array("qr".utf8)).encoded)
        guard case .ask = try program.message() else { throw Unexpected(nil) }
        let code = try Screen(question).code(at: Int64(Date().timeIntervalSince1970))
        try program.write(EnrolmentAnswer.typed(Array(code.utf8)).encoded)
        guard case .ask(let codes, _) = try program.message() else { throw Unexpected(nil) }
        #expect(Screen(codes).recoveryCodes.count == 8)
        #expect(try accounts().isEmpty)
        try program.write(EnrolmentAnswer.typed([]).encoded)
        guard case .ask = try program.message() else { throw Unexpected(nil) }
        #expect(try accounts().isEmpty)
        try program.write(EnrolmentAnswer.typed(Array("yes".utf8)).encoded)
        guard case .enrolled("app") = try program.message() else { throw Unexpected(nil) }
        #expect(program.end() == 0)
        #expect(try host.devices() == ["app"])
    }

    @Test func `three wrong codes are told, refused, and end it with a failure`() throws {
        let program = try RunningProgram()
        try program.write(request())
        for _ in 0..<3 {
            guard case .ask = try program.message() else { throw Unexpected(nil) }
            try program.write(EnrolmentAnswer.typed([0x31]).encoded)
        }
        guard case .tell = try program.message() else { throw Unexpected(nil) }
        guard case .refused = try program.message() else { throw Unexpected(nil) }
        #expect(program.end() == 1)
    }

    /// What a login may say, or do, instead of passing an answer on.
    @Test(arguments: [
        EnrolmentAnswer.hungUp.encoded, EnrolmentMessage.ask("?", echo: true).encoded,
        EnrolmentMessage.enrolled("app").encoded, [], [0xA5], [0xA5, 1, 0x26, 0, 9, 1],
        [0xA5, 1, 0x26, 0, 9, 4, 0x74, 0x65], [0xA5, 1, 0x26, 0xFF, 0xFF], [0xA5, 1, 0x58, 0, 0],
        [0xA5, 2], [0x3D],
    ])
    func `anything but an answer ends it with nothing stored`(bytes: [UInt8]) throws {
        let program = try RunningProgram()
        try program.write(request() + bytes)
        try program.closeInput()
        guard case .ask = try program.message() else { throw Unexpected(nil) }
        guard case .refused = try program.message() else { throw Unexpected(nil) }
        #expect(program.end() == 1)
        #expect(try accounts().isEmpty)
    }

    @Test(
        arguments: [
            ([], "a message that ends early"), ([10], "no message of Sallyport's"),
            (Array("nonsense".utf8), "no message of Sallyport's"),
            ([0xA5], "a message that ends early"),
            ([0xA5, 1, 0x20, 0xFF, 0xFF], "a message that is too long"),
            ([0xA5, 1, 0x20, 0, 0], "a message without the field user"),
            (EnrolmentAnswer.hungUp.encoded, "a message of the unknown kind 39"),
            (
                [0xA5, 9],
                "version 9 of the message format instead of 1: module, programs and command are not of one release"
            ),
        ] as [([UInt8], String)])
    func `what is no request is a failure, and says why`(bytes: [UInt8], reason: String) throws {
        let program = try RunningProgram()
        try program.write(bytes)
        try program.closeInput()
        let message = try program.message()
        #expect(message == .failed("the request is \(reason)"))
        #expect(program.end() == 1)
    }

    @Test func `a request that does not end is not waited for`() throws {
        let program = try RunningProgram()
        try program.write([0xA5, 1, 0x20])
        let start = Date()
        // By the alarm.
        #expect(program.end() == -1)
        #expect((4...8).contains(Date().timeIntervalSince(start)))
    }

    @Test func `a login that is gone ends it`() throws {
        let program = try RunningProgram()
        try program.write(request())
        guard case .ask = try program.message() else { throw Unexpected(nil) }
        try program.closeOutput()
        try program.closeInput()
        #expect(program.end() == 1)
        #expect(try accounts().isEmpty)
    }

    @Test func `random bytes after a request end cleanly and store nothing`() throws {
        var random = SeededGenerator(seed: 17)
        for _ in 0..<40 {
            let program = try RunningProgram()
            var bytes = try request()
            for _ in 0..<Int.random(in: 0...6, using: &random) {
                let text = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                    UInt8.random(in: 0...255, using: &random)
                }
                bytes +=
                    Bool.random(using: &random) ? EnrolmentAnswer.typed(text).encoded : text
            }
            try program.write(bytes)
            try program.closeInput()
            var last: EnrolmentMessage?
            while let message = try program.message() { last = message }
            guard case .refused = last else { throw Unexpected(last) }
            #expect(program.end() == 1)
        }
        #expect(try accounts().isEmpty)
    }
}
