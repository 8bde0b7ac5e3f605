import Foundation
import Glibc
import HostSystem
import Testing
import TestSupport

/// What root reads out of a home, where its user may have put anything.
@Suite struct HomeTests {
    private let folder: TemporaryFolder
    private let home: Home
    private let file: String

    /// A user who owns nothing else.
    private static let user = User(name: "alice", id: 4711, groupID: 4711)
    /// Somebody else.
    private static let other: UInt32 = 4712

    init() throws {
        folder = try TemporaryFolder()
        home = Home(user: Self.user, path: try folder.makeFolder("home"))
        try #require(folder.changeOwner(of: "home", to: Self.user.id))
        file = try folder.write([1, 2, 3], to: "home/file")
        try #require(folder.changeOwner(of: "home/file", to: Self.user.id))
    }

    /// Why a file of the home is not read; nil where it is.
    private func failure(_ name: String = "file") -> String? {
        do throws(UserFileError) {
            let file = try File(named: name, in: home)
            #expect(file.path == home.path + "/" + name)
            return nil
        } catch {
            return error.description
        }
    }

    @Test func `the user's own file is read`() throws {
        let file = try File(named: "file", in: home)
        #expect(try file.contents(limit: 3) == [1, 2, 3])
        #expect(try File(path: self.file, of: Self.user).contents(limit: 3) == [1, 2, 3])
    }

    @Test func `root's file is read, but not in a home that is root's`() throws {
        try #require(folder.changeOwner(of: "home/file", to: 0))
        #expect(failure() == nil)
        try #require(folder.changeOwner(of: "home", to: 0))
        #expect(failure()?.contains("home: owned by user id 0, must be the user's own") == true)
    }

    @Test func `a file or a home of somebody else's is refused`() throws {
        try #require(folder.changeOwner(of: "home/file", to: Self.other))
        #expect(failure()?.contains("file: owned by user id 4712, must be the user's own") == true)
        #expect(throws: UserFileError.self) { _ = try File(path: file, of: Self.user) }
        try #require(folder.changeOwner(of: "home/file", to: Self.user.id))
        try #require(folder.changeOwner(of: "home", to: Self.other))
        #expect(failure()?.contains("home: owned by user id 4712") == true)
    }

    @Test func `a link is not followed, be it to the user's own file`() throws {
        _ = try folder.link("home/link", to: file)
        #expect(failure("link")?.contains("wrong kind of file") == true)
        #expect(throws: UserFileError.self) {
            _ = try File(path: home.path + "/link", of: Self.user)
        }
    }

    @Test(arguments: [0o620, 0o602, 0o666])
    func `a file that others may write is refused`(mode: Int) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
        #expect(failure()?.contains("others can write it") == true)
    }

    @Test(.timeLimit(.minutes(15)))
    func `a FIFO, a folder and a device are refused at once`() throws {
        try #require(unsafe mkfifo(home.path + "/fifo", 0o600) == 0)
        try folder.makeFolder("home/folder")
        for name in ["fifo", "folder"] {
            #expect(failure(name)?.contains("wrong kind of file") == true, "\(name)")
        }
        #expect(throws: UserFileError.self) { _ = try File(path: "/dev/zero", of: Self.user) }
    }

    @Test func `a missing file and a missing home are not found, and nothing else is`() throws {
        func isNotFound(_ name: String, in home: Home) -> Bool? {
            do throws(UserFileError) {
                _ = try File(named: name, in: home)
                return nil
            } catch {
                return error.isNotFound
            }
        }
        #expect(isNotFound("missing", in: home) == true)
        for path in ["/nonexistent", "", "relative"] {
            #expect(isNotFound("file", in: Home(user: Self.user, path: path)) == true, "\(path)")
        }
        // Without a home nothing is looked for in the folder of the system.
        #expect(isNotFound("etc", in: Home(user: Self.user, path: "")) == true)
        try #require(folder.changeOwner(of: "home/file", to: Self.other))
        #expect(isNotFound("file", in: home) == false)
    }

    @Test func `without a file nobody minds whose the home is, or what`() throws {
        try #require(folder.changeOwner(of: "home", to: Self.other))
        for path in [home.path, home.path + "/file", "/dev/null", "/"] {
            do throws(UserFileError) {
                _ = try File(named: "missing", in: Home(user: Self.user, path: path))
                Issue.record("\(path) has the file")
            } catch {
                #expect(error.isNotFound, "\(error.description)")
            }
        }
        #expect(failure("file")?.contains("must be the user's own") == true)
    }

    @Test func `a home that is a link is entered`() throws {
        let link = try folder.link("link", to: home.path)
        let file = try File(named: "file", in: Home(user: Self.user, path: link))
        #expect(file.length == 3)
    }

    @Test func `the homes of the system's users are known`() throws {
        let root = try #require(try Home.ofUser(named: "root"))
        #expect(root.user.id == 0)
        #expect(root.path == "/root")
        #expect(try Home.ofUser(named: "no-such-user-here") == nil)
        let all = try Home.all()
        #expect(all.contains { $0.user.name == "root" && $0.path == "/root" })
        #expect(all.contains { $0.user.name == "nobody" })
    }
}
