import Accounts
import AccountsTestSupport
import LoginFlow
import Testing
import TestSupport
import Vocabulary

/// The line for the log stays one line of printable text, whatever names a login has.
@Suite struct AuditLineTests {
    private let host: LoginHost

    init() throws { host = try LoginHost() }

    private func line(
        service: String? = "sshd", remoteHost: String? = "192.0.2.7", user: String = "root"
    ) throws -> String {
        let report = host.login(
            as: user,
            setUp: { pam in
                pam.items[.service] = service
                pam.items[.remoteHost] = remoteHost
            }, .code("x"), .saysNoCode)
        return try #require(report.line)
    }

    @Test(arguments: [
        ("host\nresult=accepted", "\"host\\x0aresult=accepted\""), ("a b", "\"a b\""),
        ("\u{1B}[2J", "\"\\x1b[2J\""), ("say \"hi\"", "\"say \\x22hi\\x22\""),
        ("back\\slash", "\"back\\x5cslash\""),
        ("%n%s", "\"%n%s\""), ("ä", "\"ä\""), ("\u{7F}\u{1}", "\"\\x7f\\x01\""),
        ("", "\"\""),
        ("fe80::1%eth0", "\"fe80::1%eth0\""), ("2001:db8::1", "2001:db8::1"), ("a=b", "\"a=b\""),
        ("\u{2028}", "\"\\xe2\\x80\\xa8\""), ("\r\n", "\"\\x0d\\x0a\""),
    ])
    func `a hostile name is escaped`(name: String, written: String) throws {
        #expect(try line(remoteHost: name).contains(" rhost=\(written) reason="))
        #expect(try line(service: name).contains(" service=\(written) rhost="))
    }

    @Test func `a question is logged when it is put, with the code that was sent for it`() throws {
        let pam = HangingUp(user: "root")
        let report = Login(pam: pam, clock: { LoginHost.now }).authenticate(
            arguments: ["policy=\(host.files.policyPath)"])
        #expect(report.verdict == "conversation")
        #expect(pam.lines == ["result=asked user=root service=sshd rhost=192.0.2.7"])
        let courier = try CourierStandIn(in: host.files.folder)
        try host.files.edit(host.root) { $0.setEmail(try EmailAddress("alice@example.org")) }
        try host.files.writePolicy(
            "CourierProgram \(courier.program)\nEmailVia mail\nMethods totp email\n")
        let asking = HangingUp(user: "root", first: "email")
        _ = Login(pam: asking, clock: { LoginHost.now }).authenticate(
            arguments: ["policy=\(host.files.policyPath)"])
        let number = try #require(courier.values("number").last)
        #expect(
            asking.lines == [
                "result=asked user=root service=sshd rhost=192.0.2.7",
                "result=asked user=root service=sshd rhost=192.0.2.7 sent=email number=\(number) "
                    + "to=\"a***e@example.org\"",
            ])
    }

    @Test func `whoever is not asked leaves no question in the log`() throws {
        try host.files.writePolicy("SecondFactor off\n")
        let pam = HangingUp(user: "root")
        _ = Login(pam: pam, clock: { LoginHost.now }).authenticate(
            arguments: ["policy=\(host.files.policyPath)"])
        #expect(pam.lines.isEmpty)
    }

    @Test func `the line about a broken policy says whose login it was`() throws {
        try host.files.writePolicy("Metods totp\n")
        let line = try #require(host.login().line)
        #expect(line.hasPrefix("result=refused user=root service=sshd rhost=192.0.2.7 reason="))
    }

    @Test func `a missing host and a missing service have a word or nothing`() throws {
        #expect(try line(remoteHost: nil).contains(" rhost=none "))
        #expect(try line(service: nil).contains(" service=\"\" "))
    }

    @Test(arguments: [256, 257, 1025, 100_000])
    func `a long name is cut`(length: Int) throws {
        let line = try line(remoteHost: String(repeating: "a", count: length))
        let value = String(repeating: "a", count: 256)
        #expect(line.contains(length == 256 ? " rhost=\(value) " : " rhost=\"\(value)\" "))
        #expect(line.utf8.count < 512)
    }

    @Test(arguments: [
        "no-such-user", "hunter2-my-password", "root\nresult=accepted", "../../etc/shadow",
    ])
    func `a name the system does not know never stands in the log`(name: String) throws {
        let line = try line(user: name)
        #expect(line.contains(" user=unknown "))
        #expect(!line.contains(name))
        #expect(!line.contains("hunter2"))
    }

    @Test(arguments: ["my phone", "a\" result=accepted \"", "\n\n", "电话", "x=1"])
    func `a device's label is escaped too`(label: String) throws {
        let device = try TestDevice.time(label: label, key: Array(70...99))
        try host.files.enrol(host.root, [device])
        let report = host.login(.code(try device.code(at: LoginHost.now)))
        #expect(report.verdict == "accepted")
        let line = try #require(report.line)
        #expect(line.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
        let device2 = try #require(line.firstRange(of: " device=")?.upperBound)
        let value = line[device2...]
        #expect(value.hasPrefix("\"") && value.hasSuffix("\""))
        #expect(value.dropFirst().dropLast().contains("\"") == false)
    }

    @Test func `random names never break the line`() throws {
        var random = SeededGenerator(seed: 35)
        for _ in 0..<200 {
            let count = Int.random(in: 0...40, using: &random)
            let bytes = (0..<count).map { _ in UInt8.random(in: 1...255, using: &random) }
            let line = try line(remoteHost: String(decoding: bytes, as: UTF8.self))
            #expect(line.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
            #expect(line.hasPrefix("result=refused user=root service=sshd rhost="))
            #expect(line.hasSuffix(" reason=\"answer is no code, not counted\""))
        }
    }
}
