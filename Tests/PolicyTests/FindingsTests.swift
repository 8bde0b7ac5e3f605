import Policy
import Testing
import Vocabulary

@Suite struct FindingsTests {
    private func findings(_ text: String) throws -> [String] {
        try policy(text).findings().map(\.description)
    }

    @Test func `a sound policy has no findings`() throws {
        let text = """
            Methods totp recovery
            Window 2
            LockCap 100
            Match user backup
                SecondFactor off
            Match user *,!root auth publickey,gssapi-* key sk-*,ssh-ed25519,*-cert-*
                LockAfter 10
            """
        #expect(try findings(text) == [])
        #expect(try findings("") == [])
    }

    @Test func `trust in sessions for everybody is noted`() throws {
        let note =
            "line 2: note: TrustBinds session holds for su and sudo; a login from elsewhere, as by ssh, is asked each time"
        #expect(try findings("TrustPeriod 8h\nTrustBinds session") == [note])
    }

    @Test(arguments: [
        "TrustBinds session", "TrustPeriod 8h",
        "TrustPeriod 8h\nMatch service sudo*\nTrustBinds session",
        "Match service s*\nTrustPeriod 8h", "Match service cockpit\nTrustPeriod 8h",
        "TrustPeriod 8h\nMatch service sudo\nWindow 1",
        "Match user a\nTrustPeriod 8h\nTrustBinds session",
    ])
    func `trust that somebody can earn has no finding`(text: String) throws {
        #expect(try findings(text) == [])
    }

    @Test(arguments: [
        ("Methods screen", 1, "Methods: screen proves that a person logs in"),
        (
            "Methods email\nEmailVia a", 1,
            "Methods: only codes that are sent: nobody gets in while sending fails; add recovery"
        ),
        (
            "Methods totp sms\nMatch host b\nSMSVia a", 1,
            "Methods: sms sends nothing without SMSVia, which is none for some logins"
        ),
        ("Enrolment first-login", 1, "whoever has a password first enrols a device of their own"),
        ("SecondFactor off", 1, "nobody is asked for a code"),
        (
            "TrustPeriod 8h\nMatch service sshd\nTrustBinds session", 1,
            "TrustBinds session: a login from elsewhere has no session before it is let in"
        ),
        (
            "TrustBinds session+service\nMatch address 10.0.0.0/8\nTrustPeriod 8h", 2,
            "a login from elsewhere has no session before it is let in"
        ),
        (
            "Match service sudo\nTrustPeriod 8h", 1,
            "TrustPeriod has no effect here: su and sudo tell no address"
        ),
        (
            "TrustPeriod 8h\nMatch service sudo,su\nTrustBinds address", 1,
            "TrustPeriod has no effect here: su and sudo tell no address"
        ),
        ("Match all\nSecondFactor off", 1, "nobody is asked for a code"),
        ("Window 3", 1, "Window 3 accepts 7 codes at any time; RFC 6238"),
        ("LockCap 101", 1, "no more than 100 consecutive failures"),
        ("Echo yes\nEcho no", 1, "Echo is ignored here: line 1 of the same section gives it first"),
        ("Match user !root,!alice", 1, "this block never holds: its user list has only exceptions"),
        ("Match address !10.0.0.0/8", 1, "its address list has only exceptions"),
        ("Match auth pubkey", 1, "\"pubkey\" is no method of sshd; known are publickey"),
        ("Match key rsa-sha2-512", 1, "\"rsa-sha2-512\" is no type of key that sshd tells"),
        ("Match key ssh-rsa,!ed25519", 1, "\"ed25519\" is no type of key that sshd tells"),
        (
            "Match all\nEcho no\nMatch user a\nEcho yes", 1,
            "Echo has no effect here: line 2, under Match all, gives it to every login first"
        ),
        ("Echo yes\nMatch all\nEcho no", 1, "Echo has no effect here: line 3, under Match all"),
    ])
    func `what an administrator should know is found`(
        text: String,
        count: Int,
        message: String
    ) throws {
        let all = try findings(text)
        #expect(all.count == count, "\(all)")
        #expect(all.contains { $0.contains(": warning: ") && $0.contains(message) }, "\(all)")
    }

    @Test(arguments: [
        ("Methods totp email", [1]), ("Methods totp email\nEmailVia mail", []),
        ("Methods totp email sms chat", [1, 1, 1]), ("Methods totp chat\nSMSVia a", [1]),
        ("Methods totp\nMatch user a\nMethods totp sms", [3]),
        ("Methods totp sms\nMatch user a\nEcho no", [1]),
        ("SMSVia a\nMatch user a\nMethods totp sms", []),
    ])
    func `a method that nothing sends is an error`(text: String, at: [Int]) throws {
        let all = try policy(text).findings()
        #expect(all.map(\.line) == at, "\(all)")
        #expect(all.allSatisfy { $0.severity == .error })
        #expect(all.allSatisfy { $0.message.contains(" sends nothing without ") })
    }

    @Test func `a block that takes the channel away is found there`() throws {
        let all = try policy(
            "Methods totp email\nEmailVia mail\nMatch user a\nEmailVia none\nMatch user b\nEcho no"
        ).findings()
        #expect(
            all.map(\.description) == [
                "line 4: warning: Methods: email sends nothing without EmailVia, which is none "
                    + "for some logins"
            ])
    }

    @Test func `what the delivery file must have is listed with its lines`() throws {
        let names = try policy(
            "EmailVia mail\nSMSVia none\nRecipients topic oncall\nMatch user a\nSMSVia text\n"
                + "Recipients ldap staff\nChatVia ding\nMatch user b\nRecipients account"
        ).deliveryNames
        #expect(
            names.map { "\($0.kind) \($0.name) \($0.line)" } == [
                "channel(Vocabulary.Method.email) mail 1", "topic oncall 3",
                "channel(Vocabulary.Method.sms) text 5", "directory staff 6",
                "channel(Vocabulary.Method.chat) ding 7",
            ])
    }

    @Test(arguments: [
        (
            "SecondFactor off\nMatch group a\nSecondFactor required", 2, "the group",
            "SecondFactor (line 3)", ""
        ),
        (
            "SecondFactor off\nMatch address !10.0.0.0/8,*\nSecondFactor observe", 2, "the address",
            "SecondFactor (line 3)", ""
        ),
        (
            "Unenrolled allow\nMatch user a group b address *\nUnenrolled deny\nWindow 0", 2,
            "the group or the address", "Unenrolled (line 3), Window (line 4)", ""
        ),
        // Over each section that may hold without it.
        (
            "Match group a\nSecondFactor required\nMatch user b\nSecondFactor off", 1, "the group",
            "SecondFactor (line 2)", ""
        ),
        (
            "SecondFactor off\nMatch auth password\nSecondFactor required", 2, "the auth",
            "SecondFactor (line 3)", ""
        ),
        (
            "Match key ssh-rsa\nLockAfter 3\nTrustPeriod 8h", 1, "the key", "LockAfter (line 2)",
            "TrustPeriod (line 3)"
        ),
        ("Match group wheel\nSecondFactor off", 1, "the group", "", "SecondFactor (line 2)"),
        (
            "KeyOnlyLogin deny\nMatch group a\nKeyOnlyLogin allow", 2, "the group", "",
            "KeyOnlyLogin (line 3)"
        ),
    ])
    func `a block of which something else holds while something is not known is told`(
        text: String, line: Int, unknown: String, stricter: String, laxer: String
    ) throws {
        let notes = try policy(text).findings().filter { $0.severity == .note }
        #expect(notes.map(\.line) == [line])
        let message = try #require(notes.first?.message)
        #expect(message.hasPrefix("while \(unknown) of a login is not known, "))
        let what =
            switch (stricter.isEmpty, laxer.isEmpty) {
            case (false, true):
                "this block holds too, since it is stricter than what holds without it: \(stricter)"
            case (true, _):
                "nothing of this block holds, since it is not stricter than what holds without it: \(laxer)"
            case (false, false):
                "only what is stricter than without this block holds of it: \(stricter); not \(laxer)"
            }
        #expect(message.hasSuffix(what), "\(message)")
    }

    @Test(arguments: [
        "Match group wheel\nSecondFactor required",
        "Unenrolled allow\nMatch group wheel\nUnenrolled allow",
        "SecondFactor off\nMatch user root service sshd\nSecondFactor required",
    ])
    func `a block that changes nothing, or asks for what is always known, is not`(text: String)
        throws
    {
        #expect(try policy(text).findings().filter { $0.severity == .note }.isEmpty)
    }

    @Test(arguments: [
        ("SecondFactor observe", 1, "SecondFactor observe for all: nobody is asked for a code yet"),
        ("Match all\nSecondFactor observe", 2, "SecondFactor observe for all"),
        ("Match user *\nSecondFactor observe", 2, "SecondFactor observe for all"),
        ("Match service * host *\nSecondFactor off", 2, "SecondFactor off for all"),
        (
            "LockFor 30", 1,
            "LockFor 30 has no unit, and so is in seconds: 30s; write the unit, as in 30s, 30m or 30h"
        ),
        ("TrustPeriod 8", 1, "TrustPeriod 8 has no unit, and so is in seconds: 8s"),
        ("SendLimit 5/3600", 1, "SendLimit 5/3600 has no unit, and so is in seconds: 5/1h"),
        ("Match user a\n LockFor 1800", 2, "LockFor 1800 has no unit, and so is in seconds: 30m"),
        (
            "EnrolmentDeadline 2026-11-26", 1,
            "EnrolmentDeadline has passed: Unenrolled is deny since"
        ),
    ])
    func `what is seldom meant is a warning`(text: String, line: Int, message: String) throws {
        // 2026-11-27, the first second.
        let all = try policy(text).findings(at: 1_795_737_600)
        #expect(all.map(\.line) == [line] && all.first?.severity == .warning)
        #expect(all.first?.message.hasPrefix(message) == true, "\(all)")
    }

    @Test(arguments: [
        "Match user a\n SecondFactor observe", "LockFor 30m", "LockFor 30s", "TrustPeriod 0",
        "EnrolmentDeadline 2026-11-27", "EnrolmentDeadline none", "Window 2", "MaxDevices 3",
        "CodeLength 8", "SendLimit 5/1h", "EmailVia mail1",
    ])
    func `what looks like it and is meant is not`(text: String) throws {
        #expect(try policy(text).findings(at: 1_795_737_600).isEmpty)
    }

    @Test func `a block that leaves no method while its group is unknown is a warning`() throws {
        let all = try policy("Methods totp\nMatch group a\nMethods hotp").findings()
        #expect(all.map(\.line) == [2, 3])
        #expect(all.last?.severity == .warning)
        #expect(
            all.last?.message.contains("nobody gets in while the group of a login is not known")
                == true)
    }

    @Test func `findings are in the order of the lines`() throws {
        let text = "Window 3\nMatch user !a\nWindow 5\nMatch all\nWindow 4\nWindow 4\nEcho no"
        let lines = try policy(text).findings().map(\.line)
        #expect(lines == lines.sorted())
        #expect(Set(lines) == [1, 2, 3, 5, 6])
    }

    @Test(arguments: [
        ("LockCap 5", [1]), ("LockAfter 101", [1]), ("LockAfter 20\nLockCap 15", [2]),
        ("LockAfter 20\nMatch user a\nLockCap 15", [3]),
        ("LockCap 9\nMatch user a\nLockAfter 5", [1]),
        ("LockCap 20\nMatch user a\nLockAfter 30", [3]), ("LockCap 10", []), ("LockAfter 100", []),
    ])
    func `a cap smaller than the lock it should cap is an error`(text: String, at: [Int]) throws {
        let all = try policy(text).findings()
        #expect(all.map(\.line) == at)
        #expect(all.allSatisfy { $0.severity == .error })
        #expect(all.allSatisfy { $0.description.contains(": error: LockCap ") })
    }

    @Test(arguments: [
        ("Unenrolled enrol", []), ("Unenrolled enrol\nMethods hotp recovery", [1]),
        ("Methods email\nMatch user a\nUnenrolled enrol", [3]),
        ("Unenrolled enrol\nMatch user a\nMethods hotp", [3]),
        ("Unenrolled deny\nMethods hotp", []), ("Unenrolled enrol\nMatch user a\nEcho no", []),
    ])
    func `enrolment of a device that is not taken is a warning`(text: String, at: [Int]) throws {
        let all = try policy(text).findings().filter { $0.description.contains("Unenrolled enrol") }
        #expect(all.map(\.line) == at)
        #expect(all.allSatisfy { $0.severity == .warning })
    }

    @Test func `a contradiction is known of the settings of one login`() throws {
        #expect(try policy("").settings(for: .alice).lockContradiction == nil)
        let settings = try policy("LockCap 5").settings(for: .alice)
        let problem = try #require(settings.lockContradiction)
        #expect(problem.hasPrefix("LockCap 5 is smaller than LockAfter 10"))
    }
}
