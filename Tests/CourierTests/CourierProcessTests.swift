import Foundation
import Glibc
import Testing
import TestSupport
import Wire

/// The real courier as a process; the tests run as root, as the module does.
@Suite(.timeLimit(.minutes(15))) struct CourierProcessTests {
    @Test(
        arguments: [
            ([], "a message that ends early"), ([10], "no message of Sallyport's"),
            (Array("purpose send\n".utf8), "no message of Sallyport's"),
            ([0xA5, 1, 0x10, 0, 0], "a message without the field delivery-file"),
            ([0xA5, 1, 0x20, 0, 0], "a message of the unknown kind 32"),
            ([0xA5, 1, 0x10, 0xFF, 0xFF], "a message that is too long"),
            (
                [0xA5, 2, 0x10, 0, 0],
                "version 2 of the message format instead of 1: module, programs and command are not of one release"
            ),
        ] as [([UInt8], String)])
    func `what is no request is refused, and why`(input: [UInt8], reason: String) throws {
        let outcome = try CourierHost().run(input)
        #expect(outcome.lines == ["failed the request is \(reason)"])
        #expect(outcome.status == 1)
    }

    @Test func `what has no end is refused`() throws {
        let outcome = try CourierHost().run([UInt8](repeating: 0xA5, count: 20_000))
        #expect(outcome.lines.count == 1)
        #expect(outcome.last.hasPrefix("failed "), "\(outcome.last)")
    }

    @Test func `a request that does not end is not waited for`() throws {
        let outcome = try CourierHost().run([0xA5, 1, 0x10], closingInput: false)
        // By the alarm, since nothing else bounds a read.
        #expect(outcome.last == "failed no whole request came in 5 seconds")
        #expect(outcome.status == 1)
        #expect((4...8).contains(outcome.seconds))
    }

    @Test func `a file that is wrong is named with what is wrong`() throws {
        let host = try CourierHost("Channel it sendmail\n")
        let path = host.folder.path(of: "delivery.conf")
        var outcome = try host.run(try host.request())
        #expect(
            outcome.last
                == "failed \(path) line 2: Channel it needs a line From: an address, or Name <address>"
        )
        #expect(outcome.status == 1)

        try host.write("User nobody\n", to: "delivery.conf", mode: 0o666)
        outcome = try host.run(try host.request())
        #expect(outcome.last == "failed \(path): mode 0666, others can write it")

        #expect(unsafe chown(path, 65_534, 0) == 0)
        outcome = try host.run(try host.request())
        #expect(outcome.last == "failed \(path): owned by user id 65534, must be root's")

        try FileManager.default.removeItem(atPath: path)
        outcome = try host.run(try host.request())
        #expect(outcome.last == "failed \(path): No such file or directory")

        try FileManager.default.createSymbolicLink(
            atPath: path, withDestinationPath: "/etc/hosts")
        outcome = try host.run(try host.request())
        #expect(outcome.last.contains("the wrong kind of file"))
    }

    @Test(arguments: [
        ("no-such-user-here", "there is no user no-such-user-here"),
        ("root", "User root: has the id or the group of root"),
    ])
    func `only a user who is there and not root will do`(user: String, reason: String) throws {
        let host = try CourierHost()
        try host.write("User \(user)\n", to: "delivery.conf", mode: 0o644)
        let outcome = try host.run(try host.request())
        #expect(outcome.last.hasPrefix("failed \(reason)"), "\(outcome.last)")
    }

    @Test func `an unknown channel, topic or directory is told, and which channels there are`()
        throws
    {
        let empty = try CourierHost()
        #expect(
            try empty.run(try empty.request()).last == "failed the delivery file has no channel")
        let host = try CourierHost("Channel one command\nProgram /bin/true\n")
        #expect(
            try host.run(try host.request()).last
                == "failed the delivery file has no channel it, but one")
        let topic = try host.request(channel: "one", target: .topic("none"))
        #expect(try host.run(topic).last == "failed the delivery file has no topic none")
        let directory = try host.request(channel: "one", target: .directory("none"))
        #expect(try host.run(directory).last == "failed the delivery file has no directory none")
    }

    @Test(
        arguments: [
            (0o600, 0, nil), (0o640, 65_534, nil), (0o400, 0, nil),
            (0o640, 0, "mode 0640, others can read it"),
            (0o644, 65_534, "mode 0644, others can read it"),
            (0o660, 65_534, "mode 0660, others can write it"),
        ] as [(Int, UInt32, String?)])
    func `a secret may be read by root and the courier's group only`(
        mode: Int, group: UInt32, problem: String?
    ) throws {
        let host = try CourierHost()
        let path = try host.write("secret\n", to: "secret", mode: mode)
        #expect(unsafe chown(path, 0, group) == 0)
        // Nothing listens there: a good secret shows in the other reason.
        try host.write(
            """
            User nobody
            Channel it smtp
                URL smtp://127.0.0.1:1
                From codes@example.org
                Username codes
                PasswordFile \(path)
            """, to: "delivery.conf", mode: 0o644)
        let last = try host.run(try host.request()).last
        if let problem {
            #expect(last == "failed PasswordFile (line 6): \(path): \(problem)")
        } else {
            #expect(last.contains("127.0.0.1:1: no connection"), "\(last)")
        }
    }

    @Test(arguments: ["", "\n", "one\ntwo\n", "a\u{0}b", "tab\tbed"])
    func `a secret is one line`(text: String) throws {
        let host = try CourierHost()
        let path = try host.write(text, to: "secret")
        try host.write(
            """
            User nobody
            Channel it smtp
                URL smtps://127.0.0.1:1
                From codes@example.org
                Username codes
                PasswordFile \(path)
            """, to: "delivery.conf", mode: 0o644)
        #expect(try host.run(try host.request()).last.contains("must have one line, the secret"))
    }

    @Test func `a program that does not end is killed within the time`() throws {
        let host = try CourierHost("Channel it command\nProgram /bin/sleep 60\n")
        let outcome = try host.run(try host.request(timeout: 1))
        #expect(
            outcome.last
                == "unknown channel it: a***e@example.org: Program /bin/sleep: "
                + "not done in time, and killed")
        // The program would take a minute.
        #expect(outcome.seconds < 30)
    }

    @Test(arguments: [
        "smtp\nURL smtp://127.0.0.1:1\nFrom codes@example.org",
        "webhook\nURL http://127.0.0.1:1\nBodyFile BODY",
    ])
    func `libcrypto is that of libcurl, and not one found before`(settings: String) throws {
        let host = try CourierHost()
        let body = try host.write("{}\n", to: "body", mode: 0o644)
        let channel = settings.replacingOccurrences(of: "BODY", with: body)
        try host.write("User nobody\nChannel it \(channel)\n", to: "delivery.conf", mode: 0o644)
        let log = try host.write("", to: "loader.log")
        let file = try #require(FileHandle(forWritingAtPath: log))
        let outcome = try host.run(
            try host.request(), environment: LoaderLog.environment, standardError: file)
        #expect(outcome.last.contains("127.0.0.1:1: no connection"), "\(outcome.last)")
        let opened = LoaderLog(try host.folder.read("loader.log")).opened
        #expect(opened.contains("libcurl.so.4"))
        #expect(!opened.contains { $0.contains("libcrypto") })
    }
}
