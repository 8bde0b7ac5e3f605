import Accounts
import AccountsTestSupport
import HostSystem
import Testing
import TestSupport

/// A login that is killed leaves a readable account, no code to use twice and no guess for free.
@Suite(.timeLimit(.minutes(15)))
struct KillTests {
    private let host: TestHost
    private let user = User(name: "alice", id: 1000, groupID: 1000)
    private let token: TestDevice
    private let wrong: String

    init() throws {
        host = try TestHost()
        token = try TestDevice.counter()
        wrong = try token.wrongCode(at: 200)
        try host.enrol(user, [token])
    }

    private func state() throws -> LoginState { try #require(try host.state(of: user)) }
    private func nextCounter() throws -> UInt64 {
        try #require(try state().devices.first).nextCounter
    }
    private func retry(_ counter: Int64) throws -> TryResult {
        try host.tryCode(token.code(at: counter), of: user, at: 0, limits: .none)
    }

    @Test func `a guess killed at any system call is counted before its result is known`() throws {
        for call in 1... {
            let before = try state().failuresSinceSuccess
            let lines = try WorkerProcess.killed(
                atSystemCall: call, host, user, "guess", "1", wrong)
            let counted = try state().failuresSinceSuccess - before
            guard let lines else {
                #expect(counted == 1)
                #expect(call > 20, "so few calls that the sweep saw nothing")
                return
            }
            #expect(counted <= 1, "call \(call)")
            if lines.contains("compared wrong") { #expect(counted == 1, "call \(call)") }
            #expect(try host.labels(of: user)?.count == 1)
        }
    }

    @Test func `a right code killed at any system call is accepted at most once`() throws {
        var counter: Int64 = 1
        for call in 1... {
            let lines = try WorkerProcess.killed(
                atSystemCall: call, host, user, "accept", "\(counter)", "\(counter)")
            guard let lines else {
                #expect(try retry(counter) == .used)
                #expect(call > 20, "so few calls that the sweep saw nothing")
                return
            }
            let wasReported = lines.contains("accepted \(counter)")
            let wasStored = try nextCounter() > UInt64(counter)
            #expect(!wasReported || wasStored, "call \(call)")
            // A code that was stored never works again; one that was not still works, once.
            #expect(try retry(counter) == (wasStored ? .used : .accepted), "call \(call)")
            #expect(try retry(counter) == .used)
            counter += 1
        }
    }

    @Test func `an enrolment killed at any system call leaves the account whole`() throws {
        for call in 1... {
            let devices = try #require(try host.labels(of: user)?.count)
            let lines = try WorkerProcess.killed(
                atSystemCall: call, host, user, "enrol", "call \(call)")
            let now = try #require(try host.labels(of: user)?.count)
            #expect(try state().failuresSinceSuccess == 0)
            guard let lines else {
                #expect(now == devices + 1)
                return
            }
            #expect(now == devices || now == devices + 1, "call \(call)")
            #expect(!lines.contains("enrolled") || now == devices + 1)
            // Room for the next one.
            try host.edit(user) { edit in
                for device in edit.identity.devices.dropFirst() { edit.removeDevice(device.id) }
            }
        }
    }

    @Test func `a first enrolment killed at any system call leaves no account or a whole one`()
        throws
    {
        for call in 1... {
            let newcomer = User(name: "user\(call)", id: UInt32(2000 + call), groupID: 100)
            let lines = try WorkerProcess.killed(
                atSystemCall: call, host, newcomer, "enrol", "phone")
            let isThere = try host.store().account(of: newcomer) != nil
            if isThere { #expect(try host.state(of: newcomer)?.failuresSinceSuccess == 0) }
            guard let lines else {
                #expect(isThere)
                return
            }
            #expect(!lines.contains("enrolled") || isThere)
            // Whatever is there, enrolling again works.
            try host.enrol(newcomer, [token])
            #expect(try host.tryCode(token.code(at: 1), of: newcomer, at: 0) == .accepted)
        }
    }

    @Test func `an enrolment killed at any system call leaves the device or a ticket that is good`()
        throws
    {
        for call in 1... {
            let newcomer = User(name: "guest\(call)", id: UInt32(9000 + call), groupID: 100)
            let ticket = try host.invite(newcomer, at: TestHost.workerTime)
            let lines = try WorkerProcess.killed(
                atSystemCall: call, host, newcomer, "redeem", ticket)
            let devices = try #require(try host.labels(of: newcomer)?.count)
            // Whoever shows it again enrols only where nothing was stored.
            let again = try host.redeem(ticket, of: newcomer, at: TestHost.workerTime)
            #expect(again == (devices == 0), "call \(call)")
            // Charged before it was compared: the kill costs that much.
            let counted = try host.state(of: newcomer)?.failuresSinceSuccess ?? 0
            #expect(counted <= 1, "call \(call)")
            guard let lines else {
                #expect(devices == 1)
                #expect(call > 20, "so few calls that the sweep saw nothing")
                return
            }
            #expect(!lines.contains("enrolled") || devices == 1, "call \(call)")
        }
    }

    @Test func `a thousand guesses in processes killed at random moments are all counted`() throws {
        var random = SeededGenerator(seed: 15)
        var (kills, guesses): (Int, UInt32) = (0, 0)
        while kills < 40 || guesses < 1000 {
            let before = try state().failuresSinceSuccess
            let worker = try WorkerProcess(host, user, "guess", "1000000", wrong)
            SystemClock.sleep(microseconds: Int.random(in: 0...30_000, using: &random))
            worker.kill()
            let reported = UInt32(try worker.finish().count { $0 == "compared wrong" })
            let counted = try state().failuresSinceSuccess - before
            #expect(counted == reported || counted == reported + 1, "kill \(kills)")
            kills += 1
            guesses += reported
        }
    }

    @Test func `of a thousand codes in processes killed at random moments none works twice`() throws
    {
        var random = SeededGenerator(seed: 16)
        var accepted = Set<Int64>()
        var kills = 0
        while kills < 40 || accepted.count < 1000 {
            let before = Int64(try nextCounter())
            // It begins with a code that should be used already.
            let worker = try WorkerProcess(
                host, user, "accept", "\(max(1, before - 1))", "10000000")
            SystemClock.sleep(microseconds: Int.random(in: 0...30_000, using: &random))
            worker.kill()
            let lines = try worker.finish().filter { $0.hasPrefix("accepted ") }
            for line in lines {
                let counter = try #require(Int64(line.dropFirst("accepted ".utf8.count)))
                #expect(accepted.insert(counter).inserted, "kill \(kills), counter \(counter)")
            }
            // All that was reported is stored, and at most one more.
            let stored = Int(Int64(try nextCounter()) - before)
            #expect(stored == lines.count || stored == lines.count + 1, "kill \(kills)")
            kills += 1
        }
    }
}
