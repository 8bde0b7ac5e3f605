import Accounts
import AccountsTestSupport
import HostSystem
import Testing
import TestSupport

/// The rules of a storage, held by each there is, and what of them shows where it is broken.
@Suite(.timeLimit(.minutes(5)))
struct StorageTests {
    /// A storage that the rules are tried on.
    enum Kind: CaseIterable {
        case files, filesUnknown, memory, memoryUnknown, memoryHalfMade

        func rules() throws -> StorageRules {
            let memory = MemoryStorage()
            return switch self {
            case .files: try StorageRules(storage: nil)
            case .filesUnknown: try StorageRules(answers: .unknown, storage: nil)
            case .memory: try StorageRules { memory }
            case .memoryUnknown: try StorageRules(answers: .unknown) { memory }
            case .memoryHalfMade: try StorageRules(answers: .unknownAndHalfMade) { memory }
            }
        }
    }

    private let alice = User(name: "alice", id: 1000, groupID: 1000)
    private let now: Int64 = 1_700_000_010

    @Test(arguments: Kind.allCases)
    func `the rules hold in every storage, whatever others write and whatever is answered`(
        kind: Kind
    ) throws {
        let broken = try kind.rules().violations()
        #expect(broken == [], "\(broken)")
    }

    @Test func `a storage that never loses a race breaks them`() throws {
        let careless = MemoryStorage(losesRaces: false)
        let broken = try StorageRules { careless }.violations()
        #expect(broken.contains("a code that another used before the answer is used"))
        #expect(broken.contains("wrong codes of others stay counted"))
        #expect(broken.contains("of two edits at once one is kept"))
    }

    /// A host with one account in memory; the accounts as logins and as others reach them.
    private func host(
        _ answers: DisturbedStorage.Answers, _ others: DisturbedStorage.Others = .init()
    ) throws -> (TestHost, MemoryStorage, TestHost) {
        let memory = MemoryStorage()
        let files = try TestHost()
        let plain = try files.over { memory }
        try plain.enrol(alice, [TestDevice.counter()])
        let disturbed = try files.over {
            DisturbedStorage(memory, answers: answers, others: others)
        }
        return (disturbed, memory, plain)
    }

    @Test func `where every swap loses, the login ends and nobody is let in`() throws {
        let (host, _, plain) = try host(.lost)
        let code = try TestDevice.counter().code(at: 1)
        #expect(try failure { _ = try host.tryCode(code, of: alice, at: now) } == .contended)
        #expect(try plain.state(of: alice)?.failuresSinceSuccess == 0)
    }

    @Test func `where nothing is ever stored and nobody says so, nobody is let in`() throws {
        let (host, _, _) = try host(.unknownAndNeverMade)
        let code = try TestDevice.counter().code(at: 1)
        #expect(try failure { _ = try host.tryCode(code, of: alice, at: now) } == .unsettled)
    }

    @Test func `a code whose use was stored or not, and others wrote since, lets nobody in`()
        throws
    {
        let others = DisturbedStorage.Others()
        let (host, _, plain) = try host(.unknown, others)
        let token = try TestDevice.counter()
        var swaps = 0
        others.afterSwap = {
            swaps += 1
            // After the charge and after its settlement.
            _ = try plain.tryCode(
                token.wrongCode(at: 200), of: alice, at: now, limits: .none)
        }
        let code = try token.code(at: 1)
        #expect(try host.tryCode(code, of: alice, at: now, limits: .none) == .used)
        #expect(swaps == 2)
        #expect(try plain.tryCode(code, of: alice, at: now, limits: .none) == .used)
    }

    @Test func `an identity and a state that do not belong together open nothing`() throws {
        let (host, memory, plain) = try host(.asTheyAre)
        let stored = try memory.account(named: "alice")
        let first = try stored.read(toChange: false)
        try plain.edit(alice) { $0.removeDevice(1) }
        let second = try stored.read(toChange: false)
        let opens = { (identity: [UInt8]?, state: [UInt8]?) in
            memory.put(
                AccountRecords(identity: identity, state: state, version: second.version),
                of: "alice")
            return try failure { _ = try host.account(of: alice) }
        }
        #expect(try opens(second.identity, second.state) == nil)
        #expect(try opens(first.identity, second.state) == .damaged, "an old identity")
        #expect(try opens(second.identity, first.state) == .damaged, "an old state")
        #expect(try opens(second.identity, nil) == .damaged, "no state")
        #expect(try opens(nil, second.state) == .damaged, "no identity any more")
        // Nor those of an account of the same name that was removed.
        memory.put(nil, of: "alice")
        try plain.enrol(alice, [TestDevice.counter()])
        let third = try stored.read(toChange: false)
        #expect(try opens(first.identity, third.state) == .damaged)
        #expect(try opens(third.identity, first.state) == .damaged)
        #expect(try opens(first.identity, first.state) == nil)
    }
}
