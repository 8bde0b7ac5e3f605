import Foundation
import HostSystem
import Synchronization
import Testing
import TestSupport

/// What a service says is not always what it knows.
@Suite(.timeLimit(.minutes(15)))
struct SilencedServiceTests {
    private typealias Groups = NameSystem.Groups

    @Test(arguments: [
        "_SSS_LOOPS=NO", "_NO_WINBINDD=1", "SYSTEMD_BYPASS_USERDB=1", "SYSTEMD_ONLY_USERDB=x",
    ])
    func `a variable that hides what a service knows leaves a doubt, but not of the files`(
        variable: String
    ) throws {
        let system = try NameSystem("group: files trial")
        try system.set("denying")
        #expect(
            try system.groups(before: "exec env \(variable)").doubt
                == "name service trial gave no answer")
        try system.write("group: files\n", to: "nsswitch.conf")
        #expect(try system.groups(before: "exec env \(variable)") == Groups(["users", "staff"]))
    }

    @Test func `systemd that does not run has nothing to say`() throws {
        let system = try NameSystem("group: files systemd trial")
        try system.set("denying")
        try system.set("absent", of: "systemd")
        #expect(try system.groups() == Groups(["users", "staff"]))
        #expect(try system.groups(of: "carol") == Groups(["4000"]))
        try system.set("unavailable", of: "systemd")
        #expect(try system.groups().doubt == "name service systemd gave no answer")
        // Of another the same is silence.
        try system.set("absent")
        try system.set("denying", of: "systemd")
        #expect(try system.groups().doubt == "name service trial gave no answer")
    }

    @Test func `sssd that is not set up has nothing to say, its library loaded or not`() throws {
        let system = try NameSystem("group: sss files")
        try system.set("denying", of: "sss")
        #expect(try system.groups() == Groups(["users", "staff"]))
        try system.set("unavailable", of: "sss")
        #expect(try system.groups() == Groups(["users", "staff"]))
        try FileManager.default.removeItem(
            atPath: system.folder.path(of: "lib/libnss_sss.so.2"))
        #expect(try system.groups() == Groups(["users", "staff"]))
        try system.folder.makeFolder("etc/sssd/conf.d")
        try system.write("", to: "sssd/conf.d/.hidden")
        #expect(try system.groups() == Groups(["users", "staff"]))
    }

    @Test(arguments: ["sssd.conf", "conf.d/example.conf"])
    func `sssd that is set up and does not run leaves a doubt, though its library denies`(
        file: String
    ) throws {
        let system = try NameSystem("group: files sss")
        try system.folder.makeFolder("etc/sssd/conf.d")
        try system.write("", to: "sssd/" + file)
        let silent = Groups(["users", "staff"], doubt: "name service sss gave no answer")
        try system.set("denying", of: "sss")
        #expect(try system.groups() == silent)

        let socket = system.folder.path(of: "var/sss/pipes/nss")
        try system.folder.makeFolder("var/sss/pipes")
        let daemon = DaemonStandIn(listeningAt: socket, answering: true)
        #expect(try system.groups() == Groups(["users", "staff"]))
        try system.set("unavailable", of: "sss")
        #expect(try system.groups() == silent)
        try system.set("up", of: "sss")
        #expect(try system.groups() == Groups(["users", "staff", "pilots", "wheel"]))
        daemon.stop()
        try system.set("denying", of: "sss")
        #expect(try system.groups() == silent)
    }

    @Test func `sssd that takes questions and answers none leaves a doubt`() throws {
        let system = try NameSystem("group: files sss")
        try system.folder.makeFolder("etc/sssd")
        try system.write("", to: "sssd/sssd.conf")
        try system.set("denying", of: "sss")
        try system.folder.makeFolder("var/sss/pipes")
        let daemon = DaemonStandIn(
            listeningAt: system.folder.path(of: "var/sss/pipes/nss"), answering: false)
        #expect(try system.groups().doubt == "name service sss gave no answer")
        daemon.stop()
    }
}

/// What listens in the place of sssd, and answers the question its libraries ask first, or no question.
private final class DaemonStandIn: Sendable {
    private let isStopped = Mutex(false)
    private let end = DispatchSemaphore(value: 0)

    init(listeningAt path: String, answering: Bool) {
        let start = DispatchSemaphore(value: 0)
        Thread.detachNewThread { [self] in
            serve(path, answering, start)
            end.signal()
        }
        start.wait()
    }

    private func serve(_ path: String, _ isAnswering: Bool, _ start: DispatchSemaphore) {
        guard let listener = try? LocalListener(path: path) else {
            Issue.record("nothing listens at \(path)")
            start.signal()
            return
        }
        start.signal()
        while !isStopped.withLock({ $0 }) {
            guard let socket = try? listener.next(within: 50),
                let question = try? socket.read(20)
            else { continue }
            if isAnswering {
                try? socket.write(question)
            } else {
                // Until the other side gives up.
                _ = try? socket.read(1)
            }
        }
    }

    /// Ends it; from here on nothing listens.
    func stop() {
        isStopped.withLock { $0 = true }
        end.wait()
    }
}
