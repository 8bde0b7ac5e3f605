import Foundation
import Glibc
import HostSystem
import Testing
import TestSupport

/// A path at which others connect, and what may lie there before.
@Suite(.timeLimit(.minutes(15))) struct LocalListenerTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path(of: "run/socket")
    }

    private func failureToListen() -> SystemError.Reason? {
        failure { () throws(SystemError) in _ = try LocalListener(path: path) }
    }

    @Test func `what one end writes the other reads, and it is known who wrote`() throws {
        let listener = try LocalListener(path: path)
        let near = try LocalSocket.connected(to: path)
        let far = try #require(try Accepted(listener.next(within: 5000)))
        try near.write([1, 2, 3])
        #expect(try far.socket.read(2) == [1, 2])
        try far.socket.write([4])
        #expect(try near.read(1) == [4])
        #expect(try far.socket.read(1) == [3])
        #expect(try far.socket.peerUserID() == geteuid())
        _ = consume near
        #expect(try far.socket.read(1) == nil, "the connection has ended")
    }

    @Test func `nobody comes, and it is not waited for longer than was said`() throws {
        let listener = try LocalListener(path: path)
        let start = try #require(SystemClock.monotonicMilliseconds())
        #expect(try Accepted(listener.next(within: 100)) == nil)
        let end = try #require(SystemClock.monotonicMilliseconds())
        #expect((100..<5000).contains(end - start))
    }

    @Test func `those who wait are taken one by one`() throws {
        let listener = try LocalListener(path: path)
        let first = try LocalSocket.connected(to: path)
        let second = try LocalSocket.connected(to: path)
        try first.write([1])
        try second.write([2])
        #expect(try Accepted(listener.next(within: 5000))?.socket.read(1) == [1])
        #expect(try Accepted(listener.next(within: 5000))?.socket.read(1) == [2])
    }

    @Test func `the folder is made where it is missing, and others may enter and connect`() throws {
        let listener = try LocalListener(path: path)
        #expect(try folder.mode(of: "run") == 0o755)
        #expect(try folder.mode(of: "run/socket") == 0o666)
        _ = consume listener
    }

    @Test func `what an earlier listener left gives way`() throws {
        let first = try LocalListener(path: path)
        _ = consume first
        try #require(try folder.entries(of: "run") == ["socket"])
        #expect(failureToListen() == nil)
    }

    @Test func `a listener that lives keeps its path`() throws {
        let first = try LocalListener(path: path)
        #expect(failureToListen() == .code(EADDRINUSE))
        let near = try LocalSocket.connected(to: path)
        try near.write([1])
        // Before that, somebody looked whether anybody listens.
        #expect(try Accepted(first.next(within: 5000))?.socket.read(1) == nil)
        #expect(try Accepted(first.next(within: 5000))?.socket.read(1) == [1])
    }

    @Test func `what is no socket stays as it is`() throws {
        try folder.makeFolder("run")
        try folder.write([1, 2], to: "run/socket")
        #expect(failureToListen() == .wrongType)
        #expect(try folder.read("run/socket") == [1, 2])
        try folder.remove("run/socket")
        let victim = try folder.write([3], to: "victim")
        _ = try folder.link("run/socket", to: victim)
        #expect(failureToListen() == .wrongType)
        #expect(try folder.read("victim") == [3])
        try folder.remove("run/socket")
        try folder.makeFolder("run/socket")
        #expect(failureToListen() == .wrongType)
        #expect(try folder.entries(of: "run") == ["socket"])
    }

    @Test func `a path that is too long for a socket is an error`() {
        let long = folder.path(of: String(repeating: "x", count: 120))
        #expect(failure { () throws(SystemError) in _ = try LocalListener(path: long) } != nil)
    }
}

/// A connection that was accepted; an optional of what cannot be copied is not compared with nil.
private final class Accepted {
    let socket: LocalSocket

    init?(_ socket: consuming LocalSocket?) {
        guard let socket else { return nil }
        self.socket = socket
    }
}
