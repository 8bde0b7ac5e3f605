import Accounts
import AccountsTestSupport
import LanguageTestSupport
import LoginFlow
import Messages
import Testing
import TestSupport

/// What becomes of a code that was typed, and the line the administrator finds.
@Suite struct JudgementTests {
    private let host: LoginHost

    init() throws { host = try LoginHost() }

    @Test func `the right code of an app is accepted`() throws {
        let report = host.login(.code(try host.code()))
        #expect(
            report.line
                == "result=accepted user=root service=sshd rhost=192.0.2.7 method=totp device=phone"
        )
        #expect(report.priority == .info)
    }

    @Test func `the right code of a token is accepted`() throws {
        let report = host.login(.code(try host.token.code(at: 1)))
        #expect(
            report.line
                == "result=accepted user=root service=sshd rhost=192.0.2.7 method=hotp device=token"
        )
    }

    @Test func `a recovery code is accepted, and the line says how many are left`() throws {
        let few = [
            2: "2 recovery codes are left. Ask for new ones, or run: sallyport recovery --new",
            1: "One recovery code is left. Ask for new ones, or run: sallyport recovery --new",
            0: "No recovery code is left. Ask for new ones, or run: sallyport recovery --new",
        ]
        for (code, left) in zip(host.recoveryCodes, (0...7).reversed()) {
            let told = few[left].map { [ScriptLine.tells($0)] } ?? []
            #expect(
                host.login(ScriptedTransaction(user: "root"), [.code(code)] + told).line
                    == "result=accepted user=root service=sshd "
                    + "rhost=192.0.2.7 method=recovery left=\(left)")
        }
    }

    @Test func `a client that keeps a message waiting keeps nobody from the account`() throws {
        for code in host.recoveryCodes.prefix(5) {
            #expect(host.login(.code(code)).verdict == "accepted")
        }
        let pam = ScriptedTransaction(user: "root")
        var unused: Int?
        pam.whenTold = {
            // It waits for five seconds, and then fails.
            try? host.files.edit(host.root) {
                unused = $0.identity.recovery.map($0.state.unusedCount)
            }
        }
        let told = "2 recovery codes are left. Ask for new ones, or run: sallyport recovery --new"
        let report = host.login(pam, [.code(host.recoveryCodes[5]), .tells(told)])
        #expect(report.verdict == "accepted")
        #expect(unused == 2)
    }

    @Test func `a wrong code is refused and counted`() throws {
        let report = host.login(.code(try host.wrongCode()))
        #expect(
            report.line == "result=refused user=root service=sshd rhost=192.0.2.7 "
                + "reason=\"wrong code\"")
        #expect(report.verdict == "wrongCode")
        #expect(report.priority == .notice)
        #expect(try host.failures() == 1)
    }

    @Test func `a used code is refused, not counted, and the person is told`() throws {
        let code = try host.code()
        #expect(host.login(.code(code)).verdict == "accepted")
        let report = host.login(
            .code(code), .tells("That code was used already. Wait for the next one."))
        #expect(report.verdict == "usedCode")
        #expect(report.reason == "code used before, not counted")
        #expect(report.priority == .notice)
        #expect(try host.failures() == 0)
    }

    @Test func `a program that connects anew with a used code locks nobody out`() throws {
        let code = try host.code()
        #expect(host.login(.code(code)).verdict == "accepted")
        for number in 1...15 {
            let later = LoginHost.now + Int64(number) * 600
            let report = host.login(
                at: later, .code(code), .tells("That code was used already. Wait for the next one.")
            )
            #expect(report.verdict == "usedCode")
        }
        #expect(host.login(.code(try host.code(after: 60))).reason?.hasPrefix("wrong code") == true)
    }

    @Test func `a used recovery code is refused as such`() throws {
        #expect(host.login(.code(host.recoveryCodes[0])).verdict == "accepted")
        let report = host.login(
            .code(host.recoveryCodes[0]),
            .tells("That code was used already. Wait for the next one."))
        #expect(report.verdict == "usedCode")
    }

    @Test(arguments: [60, 90, 3600, 3900] as [Int64])
    func `a code of a clock that is off is refused with the difference`(seconds: Int64) throws {
        let ahead = host.login(.code(try host.code(after: seconds)))
        #expect(
            ahead.reason == "wrong code, but right for device phone at another time: "
                + "the clocks differ by about \(seconds) s, the device is ahead")
        let behind = host.login(.code(try host.code(after: -seconds)))
        #expect(
            behind.reason == "wrong code, but right for device phone at another time: "
                + "the clocks differ by about \(seconds) s, the device is behind")
        #expect(try host.failures() == 2)
    }

    @Test func `a code further away than that is just wrong`() throws {
        for seconds in [Int64(3930), -3930, 100_000] {
            #expect(host.login(.code(try host.code(after: seconds))).reason == "wrong code")
        }
    }

    @Test func `the difference is in the device's own steps`() throws {
        let slow = try TestDevice.time(label: "slow", period: 60, key: Array(50...80))
        try host.files.enrol(host.root, [slow])
        let report = host.login(.code(try slow.code(at: LoginHost.now + 600)))
        #expect(report.reason?.contains("device slow at another time") == true)
        #expect(report.reason?.contains("about 600 s, the device is ahead") == true)
    }

    @Test func `a code of a token that was pressed too often is refused with how often`() throws {
        let report = host.login(.code(try host.token.code(at: 31)))
        #expect(
            report.reason
                == "wrong code, but right for device token 30 presses ahead of its counter")
    }

    @Test func `only methods of the policy are compared`() throws {
        try host.files.writePolicy("Methods totp\n")
        #expect(host.login(.code(try host.token.code(at: 1))).reason == "wrong code")
        #expect(host.login(.code(host.recoveryCodes[0])).reason == "wrong code")
        try host.files.writePolicy("Methods hotp\n")
        #expect(host.login(.code(try host.code())).reason == "wrong code")
        #expect(host.login(.code(try host.token.code(at: 1))).verdict == "accepted")
    }

    @Test func `the window of the policy holds`() throws {
        try host.files.writePolicy("Window 0\n")
        #expect(host.login(.code(try host.code(after: 30))).verdict == "wrongCode")
        try host.files.writePolicy("Window 3\n")
        #expect(host.login(.code(try host.code(after: 90))).verdict == "accepted")
        #expect(host.login(.code(try host.code(after: 120))).verdict == "wrongCode")
    }

    @Test func `a code that is right for two devices counts as right if one has not used it`()
        throws
    {
        let twin = try TestDevice.time(label: "twin", key: host.phone.key)
        #expect(host.login(.code(try host.code())).verdict == "accepted")
        try host.files.enrol(host.root, [twin])
        let report = host.login(.code(try host.code()))
        #expect(report.line?.hasSuffix("device=twin") == true)
        let again = host.login(
            .code(try host.code()), .tells("That code was used already. Wait for the next one."))
        #expect(again.verdict == "usedCode")
    }

    @Test func `a locked account is refused before anything is asked`() throws {
        try host.files.writePolicy("LockAfter 2\nLockFor 10m\nLockCap 3\n")
        for _ in 0..<2 { #expect(host.login(.code(try host.wrongCode())).verdict == "wrongCode") }
        let locked = host.login(.tells("Too many wrong codes. Try again in 10 minutes."))
        #expect(locked.verdict == "locked")
        #expect(
            locked.reason
                == "locked after wrong codes, for 600 s more; sallyport unlock ends it")
        #expect(locked.priority == .notice)
        let last = host.login(at: LoginHost.now + 600, .code(try host.wrongCode()))
        #expect(last.verdict == "wrongCode")
        let capped = host.login(
            at: LoginHost.now + 1_000_000,
            .tells("Too many wrong codes. Ask your administrator to unlock this account."))
        #expect(capped.reason == "locked after too many wrong codes; sallyport unlock ends it")
    }

    @Test func `a lock from a clock that was ahead ends LockFor after the first refusal`() throws {
        try host.files.writePolicy("LockAfter 2\nLockFor 10m\n")
        let ahead = LoginHost.now + 150_000_000
        for _ in 0..<2 { _ = host.login(at: ahead, .code(try host.wrongCode())) }
        _ = host.login(.tells("Too many wrong codes. Try again in 10 minutes."))
        _ = host.login(
            at: LoginHost.now + 540, .tells("Too many wrong codes. Try again in 1 minute."))
        let time = LoginHost.now + 600
        #expect(host.login(at: time, .code(try host.code(after: 600))).verdict == "accepted")
    }

    @Test func `an account that is locked while the person types is refused like a locked one`()
        throws
    {
        try host.files.writePolicy("LockAfter 2\nLockFor 10m\n")
        let pam = ScriptedTransaction(user: "root")
        let wrong = try host.wrongCode()
        let code = try host.code()
        // Two others guess wrong between the question and the answer: the clock is read just after
        // it.
        var readings = 0
        let report = pam.follow([
            .code(code), .tells("Too many wrong codes. Try again in 10 minutes."),
        ]) {
            Login(
                pam: pam,
                clock: {
                    readings += 1
                    if readings == 2 {
                        for _ in 0..<2 { #expect(host.login(.code(wrong)).verdict == "wrongCode") }
                    }
                    return LoginHost.now
                }
            ).authenticate(arguments: ["policy=\(host.files.policyPath)"])
        }
        #expect(report.verdict == "locked")
        #expect(try host.failures() == 2)
    }

    @Test func `in Chinese the person reads Chinese`() throws {
        try host.files.writePolicy("Language zh-CN\nLockAfter 1\nLockFor 10m\nEcho no\n")
        let wrong = try host.wrongCode()
        #expect(
            host.login(.asks("验证码 / Verification code: ", echo: false, answer: .text(wrong)))
                .verdict == "wrongCode")
        #expect(host.login(.tells("验证码错误次数过多，请在 10 分钟后重试。")).verdict == "locked")
    }
}
