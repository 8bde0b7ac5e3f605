import Glibc
import HostSystem
import Testing
import TestSupport

@Suite struct DirectoryTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func open() throws(SystemError) -> Directory { try Directory(path: folder.path) }

    private func replace(_ name: String, _ bytes: [UInt8]) -> SystemError.Reason? {
        failure { () throws(SystemError) in
            try open().writeFile(named: name + ".new", contents: bytes.span)
            try open().renameFile(named: name + ".new", to: name)
        }
    }

    @Test func `a file, a missing folder, a link and a FIFO are no folders`() throws {
        try folder.write([], to: "file")
        try folder.makeFolder("real")
        _ = try folder.link("link", to: folder.path(of: "real"))
        try #require(unsafe mkfifo(folder.path(of: "fifo"), 0o600) == 0)
        for (name, expected) in [
            ("file", SystemError.Reason.code(ENOTDIR)), ("missing", .code(ENOENT)),
            ("fifo", .code(ENOTDIR)),
        ] {
            let path = folder.path(of: name)
            #expect(failure { () throws(SystemError) in _ = try Directory(path: path) } == expected)
        }
        let link = folder.path(of: "link")
        #expect(failure { () throws(SystemError) in _ = try Directory(path: link) } != nil)
        #expect(
            failure { () throws(SystemError) in _ = try open().directory(named: "link") } != nil)
        #expect(
            failure { () throws(SystemError) in _ = try open().directory(named: "real") } == nil)
    }

    @Test func `an error in the root folder names the path with one slash`() throws {
        do throws(SystemError) {
            _ = try Directory(path: "/").file(named: "no-such-file")
            Issue.record("there is /no-such-file")
        } catch {
            #expect(error.subject == "/no-such-file")
        }
    }

    @Test func `only an empty folder is removed`() throws {
        try folder.makeFolder("inner")
        try folder.write([], to: "inner/file")
        let remove = { () throws(SystemError) in try open().removeDirectory(named: "inner") }
        #expect(failure(remove) == .code(ENOTEMPTY))
        try open().directory(named: "inner").removeFile(named: "file")
        #expect(failure(remove) == nil)
        #expect(failure(remove) == .code(ENOENT))
    }

    @Test func `what it makes only root may enter and read`() throws {
        try open().makeDirectory(named: "inner")
        _ = try open().makeFile(named: "file")
        #expect(try folder.mode(of: "inner") == 0o700)
        #expect(try folder.mode(of: "file") == 0o600)
    }

    @Test func `making what is there leaves it as it is`() throws {
        try folder.makeFolder("inner", mode: 0o750)
        try folder.write([1, 2], to: "file")
        try open().makeDirectory(named: "inner")
        let file = try open().makeFile(named: "file")
        #expect(file.length == 2)
        #expect(try folder.mode(of: "inner") == 0o750)
        #expect(try folder.read("file") == [1, 2])
    }

    @Test func `a file is replaced whole, and nothing is left beside it`() throws {
        try folder.write([1, 2, 3], to: "file")
        for bytes in [[9], [], [UInt8](repeating: 7, count: 100_000)] as [[UInt8]] {
            #expect(replace("file", bytes) == nil)
            #expect(try folder.read("file") == bytes)
            #expect(try folder.entries() == ["file"])
            #expect(try folder.mode(of: "file") == 0o600)
        }
    }

    @Test func `a longer file that a crash left beside it is written over`() throws {
        try folder.write([UInt8](repeating: 0xEE, count: 500), to: "file.new")
        #expect(replace("file", [1]) == nil)
        #expect(try folder.read("file") == [1])
    }

    @Test func `a replacement that fails leaves the old content`() throws {
        try folder.write([1, 2, 3], to: "file")
        try folder.makeFolder("file.new")
        #expect(replace("file", [9]) != nil)
        #expect(try folder.read("file") == [1, 2, 3])

        try folder.makeFolder("inner")
        #expect(replace("inner", [9]) == .code(EISDIR))
        #expect(try folder.entries(of: "inner") == [])

        let long = String(repeating: "n", count: 255)
        try folder.write([4], to: long)
        #expect(replace(long, [9]) == .code(ENAMETOOLONG))
        #expect(try folder.read(long) == [4])
    }

    @Test func `a link in the place of the temporary file is not written through`() throws {
        try folder.write([1], to: "file")
        try folder.write([5], to: "victim")
        _ = try folder.link("file.new", to: folder.path(of: "victim"))
        #expect(replace("file", [9]) == .wrongType)
        #expect(try folder.read("file") == [1])
        #expect(try folder.read("victim") == [5])
    }

    @Test func `a link in the place of the file is replaced and not written through`() throws {
        try folder.write([5], to: "victim")
        _ = try folder.link("file", to: folder.path(of: "victim"))
        #expect(replace("file", [9]) == nil)
        #expect(try folder.read("file") == [9])
        #expect(try folder.read("victim") == [5])
    }

    @Test func `a file is removed once, and then nothing happens`() throws {
        try folder.write([1], to: "file")
        try open().removeFile(named: "file")
        #expect(try folder.entries() == [])
        try open().removeFile(named: "file")
        try folder.makeFolder("inner")
        #expect(failure { () throws(SystemError) in try open().removeFile(named: "inner") } != nil)
    }

    @Test func `the entries are sorted by their bytes, hidden ones too, each time anew`() throws {
        for name in ["b", "a", "Z", ".hidden", "%2E", "ä"] { try folder.write([], to: name) }
        let directory = try open()
        let expected = ["%2E", ".hidden", "Z", "a", "b", "ä"]
        #expect(try directory.entries() == expected)
        #expect(try directory.entries() == expected)
    }
}
