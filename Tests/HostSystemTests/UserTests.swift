import HostSystem
import Testing
import TestSupport
import TextCoding

@Suite struct UserTests {
    @Test(arguments: [("root", 0, 0), ("daemon", 1, 1), ("nobody", 65534, 65534)])
    func `a user of the system is found`(name: String, id: UInt32, group: UInt32) throws {
        let user = try #require(try User.named(name))
        #expect(user.name == name)
        #expect(user.id == id)
        #expect(user.groupID == group)
    }

    @Test(arguments: [
        "", "no-such-user", "Root", "root ", "0", "../../etc/shadow", "a/b", "root\n", "%n%s",
        "$(id)", ":",
        "root:x", String(repeating: "x", count: 32_768),
    ])
    func `a name the system does not know is none, not an error`(name: String) throws {
        let user = try User.named(name)
        #expect(user == nil)
    }

    @Test func `the groups are the primary one and all others`() throws {
        #expect(try #require(try User.named("root")).groups().names == ["root"])
        #expect(try #require(try User.named("nobody")).groups().names == ["nogroup"])
    }

    @Test func `a group without a name is its number`() throws {
        let user = User(name: "no-such-user", id: 4_000_000, groupID: 4_000_001)
        #expect(user.groups().names == ["4000001"])
    }
}

@Suite struct SystemTests {
    @Test func `this machine has a name, the short one too where there is a longer`() throws {
        let names = HostName.all()
        let first = try #require(names.first)
        #expect(!first.isEmpty)
        #expect(names.count == (first.contains(".") ? 2 : 1))
        #expect(names.allSatisfy { first.hasPrefix($0) })
    }

    @Test func `the clock is later than this test was written, and the other one only grows`()
        throws
    {
        #expect(try #require(SystemClock.now()) > 1_750_000_000)
        let start = try #require(SystemClock.monotonicMilliseconds())
        SystemClock.sleep(microseconds: 20_000)
        SystemClock.sleep(microseconds: 0)
        SystemClock.sleep(microseconds: -1)
        let end = try #require(SystemClock.monotonicMilliseconds())
        #expect(end - start >= 20)
    }

    @Test func `texts are compared by their bytes`() {
        #expect("ä".hasSameBytes(as: "ä"))
        #expect(!"a\u{308}".hasSameBytes(as: "ä"))
        #expect(!"a".hasSameBytes(as: "a\u{0}"))
        #expect("".hasSameBytes(as: ""))
    }

    @Test(
        arguments: [
            ("", []), (",", []), ("a", ["a"]), (",a,,b,", ["a", "b"]), ("a,b", ["a", "b"]),
        ] as [(String, [String])])
    func `a text falls into the parts between its separators`(text: String, parts: [String]) {
        #expect(text.parts(separatedBy: ",") == parts)
    }

    @Test func `every error says what is wrong with what`() {
        let reasons: [SystemError.Reason] = [
            .code(2), .code(9999), .wrongType, .wrongOwner(1000), .writableByOthers(0o666),
            .readableByOthers(0o644), .tooLong(limit: 10), .tooShort, .malformed, .busy,
        ]
        let texts = reasons.map { SystemError($0, "/etc/file").description }
        #expect(Set(texts).count == texts.count)
        #expect(texts.allSatisfy { $0.hasPrefix("/etc/file: ") })
        #expect(texts[0] == "/etc/file: No such file or directory")
        #expect(texts[4] == "/etc/file: mode 0666, others can write it")
    }
}
