import Foundation
import Glibc
import HostSystem
import Testing
import TestSupport

/// A file that only its own user reads and writes, in a folder where nobody else can put another.
@Suite struct CacheFileTests {
    private let folder: TemporaryFolder
    private let file: CacheFile

    /// Somebody else.
    private static let other: UInt32 = 4712

    init() throws {
        folder = try TemporaryFolder()
        file = CacheFile(folder: folder.path, name: "cache")
    }

    private func failureToRead(limit: Int = 100) -> SystemError.Reason? {
        failure { () throws(SystemError) in _ = try file.contents(limit: limit) }
    }

    private func failureToReplace(with bytes: [UInt8] = [9]) -> SystemError.Reason? {
        failure { () throws(SystemError) in try file.replace(with: bytes) }
    }

    private func allow(_ mode: Int, on path: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    @Test func `what was put there is read, and nothing lies beside it`() throws {
        for bytes in [[1, 2, 3], [], [UInt8](repeating: 7, count: 100_000)] as [[UInt8]] {
            try file.replace(with: bytes)
            #expect(try file.contents(limit: 100_000) == bytes)
            #expect(try folder.entries() == ["cache"])
            #expect(try folder.mode(of: "cache") == 0o600)
        }
    }

    @Test func `where nothing was put there it is not found, nor without the folder`() {
        #expect(failureToRead() == .code(ENOENT))
        let elsewhere = CacheFile(folder: folder.path(of: "missing"), name: "cache")
        #expect(
            failure { () throws(SystemError) in try elsewhere.replace(with: []) } == .code(ENOENT))
    }

    @Test func `a longer one than is wanted is not read`() throws {
        try file.replace(with: [1, 2, 3])
        #expect(failureToRead(limit: 3) == nil)
        #expect(failureToRead(limit: 2) == .tooLong(limit: 2))
    }

    @Test(arguments: [0o640, 0o604, 0o620, 0o602, 0o601])
    func `one that others may read or write is not read`(mode: Int) throws {
        try file.replace(with: [1])
        try allow(mode, on: folder.path(of: "cache"))
        #expect(
            failureToRead()
                == (mode & 0o022 == 0
                    ? .readableByOthers(UInt32(mode)) : .writableByOthers(UInt32(mode))))
    }

    @Test func `one of somebody else's is not read, but one's own takes its place`() throws {
        try file.replace(with: [1])
        try #require(folder.changeOwner(of: "cache", to: Self.other))
        #expect(failureToRead() == .notOwn(Self.other))
        #expect(failureToReplace() == nil)
        #expect(try file.contents(limit: 1) == [9])
    }

    @Test(arguments: [0o770, 0o707, 0o720, 0o702])
    func `in a folder that others may write to nothing is read or put`(mode: Int) throws {
        try file.replace(with: [1])
        try allow(mode, on: folder.path)
        #expect(failureToRead() == .writableByOthers(UInt32(mode)))
        #expect(failureToReplace() == .writableByOthers(UInt32(mode)))
        #expect(
            failure { () throws(SystemError) in try file.checkFolder() }
                == .writableByOthers(UInt32(mode)))
        try allow(0o755, on: folder.path)
        #expect(try file.contents(limit: 1) == [1])
        try file.checkFolder()
    }

    @Test func `nor in a folder of somebody else's, or what is no folder`() throws {
        try folder.makeFolder("theirs")
        try #require(folder.changeOwner(of: "theirs", to: Self.other))
        let theirs = CacheFile(folder: folder.path(of: "theirs"), name: "cache")
        #expect(
            failure { () throws(SystemError) in try theirs.replace(with: [1]) }
                == .notOwn(Self.other))
        #expect(try folder.entries(of: "theirs") == [])
        try folder.write([], to: "file")
        let none = CacheFile(folder: folder.path(of: "file"), name: "cache")
        #expect(failure { () throws(SystemError) in try none.checkFolder() } == .code(ENOTDIR))
    }

    @Test func `a link is not followed, neither to read nor to write`() throws {
        try folder.write([5], to: "victim")
        _ = try folder.link("cache", to: folder.path(of: "victim"))
        #expect(failureToRead() != nil)
        #expect(failureToReplace() == nil)
        #expect(try folder.read("victim") == [5])
        // What a crash left, or somebody put in the way of the next one.
        _ = try folder.link("cache.\(getpid())", to: folder.path(of: "victim"))
        #expect(failureToReplace(with: [8]) == nil)
        #expect(try folder.read("victim") == [5])
        #expect(try file.contents(limit: 1) == [8])
    }

    @Test(.timeLimit(.minutes(15)))
    func `a FIFO, a folder and a link in its place are refused at once`() throws {
        try #require(unsafe mkfifo(folder.path(of: "cache"), 0o600) == 0)
        #expect(failureToRead() == .wrongType)
        try folder.remove("cache")
        try folder.makeFolder("cache")
        #expect(failureToRead() == .wrongType)
        #expect(failureToReplace() == .code(EISDIR))
        #expect(try folder.entries() == ["cache"], "nothing is left of a try that failed")
    }
}
