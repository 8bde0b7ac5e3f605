@testable import Accounts
import AccountsTestSupport
import Cryptography
import HostSystem
import Testing
import TestSupport

/// All accounts sealed anew under another key, while people log in.
@Suite struct KeyRotationTests {
    private let host: TestHost
    private let token: TestDevice
    private let recoveryCodes: [String]

    init() throws {
        host = try TestHost()
        token = try TestDevice.counter()
        recoveryCodes = try host.enrol(.alice, [token])
    }

    private func begin() throws -> KeyRotation {
        try KeyRotation(
            stateDirectory: host.stateDirectory, keyFile: host.keyFile, library: LibCrypto())
    }

    private func rotate(_ users: User...) throws {
        let rotation = try begin()
        for user in users { _ = try rotation.reseal(user) }
        try rotation.endOldKey()
        try rotation.finish()
    }

    private func tryCode(_ code: String) throws -> TryResult {
        try host.tryCode(code, of: .alice, at: 0, limits: .none)
    }

    @Test func `what people have goes on working, and the old key opens nothing`() throws {
        let oldKey = try host.folder.read("key")
        #expect(try tryCode("999999") == .wrong)
        #expect(try tryCode(recoveryCodes[0]) == .accepted)
        let before = try #require(try host.state(of: .alice))
        try rotate(.alice)
        #expect(try host.folder.read("key") != oldKey)
        let after = try #require(try host.state(of: .alice))
        #expect(after.failuresSinceSuccess == before.failuresSinceSuccess)
        #expect(after.devices == before.devices)
        #expect(try tryCode(recoveryCodes[0]) == .used)
        #expect(try tryCode(recoveryCodes[1]) == .accepted)
        #expect(try tryCode(token.code(at: 1)) == .accepted)
        try rotate(.alice)
        #expect(try tryCode(recoveryCodes[2]) == .accepted)
        #expect(try tryCode(token.code(at: 1)) == .used)
        try host.folder.write(oldKey, to: "key")
        #expect(try failure { _ = try host.state(of: .alice) } == .wrongKey)
    }

    @Test func `between any two of its steps everybody logs in, and it is gone on with`() throws {
        let bob = try TestDevice.counter()
        try host.enrol(.bob, [bob])
        var counter: Int64 = 1
        func everybodyLogsIn() throws {
            for (user, device) in [(User.alice, token), (.bob, bob)] {
                let code = try device.code(at: counter)
                #expect(try host.tryCode(code, of: user, at: 0) == .accepted)
            }
            counter += 1
        }
        let first = try fingerprint()
        do {
            let rotation = try begin()
            let isContinued = rotation.isContinued
            #expect(!isContinued)
        }
        try everybodyLogsIn()
        do {
            let rotation = try begin()
            let isContinued = rotation.isContinued
            #expect(isContinued)
            #expect(try rotation.reseal(.alice) == .resealed)
            try everybodyLogsIn()
            #expect(try rotation.reseal(.alice) == .nothingToDo)
            #expect(try rotation.reseal(.bob) == .resealed)
        }
        try everybodyLogsIn()
        do {
            let rotation = try begin()
            try rotation.endOldKey()
        }
        try everybodyLogsIn()
        let rotation = try begin()
        let (isContinued, current) = (rotation.isContinued, rotation.current)
        #expect(isContinued && current == first)
        let next = rotation.next
        try rotation.finish()
        try everybodyLogsIn()
        #expect(try fingerprint() == next)
        let isAnotherContinued = try begin().isContinued
        #expect(!isAnotherContinued)
    }

    private func fingerprint() throws -> KeyFingerprint { try host.store().keyFingerprint() }

    @Test func `whoever is at the prompt meanwhile is let in`() throws {
        let account = try host.account(of: .alice)
        try rotate(.alice)
        let attempt = try account.attempt(limits: .usual, at: 0)
        let code = try token.code(at: 1)
        let verdict = try attempt.settle { (attempt) throws(AccountError) in
            try attempt.compare(code)
        }
        #expect(TryResult(verdict) == .accepted)
        #expect(try tryCode(token.code(at: 1)) == .used)
    }

    @Test func `what is counted of somebody without an identity stays`() throws {
        let carol = User(name: "carol", id: 1002, groupID: 1002)
        let account = try host.store().makeAccount(of: carol)
        _ = try account.miss(at: 0)
        try rotate(.alice, carol)
        #expect(try host.store().makeAccount(of: carol).state.failuresSinceSuccess == 1)
    }

    @Test func `an account made meanwhile is sealed anew, or with the new key`() throws {
        let store = try host.store()
        let rotation = try begin()
        _ = try rotation.reseal(.alice)
        _ = try store.makeAccount(of: .bob)
        try rotation.endOldKey()
        let carol = User(name: "carol", id: 1002, groupID: 1002)
        // The store was opened before: it reads the key again.
        _ = try store.makeAccount(of: carol)
        #expect(try rotation.reseal(carol) == .nothingToDo)
        #expect(try rotation.reseal(.bob) == .resealed)
        try rotation.finish()
        let dora = User(name: "dora", id: 1003, groupID: 1003)
        _ = try store.makeAccount(of: dora)
        _ = try host.store().makeAccount(of: dora)
    }

    @Test func `that accounts open with the new key proves nothing of the old one`() throws {
        // Found by the names that the system has for users.
        let root = try #require(try User.named("root"))
        let host = try TestHost()
        try host.enrol(root, [try TestDevice.counter()])
        let store = try host.store()
        let rotation = try KeyRotation(
            stateDirectory: host.stateDirectory, keyFile: host.keyFile, library: LibCrypto())
        _ = try rotation.reseal(root)
        try rotation.endOldKey()
        let next = rotation.next
        // Made with the new key: with the old one it would be lost at the next step.
        _ = try store.makeAccount(of: .bob)
        try rotation.finish()
        #expect(try KeyCheck(in: host.stateDirectory) == KeyCheck(next))
        let again = try host.store().makeAccount(of: .bob)
        #expect(
            try again.keys.isSealed(
                host.store().storage.account(named: "bob").read(toChange: false).state ?? []))
    }

    @Test func `two at once are refused`() throws {
        let rotation = try begin()
        #expect(try failure { _ = try begin() } == .system(.busy))
        try rotation.endOldKey()
        try rotation.finish()
    }

    @Test func `with a key that does not fit none is begun`() throws {
        try host.folder.write([UInt8](repeating: 7, count: 32), to: "key")
        #expect(try failure { _ = try begin() } == .wrongKey)
        #expect(throws: (any Error).self) { try host.folder.read("key.next") }
    }
}

/// The key and the accounts know each other.
@Suite struct KeyCheckTests {
    private let host: TestHost

    init() throws {
        host = try TestHost()
        try host.enrol(.alice, [try TestDevice.counter()])
    }

    private func replaceKey() throws {
        try host.folder.write([UInt8](repeating: 7, count: 32), to: "key")
    }

    @Test func `the fingerprint of the key in the document is that one`() throws {
        let host = try TestHost()
        try host.folder.write(Array(0..<32), to: "key")
        #expect(try host.store().keyFingerprint().description == "e02e59d8e7c6f32a")
        try host.enrol(.alice, [try TestDevice.counter()])
        let half: [UInt8] = [0xE0, 0x2E, 0x59, 0xD8, 0xE7, 0xC6, 0xF3, 0x2A]
        #expect(try host.folder.read("state/key-check") == half + half)
    }

    @Test func `nothing is made with a key that does not fit`() throws {
        try replaceKey()
        #expect(try failure { try host.enrol(.bob, [try TestDevice.counter()]) } == .wrongKey)
        #expect(try failure { _ = try host.state(of: .alice) } == .wrongKey)
        #expect(try host.store().userNames() == ["alice"])
    }

    @Test func `an account that opens fits, whatever the file says`() throws {
        try host.folder.write([UInt8](repeating: 7, count: 16), to: "state/key-check")
        #expect(try host.state(of: .alice) != nil)
        #expect(try failure { try host.enrol(.bob, [try TestDevice.counter()]) } == .wrongKey)
    }

    @Test(arguments: [[], [1, 2, 3]] as [[UInt8]])
    func `without the file, or a whole one, an account that opens proves the key`(
        left: [UInt8]
    ) throws {
        // Found by the name that the system has for a user.
        let root = try #require(try User.named("root"))
        try host.enrol(root, [try TestDevice.counter()])
        try host.folder.write(left, to: "state/key-check")
        let key = try host.folder.read("key")
        try replaceKey()
        #expect(try failure { try host.enrol(.bob, [try TestDevice.counter()]) } == .wrongKey)
        try host.folder.write(key, to: "key")
        try host.enrol(.bob, [try TestDevice.counter()])
        #expect(try host.folder.read("state/key-check").count == 16)
    }
}
