import Foundation
import HostSystem
import Testing
import TestSupport

/// Names are bytes: what is not valid UTF-8 is nobody's, and never repaired into somebody else's.
@Suite(.timeLimit(.minutes(15)))
struct ByteNameTests {
    /// Two users whose names are the same once they are repaired, and one who has that name.
    private static let users =
        [0xE9, 0xFF].flatMap { byte in
            Array("jos".utf8) + [byte]
                + Array(":x:100\(byte == 0xE9 ? 1 : 2):1000:alias:/home/x:/bin/sh\n".utf8)
        } + Array("jos\u{FFFD}:x:1003:1000::/home/jos:/bin/sh\n".utf8)

    @Test func `a user whose name is not valid UTF-8 is nobody, whoever is asked for`() throws {
        let system = try NameSystem("passwd: files trial")
        try system.write(Self.users, to: "passwd")
        #expect(try system.lookUp("id 1001") == ["nobody"])
        #expect(try system.lookUp("id 1002") == ["nobody"])
        #expect(try system.lookUp("id 1003") == ["user jos\u{FFFD} 1003"])
        #expect(try system.lookUp("homes") == ["user jos\u{FFFD} /home/jos"])
        #expect(try system.lookUp("user jos\u{FFFD}") == ["user jos\u{FFFD} 1003"])
        #expect(try system.lookUp("home jos\u{FFFD}") == ["user jos\u{FFFD} /home/jos"])
        // A directory may know a user by another name than the one in the record.
        try system.set("up")
        try system.write(Self.users, to: "nss-trial.passwd")
        #expect(try system.lookUp("user alias") == ["nobody"])
        #expect(try system.lookUp("home alias") == ["nobody"])
    }

    @Test func `a home whose path is not valid UTF-8 is none`() throws {
        let system = try NameSystem()
        let path = Array("/home/jos".utf8) + [0xE9] + Array(":/bin/sh\n".utf8)
        try system.write(Array("alice:x:1000:1000::".utf8) + path, to: "passwd")
        #expect(try system.lookUp("home alice") == ["user alice "])
    }

    @Test(arguments: [
        (#"web1"#, ["web1"]), (#"web1.example.org"#, ["web1.example.org", "web1"]),
        (#"(none)"#, []), (#"web\xff"#, []),
        (#"w\xc3\xa9b.example"#, ["w\u{E9}b.example", "w\u{E9}b"]),
    ])
    func `a machine has the name it was given, if it was given one of valid UTF-8`(
        name: String, names: [String]
    ) throws {
        let set = "printf '\(name)' >/proc/sys/kernel/hostname && exec"
        #expect(try NameSystem().lookUp("host", before: set) == names.map { "host \($0)" })
    }

    @Test func `an entry of a folder that is not valid UTF-8 is not listed under another name`()
        throws
    {
        let system = try NameSystem()
        let make = "mkdir /run/folder && cd /run/folder && touch good $'bad\\xff'"
        #expect(try system.run(make) == [])
        let directory = try Directory(path: system.folder.path(of: "run/folder"))
        #expect(try directory.entries() == ["good"])
    }

    @Test func `a variable whose value is not valid UTF-8 is not set`() {
        #expect(unsafe setenv("SALLYPORT_TEST_NAME", "jos\u{E9}", 1) == 0)
        #expect(CurrentProcess.environmentValue("SALLYPORT_TEST_NAME") == "jos\u{E9}")
        let bytes: [CChar] = [0x6A, -23, 0]
        #expect(unsafe setenv("SALLYPORT_TEST_NAME", bytes, 1) == 0)
        #expect(CurrentProcess.environmentValue("SALLYPORT_TEST_NAME") == nil)
        #expect(unsafe unsetenv("SALLYPORT_TEST_NAME") == 0)
    }
}
