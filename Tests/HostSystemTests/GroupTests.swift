import Foundation
import Testing
import TestSupport

/// The groups of a user are known when every name service for groups has answered.
@Suite(.timeLimit(.minutes(15)))
struct GroupTests {
    private typealias Groups = NameSystem.Groups

    private static let silence = "name service trial gave no answer"

    @Test func `with files alone they are those of the file and the primary one`() throws {
        let system = try NameSystem()
        #expect(try system.groups() == Groups(["users", "staff"]))
        #expect(try system.groups(of: "bob") == Groups(["wheel"]))
    }

    @Test(arguments: ["files trial", "trial files", "files list", "list files"])
    func `a service that answers adds its own, wherever it stands`(services: String) throws {
        let system = try NameSystem("group: \(services)")
        for service in ["trial", "list"] {
            try system.set("up", of: service)
            try system.write(
                "pilots:x:2000:alice\nwheel:x:10:alice\nusers:x:1000:\nstaff:x:50:\n",
                to: "nss-\(service).group")
        }
        #expect(try system.groups() == Groups(["users", "staff", "pilots", "wheel"]))
    }

    @Test func `a service that is slow is waited for`() throws {
        let system = try NameSystem("group: files trial")
        try system.set("slow 1")
        #expect(try system.groups() == Groups(["users", "staff", "pilots", "wheel"]))
    }

    @Test(arguments: ["unavailable", "again", "no such state"])
    func `a service without an answer leaves a doubt`(state: String) throws {
        let system = try NameSystem("group: files trial")
        try system.set(state)
        #expect(try system.groups() == Groups(["users", "staff"], doubt: Self.silence))
        // Whoever comes first may have other names for the ids.
        try system.write("group: trial files\n", to: "nsswitch.conf")
        #expect(try system.groups() == Groups([], doubt: Self.silence))
        try system.set("denying")
        #expect(try system.groups() == Groups(["users", "staff"]))
    }

    @Test func `so does one that only lists, and one whose library is missing or no library`()
        throws
    {
        let system = try NameSystem("group: files list")
        try system.set("unavailable", of: "list")
        #expect(
            try system.groups()
                == Groups(["users", "staff"], doubt: "name service list gave no answer"))
        try system.write("group: files missing\n", to: "nsswitch.conf")
        let doubt = "name service missing gave no answer"
        #expect(try system.groups() == Groups(["users", "staff"], doubt: doubt))
        try system.folder.write(Array("no library".utf8), to: "lib/libnss_missing.so.2")
        #expect(try system.groups() == Groups(["users", "staff"], doubt: doubt))
    }

    @Test
    func `a line for initgroups counts for the memberships, and one for groups for the names`()
        throws
    {
        let system = try NameSystem("initgroups: files trial\ngroup: files")
        try system.set("up")
        // As the C library has it, a service that knows some is the last that is asked.
        #expect(try system.groups() == Groups(["users", "staff"]))
        #expect(try system.groups(of: "carol") == Groups(["4000"]))
        try system.set("unavailable")
        #expect(try system.groups() == Groups(["users", "staff"]))
        #expect(try system.groups(of: "carol") == Groups(["4000"], doubt: Self.silence))
        for action in ["[SUCCESS=continue]", "[ success = Continue ]", "[!UNAVAIL=continue]"] {
            try system.write(
                "initgroups: files \(action) trial\ngroup: files\n", to: "nsswitch.conf")
            try system.set("unavailable")
            #expect(try system.groups().doubt == Self.silence, "\(action)")
            try system.set("up")
            #expect(
                try system.groups() == Groups(["users", "staff", "2000", "wheel"]), "\(action)")
        }
    }

    @Test(arguments: ["[NOTFOUND=return]", "[notfound = return]", "[!SUCCESS=return]"])
    func `who is told that nothing is to be found asks no further`(action: String) throws {
        let system = try NameSystem("group: files \(action) trial")
        try system.set("unavailable")
        #expect(try system.groups(of: "bob") == Groups(["wheel"]))
        #expect(try system.groups(of: "carol") == Groups(["4000"]))
        #expect(try system.groups() == Groups(["users", "staff"], doubt: Self.silence))
    }

    @Test func `a group that every service denies is known by its number`() throws {
        let system = try NameSystem("group: files trial")
        try system.set("up")
        #expect(try system.groups(of: "carol") == Groups(["4000"]))
        // The name may be one that only the other service knows.
        try system.set("unavailable")
        #expect(try system.groups(of: "carol") == Groups([], doubt: Self.silence))
    }

    @Test func `a group whose name is not valid UTF-8 leaves a doubt`() throws {
        let system = try NameSystem("group: files trial")
        try system.set("up")
        let name = Array("pil".utf8) + [0xFF] + Array("ts:x:2000:alice\n".utf8)
        try system.write(name, to: "nss-trial.group")
        let doubt = "a group's name is not valid UTF-8"
        #expect(try system.groups() == Groups(["users", "staff"], doubt: doubt))
        try system.write("group: files\n", to: "nsswitch.conf")
        try system.write(Array("users:x:1000:\n".utf8) + name, to: "group")
        #expect(try system.groups() == Groups(["users"], doubt: doubt))
    }

    @Test func `without nsswitch.conf, or a line in it, the file counts alone`() throws {
        let system = try NameSystem(nil)
        #expect(try system.groups() == Groups(["users", "staff"]))
        try system.write(
            "# group: trial\npasswd: files\ngroup_compat: trial\n", to: "nsswitch.conf")
        #expect(try system.groups() == Groups(["users", "staff"]))
    }

    @Test
    func `the file that SUSE has in the place of nsswitch.conf counts where there is no other`()
        throws
    {
        let system = try NameSystem(nil)
        try system.folder.makeFolder("usr/etc", mode: 0o755)
        try system.folder.write(Array("group: files trial\n".utf8), to: "usr/etc/nsswitch.conf")
        let mount = "mount -t overlay -o lowerdir=\(system.folder.path(of: "usr")):/usr o /usr && "
        #expect(try system.groups(before: mount).doubt == Self.silence)
        try system.write("group: files\n", to: "nsswitch.conf")
        #expect(try system.groups(before: mount) == Groups(["users", "staff"]))
    }

    @Test func `comments, blanks and other lines are no matter`() throws {
        let system = try NameSystem(
            "\n# group: nothing\n\t group\t: files\ttrial # and more\r\nhosts: [x=y] dns\n")
        try system.set("denying")
        #expect(try system.groups().names == ["users", "staff"])
        #expect(try system.groups().doubt != Self.silence)
        try system.write("passwd: files\ngroup:files", to: "nsswitch.conf")
        #expect(try system.groups() == Groups(["users", "staff"]))
        try system.write("group:\n", to: "nsswitch.conf")
        #expect(try system.groups() == Groups(["1000"]))
        try system.write([0x23, 0xE4, 0x0A] + Array("group: files\n".utf8), to: "nsswitch.conf")
        #expect(try system.groups() == Groups(["users", "staff"]))
    }

    @Test(arguments: [
        "group: files\ngroup: files trial", "group: files trial\ngroup: files",
        "initgroups: files\ninitgroups: files", "initgroups: files\ngroup: files\u{e4}",
        "initgroups: files\ngroup: \u{e4}files",
        "group: files ../trial", "group: fi\u{e4}les",
        "group: files [", "group: files [NOTFOUND=return", "group: files [NOTFOUND=stop]",
        "group: files [MISSING=return]", "group: files [NOTFOUND return]",
        "group: [NOTFOUND=return]",
        "group: files ]", "group: files trial\u{0}",
    ])
    func `a line that is not understood leaves a doubt`(text: String) throws {
        let system = try NameSystem(text)
        try system.set("denying")
        let groups = try system.groups()
        // The C library looks nothing up with some of them.
        #expect(groups.hasFailed || groups.doubt != nil)
    }

    @Test func `an nsswitch.conf that cannot be read, or is too long, leaves a doubt`() throws {
        let system = try NameSystem(nil)
        let path = system.folder.path(of: "etc/nsswitch.conf")
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: path)
        #expect(
            try system.groups().doubt == "/etc/nsswitch.conf: Too many levels of symbolic links")
        try FileManager.default.removeItem(atPath: path)
        try system.write(
            "group: files\n" + String(repeating: "#", count: 64 << 10), to: "nsswitch.conf")
        #expect(try system.groups().doubt == "/etc/nsswitch.conf: longer than 65536 bytes")
    }

    @Test func `a group file that is missing or cannot be read leaves a doubt`() throws {
        let system = try NameSystem()
        let doubt = "name service files gave no answer"
        try FileManager.default.removeItem(atPath: system.folder.path(of: "etc/group"))
        #expect(try system.groups() == Groups([], doubt: doubt))
        try system.folder.makeFolder("etc/group", mode: 0o755)
        #expect(try system.groups() == Groups([], doubt: doubt))
    }

    @Test func `where entries of the group file lead to another service, its silence is not known`()
        throws
    {
        let system = try NameSystem("group: compat")
        #expect(try system.groups() == Groups(["users", "staff"]))
        try system.write("users:x:1000:\n+:::alice\n-nobody\n", to: "group")
        let doubt = "name service compat gave no answer"
        #expect(try system.groups() == Groups(["users"], doubt: doubt))
        // What an old C library takes without a line.
        try system.write("passwd: files\n", to: "nsswitch.conf")
        #expect(try system.groups() == Groups(["users"], doubt: doubt))
        // To `files` these are no groups, and lead nowhere.
        try system.write("group: files\n", to: "nsswitch.conf")
        #expect(try system.groups(of: "root") == Groups(["0"]))
    }

    @Test func `very many groups, and very many members, are no trouble`() throws {
        let system = try NameSystem("group: files trial")
        let members = (0..<30_000).map { "user\($0)" }.joined(separator: ",")
        try system.write("crowd:x:60:\(members),alice\n", to: "nss-trial.group")
        try system.write("mass:x:61:\(members),alice\nusers:x:1000:\n", to: "group")
        try system.set("up")
        #expect(try system.groups() == Groups(["users", "mass", "crowd"]))
        let groups = (0..<300).map { "g\($0):x:\(5000 + $0):alice\n" }.joined()
        try system.write(groups, to: "nss-trial.group")
        #expect(
            try system.groups() == Groups(Set((0..<300).map { "g\($0)" } + ["users", "mass"])))
    }

    @Test(arguments: ["files", "trial"])
    func `more groups than a process can have leave a doubt`(service: String) throws {
        let system = try NameSystem("group: \(service)")
        try system.set("up")
        let groups = (0..<66_000).map { "g\($0):x:\(5000 + $0):alice\n" }.joined()
        try system.write(groups, to: service == "files" ? "group" : "nss-trial.group")
        #expect(try system.groups().doubt != nil)
    }
}
