@testable import Accounts
import AccountsTestSupport
import HostSystem
import Testing
import TestSupport
import TextCoding

@Suite struct AccountNameTests {
    @Test(arguments: [
        ("alice", "alice"), ("Alice", "Alice"), ("a.b_c-d9", "a.b_c-d9"), (".", "%2E"),
        ("..", "%2E."),
        (".hidden", "%2Ehidden"), ("../../etc", "%2E.%2F..%2Fetc"), ("a/b", "a%2Fb"), ("/", "%2F"),
        ("a b", "a%20b"), ("a%2Fb", "a%252Fb"), ("alice@dom", "alice%40dom"), ("a\n", "a%0A"),
        ("-rf", "-rf"), ("ä", "%C3%A4"), ("DOM\\alice", "DOM%5Calice"),
        ("$(id);", "%24%28id%29%3B"),
    ])
    func `a name becomes one folder and the folder the name`(user: String, folder: String) {
        #expect(AccountName.folder(for: user) == folder)
        #expect(AccountName.user(ofFolder: folder)?.hasSameBytes(as: user) == true)
    }

    @Test func `an empty name, and one that no folder can have, are none`() {
        #expect(AccountName.folder(for: "") == nil)
        #expect(AccountName.folder(for: String(repeating: "x", count: 255))?.utf8.count == 255)
        #expect(AccountName.folder(for: String(repeating: "x", count: 256)) == nil)
        #expect(AccountName.folder(for: String(repeating: "x", count: 300)) == nil)
        #expect(AccountName.folder(for: String(repeating: "/", count: 85))?.utf8.count == 255)
        #expect(AccountName.folder(for: String(repeating: "/", count: 86)) == nil)
    }

    @Test(arguments: [
        "", "%", "%2", "%zz", "%2f", "%41", ".", "..", ".x", "a b", "a%", "%2E%2E", "%+1", "%-1",
        "% 1", "ä",
    ])
    func `a folder that no name makes belongs to nobody`(folder: String) {
        #expect(AccountName.user(ofFolder: folder) == nil)
    }

    @Test func `random names never share a folder and never leave it`() {
        var random = SeededGenerator(seed: 34)
        let pieces = [
            "%", "2", "F", "f", "/", ".", "a", "A", "%2F", "%25", "ä", "\u{1}", " ", "e\u{301}",
            "é",
        ]
        var names: [String: [UInt8]] = [:]
        for _ in 0..<50_000 {
            let count = Int.random(in: 1...5, using: &random)
            let name = (0..<count).compactMap { _ in pieces.randomElement(using: &random) }.joined()
            guard let folder = AccountName.folder(for: name) else { continue }
            let bytes = [UInt8](text: name)
            #expect(names.updateValue(bytes, forKey: folder) ?? bytes == bytes, "\(folder)")
            #expect(
                !folder.utf8.contains(UInt8(ascii: "/")) && folder.utf8.first != UInt8(ascii: "."))
            #expect(AccountName.user(ofFolder: folder).map { [UInt8](text: $0) } == bytes)
        }
    }

    @Test func `hostile names make accounts inside of the folder and nowhere else`() throws {
        let host = try TestHost()
        let names = [
            "../../etc", "a/b", ".", "..", "...", "-rf", "%2E", "\u{1}\u{7F}", "alice\u{1B}[2J",
        ]
        for (index, name) in names.enumerated() {
            let user = User(name: name, id: UInt32(index), groupID: 0)
            try host.enrol(user, [try TestDevice.time(label: name)])
            #expect(try host.labels(of: user) == [name])
        }
        #expect(try host.folder.entries() == ["key", "policy.conf", "state"])
        #expect(try host.folder.entries(of: "state") == ["accounts", "key-check", "sent"])
        #expect(try host.folder.entries(of: "state/accounts").count == names.count)
        #expect(try Set(host.store().userNames()) == Set(names))
    }

    @Test func `a name too long for a folder has no account and gets none`() throws {
        let host = try TestHost()
        let user = User(name: String(repeating: "x", count: 300), id: 7, groupID: 7)
        #expect(try host.labels(of: user) == nil)
        let device = try TestDevice.time()
        #expect(try failure { try host.enrol(user, [device]) } == .invalid)
        #expect(try host.folder.entries(of: "state/accounts") == [])
    }
}
