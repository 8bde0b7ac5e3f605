@testable import Accounts
import AccountsTestSupport
import Testing
import TestSupport
import Vocabulary

/// The example of a state in Documentation/formats.md is what is read and what is written.
@Suite struct DocumentedStateTests {
    private let salt = [UInt8](0x30...0x3F)

    /// What the document says that happened: a code was sent.
    private func state(hash: [UInt8]) -> LoginState {
        var state = LoginState()
        state.incarnation = 0x0102_0304_0506_0708
        state.generation = 2
        state.author = 0x1112_1314_1516_1718
        state.challenge = Challenge(
            number: 37, method: .email, madeAt: 1_800_000_000, expiresAt: 1_800_000_300,
            salt: salt, hash: hash, target: "a***e@example.org")
        state.sends = [1_800_000_000]
        return state
    }

    @Test func `a host with that key reads the slot, and would write it so`() throws {
        let slot = try documentedBytes(behind: "### A state, as an example")
        let host = try TestHost()
        try host.folder.write(Array(0..<32), to: "key")
        try host.folder.makeFolder("state/accounts/alice")
        let file = slot + [UInt8](repeating: 0, count: 8192 - slot.count)
        try host.folder.write(file, to: "state/accounts/alice/state")
        let account = try host.store().makeAccount(of: .alice)
        let hash = try account.keys.hash([UInt8](text: "482915"), salt: salt)
        #expect(account.state == state(hash: hash))
        #expect(try account.keys.sealed(account.state) == slot.dropFirst(18).dropLast(8))
        #expect(try host.folder.read("state/accounts/alice/state") == file)
    }
}
