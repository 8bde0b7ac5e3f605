import Accounts
import Foundation
import OneTimePassword
import Testing
import Vocabulary

@Suite struct EnrolTests {
    let host: TemporaryHost

    init() throws { host = try TemporaryHost() }

    @Test func `a device is enrolled with key, URI, picture, code and recovery codes`() throws {
        let outcome = host.run(
            ["enrol", "nobody", "--issuer", "Example Corp"], terminal: Terminal(showsColors: true)
        ) {
            try host.code(for: $0.key)
        }
        #expect(outcome.status == 0)
        #expect(outcome.messages.isEmpty)
        #expect(outcome.key.count == 32)
        #expect(
            outcome.output.contains(
                "secret=\(outcome.key)&issuer=Example%20Corp&algorithm=SHA1&digits=6"))
        #expect(outcome.output.contains("URI: otpauth://totp/Example%20Corp:nobody%40"))
        #expect(outcome.output.contains("\u{1B}[38;5;16;48;5;231m"))
        #expect(outcome.output.contains("phone is enrolled for nobody."))
        #expect(Set(outcome.recoveryCodes).count == 8)
        #expect(outcome.log == ["action=enrol user=nobody device=phone by=root"])
    }

    @Test func `without a terminal the picture has no colours, and on request there is none`()
        throws
    {
        let plain = try host.enrol()
        #expect(plain.output.contains("▀") && !plain.output.contains("\u{1B}"))
        #expect(try !host.enrol("--no-qr").output.contains("▀"))
    }

    @Test func `the code that confirmed a device lets nobody in, and the next one does`() throws {
        let key = try host.enrol().key
        #expect(try host.comparison(of: host.code(for: key)) == .used)
        #expect(try host.comparison(of: host.code(for: key, seconds: 30)) == .right)
        #expect(try host.comparison(of: host.code(for: key, seconds: -30)) == .wrong)
    }

    @Test(arguments: [-30, 0, 30])
    func `a code within the window is accepted`(seconds: Int64) throws {
        let outcome = host.run(["enrol", "nobody"]) { try host.code(for: $0.key, seconds: seconds) }
        #expect(outcome.status == 0)
    }

    @Test func `the policy sets the window`() throws {
        try host.writePolicy("Window 3\n")
        let outcome = host.run(["enrol", "nobody"]) { try host.code(for: $0.key, seconds: 120) }
        #expect(outcome.status == 1)
        try host.writePolicy("Window 3\nMatch user nobody\n  Window 4\n")
        #expect(
            host.run(["enrol", "nobody"]) { try host.code(for: $0.key, seconds: 120) }.status == 0)
    }

    @Test(
        arguments: [
            (300, "differ by about 300 s, the device is ahead"),
            (-3600, "differ by about 3600 s, the device is behind"),
        ])
    func `a code of another time is explained`(seconds: Int64, words: String) throws {
        let outcome = host.run(["enrol", "nobody"]) { try host.code(for: $0.key, seconds: seconds) }
        #expect(outcome.status == 1)
        #expect(outcome.messages.first?.contains(words) == true)
    }

    @Test func `after three codes that were not right nothing is stored`() throws {
        var answers = ["12345", "", "1234567", "never read"]
        let outcome = host.run(["enrol", "nobody"]) { _ in answers.removeFirst() }
        #expect(answers == ["never read"])
        #expect(outcome.status == 1)
        #expect(outcome.messages.last == "no code was right; nothing is stored")
        #expect(outcome.log.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: host.accountFile("identity").path))
    }

    @Test func `a code that is right at no time is only called wrong`() throws {
        let outcome = host.run(["enrol", "nobody"]) { shown in
            // Of the codes of 131 steps before and after, and of the present one, none is taken.
            let near = try Set((-131...131).map { try host.code(for: shown.key, seconds: 30 * $0) })
            return (0...263).map { "000\(1000 + $0)".suffix(6) }.map(String.init).first {
                !near.contains($0)
            }
        }
        #expect(outcome.status == 1)
        #expect(
            outcome.messages == Array(repeating: "wrong code", count: 3) + [
                "no code was right; nothing is stored"
            ])
    }

    @Test func `a right code counts after two wrong ones`() throws {
        var wrong = ["1", "2"]
        let outcome = host.run(["enrol", "nobody"]) {
            try wrong.isEmpty ? host.code(for: $0.key) : wrong.removeFirst()
        }
        #expect(outcome.status == 0)
        #expect(
            outcome.messages == Array(repeating: "a code of this device has 6 digits", count: 2))
    }

    @Test func `without a code nothing is stored`() throws {
        let outcome = host.run(["enrol", "nobody"])
        #expect(outcome.status == 1)
        #expect(outcome.messages == ["no code was typed; nothing is stored"])
        #expect(throws: TemporaryHost.NoAccount.self) { try host.withAccount { _ = $0.state } }
    }

    @Test(arguments: [("sha1", 32), ("sha256", 52), ("sha512", 103)])
    func `a key is as long as the digest of its hash`(algorithm: String, length: Int) throws {
        let outcome = host.run(["enrol", "nobody", "--algorithm", algorithm])
        #expect(outcome.key.count == length)
        #expect(outcome.output.contains("algorithm=\(algorithm.uppercased())&"))
    }

    @Test func `two keys are never the same`() {
        #expect(host.run(["enrol", "nobody"]).key != host.run(["enrol", "nobody"]).key)
    }

    @Test func `another device has another label and leaves the recovery codes as they are`() throws
    {
        _ = try host.enrol()
        let second = try host.enrol()
        #expect(second.output.contains("phone-2 is enrolled"))
        #expect(second.recoveryCodes.isEmpty)
        #expect(
            try host.enrol("--label", "tablet").log == [
                "action=enrol user=nobody device=tablet by=root"
            ])
        #expect(
            host.run(["devices", "nobody"]).rows.map(\.first) == ["phone", "phone-2", "tablet"])
    }

    @Test func `a label that is taken is refused before a key is shown`() throws {
        _ = try host.enrol()
        let outcome = host.run(["enrol", "nobody", "--label", "phone"])
        #expect(outcome.status == 1)
        #expect(outcome.output.isEmpty)
        #expect(
            outcome.messages == ["there is a device named phone already; choose another --label"])
    }

    @Test(arguments: [("", 8), ("MaxDevices 2\n", 2), ("MaxDevices 16\n", 16)])
    func `one device more than MaxDevices is refused before a key is shown`(
        policy: String, maximum: Int
    ) throws {
        try host.writePolicy("Methods totp recovery\n" + policy)
        for _ in 1...maximum { _ = try host.enrol("--no-qr") }
        let outcome = host.run(["enrol", "nobody"])
        #expect(outcome.status == 1)
        #expect(outcome.output.isEmpty)
        #expect(
            outcome.messages == [
                "an account can have \(maximum) devices at most, see MaxDevices; revoke one first"
            ])
    }

    @Test func `who has more than MaxDevices keeps them`() throws {
        for _ in 1...3 { _ = try host.enrol("--no-qr") }
        try host.writePolicy("Methods totp recovery\nMaxDevices 2\n")
        #expect(host.run(["enrol", "nobody"]).status == 1)
        #expect(
            host.run(["devices", "nobody"]).rows.map(\.first) == ["phone", "phone-2", "phone-3"])
    }

    @Test func `a device that the policy does not accept is enrolled with a warning`() throws {
        try host.writePolicy("Methods hotp recovery\n")
        let outcome = try host.enrol()
        #expect(
            outcome.messages == [
                "Methods of the policy lacks totp: logins will not take this device's codes"
            ])
    }

    @Test func `a name with two ells works too`() throws {
        #expect(host.run(["enroll", "nobody"]) { try host.code(for: $0.key) }.status == 0)
    }
}

extension TemporaryHost {
    enum Verdict { case right, used, wrong }

    /// What a login with a code comes to, without being one.
    func comparison(of text: String) throws -> Verdict {
        let typed = OneTimeCode(typed: Array(text.utf8).span)
        let code = try #require(typed)
        return try withAccount { account in
            let limits = AttemptLimits(lockAfter: 100, lockFor: 60, lockCap: 100)
            let attempt = try account.attempt(limits: limits, at: time)
            let device = try #require(attempt.devices.first)
            return switch try attempt.compare(code, with: device, window: 1) {
            case .right: .right
            case .used: .used
            case .expired, .wrong: .wrong
            }
        }
    }
}
