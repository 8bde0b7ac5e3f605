import AccountsTestSupport
import Foundation
import HostSystem
import Testing
import TestSupport

/// A record belongs to one host, one name and one uid, and opens for no other.
@Suite struct BindingTests {
    private let host: TestHost
    private let token: TestDevice

    init() throws {
        host = try TestHost()
        token = try TestDevice.counter()
        try host.enrol(.alice, [token])
    }

    private func copy(_ source: String, to target: String) throws {
        let (source, target) = (host.folder.path(of: source), host.folder.path(of: target))
        try? FileManager.default.removeItem(atPath: target)
        try FileManager.default.copyItem(atPath: source, toPath: target)
    }

    private func refusal(of user: User) throws -> AccountFailure? {
        try failure { try host.readAccount(of: user) }
    }

    @Test func `the account of a user who came again with another uid opens nothing`() throws {
        let successor = User(name: "alice", id: 1005, groupID: 1000)
        #expect(try refusal(of: successor) == .cryptography)
        #expect(
            try failure { _ = try host.tryCode(token.code(at: 1), of: successor, at: 0) }
                == .cryptography)
        #expect(try refusal(of: .alice) == nil)
    }

    @Test func `a folder copied to another user opens nothing`() throws {
        try copy("state/accounts/alice", to: "state/accounts/bob")
        #expect(try refusal(of: .bob) == .cryptography)
    }

    @Test func `a folder copied to another name of the same uid opens nothing`() throws {
        try copy("state/accounts/alice", to: "state/accounts/alias")
        #expect(try refusal(of: User(name: "alias", id: 1000, groupID: 1000)) == .cryptography)
    }

    @Test func `an identity put into another user's account opens nothing`() throws {
        try host.enrol(.bob, [try TestDevice.time()])
        try copy("state/accounts/alice/identity", to: "state/accounts/bob/identity")
        #expect(try refusal(of: .bob) == .cryptography)
        #expect(
            try failure { _ = try host.tryCode(token.code(at: 1), of: .bob, at: 0) }
                == .cryptography)
    }

    @Test func `a state put into another user's account is refused`() throws {
        try host.enrol(.bob, [token])
        try copy("state/accounts/alice/state", to: "state/accounts/bob/state")
        #expect(try failure { _ = try host.state(of: .bob) } == .cryptography)
        #expect(
            try failure { _ = try host.tryCode(token.code(at: 1), of: .bob, at: 0) }
                == .cryptography)
    }

    @Test func `another host's key opens nothing`() throws {
        let other = try TestHost()
        try host.folder.write(try other.folder.read("key"), to: "key")
        #expect(try refusal(of: .alice) == .wrongKey)
    }

    @Test func `an account copied to a host with the same key and user opens there`() throws {
        let other = try TestHost()
        try other.folder.write(try host.folder.read("key"), to: "key")
        let accounts = other.folder.path(of: "state/accounts")
        try FileManager.default.removeItem(atPath: accounts)
        try FileManager.default.copyItem(
            atPath: host.folder.path(of: "state/accounts"), toPath: accounts)
        #expect(try other.tryCode(token.code(at: 1), of: .alice, at: 0) == .accepted)
    }

    @Test(arguments: [0, 1, 31, 33, 64])
    func `a key of another length is refused`(length: Int) throws {
        try host.folder.write([UInt8](repeating: 1, count: length), to: "key")
        let expected = SystemError.Reason.self
        #expect(
            try refusal(of: .alice)
                == .system(length < 32 ? expected.tooShort : expected.tooLong(limit: 32)))
    }

    @Test func `any changed byte of the identity is noticed`() throws {
        let file = "state/accounts/alice/identity"
        let whole = try host.folder.read(file)
        for index in whole.indices {
            var changed = whole
            changed[index] ^= 0x10
            try host.folder.write(changed, to: file)
            #expect(try refusal(of: .alice) == .cryptography, "byte \(index)")
        }
        for length in [0, 1, 27, 28, whole.count - 1] {
            try host.folder.write(Array(whole.prefix(length)), to: file)
            #expect(try refusal(of: .alice) == .cryptography, "\(length) bytes")
        }
    }

    @Test func `an account whose files others can reach is an error, never none`() throws {
        for name in ["", "/identity", "/state", "/lock"] {
            let path = host.folder.path(of: "state/accounts/alice" + name)
            try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: path)
            let refused = try failure {
                _ = try host.tryCode("123456", of: .alice, at: 0)
            }
            #expect(refused == .system(.writableByOthers(0o777)), "\(name)")
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
        }
    }
}
