import Glibc
import HostSystem
import Testing
import TestSupport

@Suite struct FileTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = try folder.write([1, 2, 3], to: "file")
    }

    @Test func `root's own file is read whole`() throws {
        let file = try File(path: path, confidentiality: .secret)
        #expect(file.length == 3)
        #expect(file.path == path)
        #expect(try file.contents(limit: 3) == [1, 2, 3])
    }

    @Test func `an empty file has no bytes`() throws {
        let path = try folder.write([], to: "empty")
        #expect(try File(path: path, confidentiality: .open).contents(limit: 0) == [])
    }

    @Test func `a missing file is not found, and nothing else is`() throws {
        let missing = failureToRead(folder.path(of: "missing"))
        #expect(missing == .code(ENOENT))
        #expect(SystemError(.code(ENOENT), "").isNotFound)
        #expect(!SystemError(.code(EACCES), "").isNotFound)
        #expect(!SystemError(.wrongType, "").isNotFound)
    }

    @Test(arguments: [1, 1000, 65534] as [UInt32])
    func `a file of another user is refused`(owner: UInt32) throws {
        try #require(folder.changeOwner(of: "file", to: owner))
        #expect(failureToRead(path) == .wrongOwner(owner))
        #expect(failureToRead(path, .open) == .wrongOwner(owner))
    }

    @Test(arguments: [0o620, 0o602, 0o660, 0o666, 0o722])
    func `a file that others may write is refused`(mode: Int) throws {
        try folder.write([1], to: "file", mode: mode)
        #expect(failureToRead(path) == .writableByOthers(UInt32(mode)))
        #expect(failureToRead(path, .open) == .writableByOthers(UInt32(mode)))
    }

    @Test(arguments: [0o640, 0o604, 0o644, 0o440])
    func `a secret that others may read is refused, and settings are not`(mode: Int) throws {
        try folder.write([1], to: "file", mode: mode)
        #expect(failureToRead(path) == .readableByOthers(UInt32(mode)))
        #expect(failureToRead(path, .open) == nil)
    }

    @Test(arguments: [0o600, 0o400, 0o700])
    func `a secret that only root may read is taken`(mode: Int) throws {
        try folder.write([1], to: "file", mode: mode)
        #expect(failureToRead(path) == nil)
    }

    @Test func `a symbolic link is never followed`() throws {
        let link = try folder.link("link", to: path)
        let dangling = try folder.link("dangling", to: folder.path(of: "missing"))
        let loop = try folder.link("loop", to: folder.path(of: "loop"))
        for path in [link, dangling, loop] { #expect(failureToRead(path) == .wrongType, "\(path)") }
    }

    @Test(.timeLimit(.minutes(15)))
    func `a FIFO without a writer is refused at once`() throws {
        let path = folder.path(of: "fifo")
        try #require(unsafe mkfifo(path, 0o600) == 0)
        #expect(failureToRead(path) == .wrongType)
    }

    @Test func `a folder and a device are no files`() throws {
        #expect(failureToRead(try folder.makeFolder("folder")) == .wrongType)
        #expect(failureToRead("/dev/null", .open) == .wrongType)
        #expect(failureToRead("/dev/zero", .open) == .wrongType)
    }

    @Test func `a file longer than the limit is refused`() throws {
        #expect(failureToRead(path, limit: 2) == .tooLong(limit: 2))
        #expect(failureToRead(path, limit: 3) == nil)
    }

    @Test func `a huge file is refused without being read`() throws {
        try #require(unsafe truncate(path, 1 << 40) == 0)
        #expect(failureToRead(path) == .tooLong(limit: 4096))
    }

    @Test func `a folder that others may write, or another's, is no place for a file`() throws {
        try folder.makeFolder("inner")
        let path = try folder.write([1], to: "inner/file")
        #expect(failureToRead(path) == nil)
        try folder.makeFolder("inner", mode: 0o770)
        #expect(failureToRead(path) == .writableByOthers(0o770))
        try folder.makeFolder("inner", mode: 0o1777)
        #expect(failureToRead(path) == .writableByOthers(0o1777))
        try folder.makeFolder("inner", mode: 0o755)
        #expect(failureToRead(path) == nil)
        try #require(folder.changeOwner(of: "inner", to: 65534))
        #expect(failureToRead(path) == .wrongOwner(65534))
    }

    @Test(arguments: ["", "/", ".", "..", "/tmp/", "no/such/folder/file"])
    func `a path that names no file is refused`(path: String) {
        #expect(failureToRead(path) != nil)
    }

    @Test func `what is read past the end is too short`() throws {
        let file = try File(path: path, confidentiality: .secret)
        var bytes = [UInt8](repeating: 0, count: 2)
        func read(at offset: Int) -> SystemError.Reason? {
            failure { () throws(SystemError) in
                var span = bytes.mutableSpan
                try file.read(into: &span, at: offset)
            }
        }
        #expect(read(at: 1) == nil)
        #expect(bytes == [2, 3])
        #expect(read(at: 2) == .tooShort)
        #expect(read(at: 99) == .tooShort)
    }
}
