import Accounts
import AccountsTestSupport
import HostSystem
import Testing
import TestSupport

/// Logins of one person at the same time.
@Suite(.timeLimit(.minutes(15)))
struct ParallelTests {
    private let host: TestHost
    private let user = User(name: "alice", id: 1000, groupID: 1000)
    private let token: TestDevice
    private let recoveryCodes: [String]

    init() throws {
        host = try TestHost()
        token = try TestDevice.counter()
        recoveryCodes = try host.enrol(user, [token])
    }

    /// What so many processes got that tried these codes at the same moment.
    private func race(_ codes: [String]) throws -> [String] {
        let workers = try codes.map { try WorkerProcess(host, user, "try", $0) }
        for worker in workers { try worker.begin() }
        let lines = try workers.map { try $0.finish() }
        #expect(lines.allSatisfy { $0.last == "done" })
        return lines.compactMap { $0.dropLast().last }
    }

    @Test func `of sixteen processes with one code exactly one is let in`() throws {
        for counter in Int64(1)...6 {
            let code = try token.code(at: counter)
            let results = try race([String](repeating: code, count: 16))
            #expect(results.count { $0 == "accepted" } == 1)
            #expect(results.count { $0 == "used" } == 15)
        }
    }

    @Test func `of sixteen processes with one recovery code exactly one is let in`() throws {
        for code in recoveryCodes.prefix(4) {
            let results = try race([String](repeating: code, count: 16))
            #expect(results.count { $0 == "accepted" } == 1)
            #expect(results.count { $0 == "used" } == 15)
        }
    }

    @Test func `wrong codes at the same moment are all counted`() throws {
        let wrong = try token.wrongCode(at: 200)
        let (processes, guesses) = (16, 100)
        let lines = try concurrently(processes) { _ in
            try WorkerProcess(host, user, "guess", "\(guesses)", wrong).finish()
        }
        #expect(lines.joined().count { $0 == "wrong" } == processes * guesses)
        #expect(
            try host.state(of: user)?.failuresSinceSuccess == UInt32(processes * guesses))
    }

    @Test func `enrolments at the same moment are all kept, a first one too`() throws {
        let newcomer = User(name: "bob", id: 1001, groupID: 100)
        let lines = try concurrently(Device.maximumCount) { index in
            try WorkerProcess(host, newcomer, "enrol", "device \(index)").finish()
        }
        #expect(lines.allSatisfy { $0 == ["enrolled", "done"] })
        #expect(try host.labels(of: newcomer)?.count == Device.maximumCount)
    }
}
