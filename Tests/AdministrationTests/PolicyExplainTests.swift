import Accounts
import Foundation
import HostSystem
import Testing

/// `sallyport policy explain`: what a login will look like, and why.
@Suite struct PolicyExplainTests {
    let host: TemporaryHost

    init() throws { host = try TemporaryHost() }

    @Test(arguments: [
        ("SecondFactor off\n", "nobody is asked for no code: SecondFactor is off."),
        (
            "SecondFactor observe\n",
            "nobody is asked for no code, and the log says what would have happened"
        ),
        (
            "TrustPeriod 8h\n",
            "nobody needs a code from an app (totp) or a recovery code (recovery), has nothing enrolled, and is refused."
        ),
        ("Unenrolled allow\n", "nobody has nothing enrolled, and is let in without a code."),
        (
            "Unenrolled enrol\n",
            "has nothing enrolled, and enrols an app at the login, with a ticket of `sallyport invite`."
        ),
    ])
    func `explain begins with what the login will look like`(settings: String, words: String) throws
    {
        try host.writePolicy(settings)
        let outcome = host.run(["policy", "explain", "--user", "nobody"])
        let first = outcome.output.split(separator: "\n").first ?? ""
        #expect(first.contains(words), "\(first)")
    }

    @Test func `explain says what somebody has`() throws {
        _ = try host.enrol()
        let first = host.run(["policy", "explain", "--user", "nobody"]).output.split(
            separator: "\n"
        ).first
        #expect(
            first == "nobody is asked for a code from an app (totp) or a recovery code (recovery).")
        try host.writePolicy("Methods hotp\n")
        #expect(
            host.run(["policy", "explain", "--user", "nobody"]).output.contains(
                "has none of these, and is refused."))
    }

    @Test func `explain knows the user, the lock and an account that cannot be read`() throws {
        func first() -> String {
            String(
                host.run(["policy", "explain", "--user", "nobody"]).output.split(separator: "\n")
                    .first ?? "")
        }
        try host.writePolicy("SecondFactor off\n")
        #expect(
            host.run(["policy", "explain", "--user", "no-such-user"]).output.hasPrefix(
                "no-such-user is refused: this system knows no such user now."))
        try host.writePolicy("TrustPeriod 8h\nLockAfter 1\n")
        _ = try host.enrol()
        #expect(first().hasSuffix("but not where one was shown within the last 8h (TrustPeriod)."))
        try host.typeWrongCode(limits: AttemptLimits(lockAfter: 1, lockFor: 600, lockCap: 100))
        #expect(first().hasPrefix("nobody is locked: no code is taken"), "\(first())")
        try Data(count: 8192).write(to: host.accountFile("state"))
        #expect(first() == "nobody is refused: what they have enrolled cannot be read.")
    }

    @Test func `explain --changed leaves the defaults out`() throws {
        try host.writePolicy("Window 0\n")
        let outcome = host.run(["policy", "explain", "--user", "nobody", "--changed"])
        #expect(Set(outcome.settings.keys) == ["StateDirectory", "KeyFile", "Window"])
    }

    @Test func `explain shows each setting with the line that decided it`() throws {
        try host.writePolicy(
            """
            Methods totp
            Match user nobody address 10.0.0.0/8 auth publickey
                Methods totp hotp
            Match service sudo
                Window 0
            """)
        let login = [
            "policy", "explain", "--user", "nobody", "--from", "10.1.2.3", "--auth",
            "password,publickey",
        ]
        let settings = host.run(login).settings
        #expect(
            settings["Methods"] == [
                "totp hotp",
                "line 5, in \"Match user nobody address 10.0.0.0/8 auth publickey\" of line 4",
            ])
        #expect(settings["Window"] == ["1", "default"])
        #expect(settings["KeyFile"] == [host.key.path, "line 2"])
        #expect(host.run(login + ["--service", "sudo"]).settings["Window"]?.first == "0")
        #expect(
            host.run(["policy", "explain", "--user", "nobody"]).settings["Methods"] == [
                "totp", "line 3",
            ])
    }

    @Test func `explain takes the type of the key that was checked`() throws {
        try host.writePolicy("Match key sk-*\n  SecondFactor off\n")
        func explain(_ options: String...) -> Outcome {
            host.run(["policy", "explain", "--user", "nobody"] + options)
        }
        func secondFactor(_ options: String...) -> String? {
            host.run(["policy", "explain", "--user", "nobody"] + options)
                .settings["SecondFactor"]?.first
        }
        #expect(secondFactor("--key", "sk-ssh-ed25519@openssh.com") == "off")
        #expect(secondFactor("--key", "sk-ssh-ed25519@openssh.com,ssh-rsa") == "required")
        #expect(secondFactor("--key", "none") == "required")
        // Without it the key is not known, unless it is known that there was none.
        let unknown = "Match key sk-* of line 3: key"
        #expect(explain().output.contains(unknown))
        #expect(explain("--auth", "publickey").output.contains(unknown))
        #expect(!explain("--auth", "password").output.contains(unknown))
        #expect(!explain("--key", "none").output.contains(unknown))
    }

    @Test func `explain looks up groups and host names as a login does`() throws {
        let group = try #require(try User.named("nobody")?.groups().names.first)
        let name = try #require(HostName.all().first)
        try host.writePolicy("Match group \(group) host \(name)\n  Window 2\n")
        #expect(
            host.run(["policy", "explain", "--user", "nobody"]).settings["Window"]?.first == "2")
        try host.writePolicy("Match group no-such-group\n  Window 2\n")
        #expect(
            host.run(["policy", "explain", "--user", "nobody"]).settings["Window"]?.first == "1")
    }

    @Test func `explain lists what is not known, and what holds of it`() throws {
        try host.writePolicy(
            "SecondFactor observe\nMatch address 10.8.0.0/16\n  SecondFactor off\n"
                + "Match group wheel auth publickey\n  SecondFactor required\n  Window 5\n")
        let outcome = host.run(["policy", "explain", "--user", "nobody", "--groups-unknown"])
        #expect(
            outcome.settings["SecondFactor"] == [
                "required",
                "line 7, in \"Match group wheel auth publickey\" of line 6, which may hold",
            ])
        #expect(
            outcome.output.hasSuffix(
                """

                Not known for this login, so that only what is stricter holds:
                Match address 10.8.0.0/16 of line 4: address
                  line 5, SecondFactor off: does not hold; stricter is required, then observe, then off
                Match group wheel auth publickey of line 6: group (--groups-unknown), auth
                  line 7, SecondFactor required: holds; stricter is required, then observe, then off
                  line 8, Window 5: does not hold; stricter is a smaller number

                """))
        let known = host.run([
            "policy", "explain", "--user", "nobody", "--from", "192.0.2.1", "--auth", "none",
        ])
        #expect(!known.output.contains("Not known"))
        #expect(known.settings["SecondFactor"]?.first == "observe")
    }

    @Test func `explain in JSON says the same`() throws {
        try host.writePolicy("Window 0\n")
        let rows = try #require(
            try host.run(["policy", "explain", "--user", "nobody", "--json"]).json()
                as? [[String: String]])
        #expect(
            rows.contains([
                "keyword": "Window", "value": "0", "source": "line 3",
                "stricter": "a smaller number",
            ]))
        #expect(rows.count == host.run(["policy", "explain", "--user", "nobody"]).settings.count)
    }

    @Test func `explain warns of a user who is not there`() {
        let outcome = host.run(["policy", "explain", "--user", "no-such-user"])
        #expect(outcome.status == 0)
        #expect(
            outcome.messages == ["this system has no user named no-such-user; taken as in no group"]
        )
    }

    @Test(arguments: ["example.org", "10.0.0", "010.0.0.1", ""])
    func `explain takes nothing but an address for --from`(text: String) {
        #expect(host.run(["policy", "explain", "--user", "nobody", "--from", text]).status == 64)
    }
}

extension Outcome {
    /// Value and source by keyword, out of the table of `policy explain`.
    fileprivate var settings: [String: [String]] {
        Dictionary(
            uniqueKeysWithValues: rows.filter { $0.first != "SETTING" }.compactMap { row in
                row.first.map { ($0, Array(row.dropFirst())) }
            })
    }
}
