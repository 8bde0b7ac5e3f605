import Testing

@testable import PAMStack

private let code = "auth required pam_sallyport.so\n"
private let account = "account required pam_sallyport.so\naccount required pam_unix.so\n"

private func findings(
    _ files: Files, missing: Set<String> = [], service: String = "sshd"
) -> [StackFinding] {
    StackProof(Stack(files, service: service)) { missing.contains($0.name) }.findings
}

private func findings(_ text: String, missing: Set<String> = []) -> [StackFinding] {
    findings(["sshd": text], missing: missing)
}

private func kinds(_ text: String, missing: Set<String> = []) -> [StackFinding.Kind] {
    findings(text, missing: missing).map(\.kind)
}

extension Files {
    /// The stack with our line behind the one that checks the password.
    fileprivate func withCode() -> Files {
        let lines = self["sshd", default: ""].split(
            separator: "\n", omittingEmptySubsequences: false)
        let password = lines.firstIndex {
            $0.contains("common-auth") || $0.contains("password-auth")
                || $0.contains("system-login")
        }
        var text = account
        for (index, line) in lines.enumerated() {
            text += line + "\n"
            if index == password { text += code }
        }
        return merging(["sshd": text]) { $1 }
    }
}

@Suite struct ProofTests {
    @Test(arguments: [
        "auth requisite pam_unix.so\n", "auth [success=ok default=die] pam_unix.so\n",
        "auth requisite pam_sss.so\n",
        "auth requisite /lib/x86_64-linux-gnu/security/$ISA/pam_unix.so\n",
        "auth required pam_env.so\nauth requisite pam_unix.so nullok\n",
        "auth [success=1 default=ignore] pam_unix.so\nauth requisite pam_deny.so\nauth required pam_permit.so\n",
        "auth requisite pam_sallyport.so split\nauth requisite pam_unix.so use_first_pass\n",
    ])
    func `a password that ends there when it is wrong, then a code, is proven`(password: String) {
        #expect(kinds(account + password + code + "auth required pam_permit.so\n") == [])
        #expect(kinds(account + password + code) == [])
    }

    @Test(arguments: [
        (Distributions.debian, "Debian"), (Distributions.debianWithSSSD, "Debian with sssd"),
        (Distributions.arch, "Arch"),
    ])
    func `where a wrong password ends the login, our line behind it is proven`(
        files: Files, name: String
    ) {
        #expect(findings(files.withCode()).map(\.kind) == [])
    }

    @Test(arguments: [
        (Distributions.redHat7, "Red Hat 7"), (Distributions.redHat9, "Red Hat 9"),
        (Distributions.suse, "SUSE"),
    ])
    func `where a wrong password goes on, our line behind it asks after one`(
        files: Files, name: String
    ) throws {
        let found = findings(files.withCode())
        #expect(found.map(\.kind) == [.asksAfterWrongPassword])
        #expect(try #require(found.first).line?.place.file == "/etc/pam.d/sshd")
    }

    @Test func `"sufficient" in an included file ends the login before our line`() throws {
        let found = findings(Distributions.suseWithSSSD.withCode())
        #expect(found.map(\.kind).contains(.passesWithoutCode))
        let finding = try #require(found.first { $0.kind == .passesWithoutCode })
        #expect(
            finding.line?.whereabouts == "/etc/pam.d/common-auth:2 (included by /etc/pam.d/sshd:4)")
    }

    // Each got past a proof that tried chosen results only.
    @Test(arguments: [
        "[success=ok user_unknown=ignore authinfo_unavail=1 default=die]",
        "[success=ok cred_err=1 default=die]", "[success=ok cred_unavail=ignore default=die]",
        "[success=ok maxtries=reset default=die]", "[success=ok try_again=ignore default=die]",
    ])
    func `every value of a module is tried`(control: String) {
        let found = kinds(
            account + "auth \(control) pam_unix.so\n" + code + "auth required pam_permit.so\n")
        #expect(found.contains { $0 == .passesWithoutCode || $0 == .codeAloneIsEnough })
    }

    @Test(arguments: [
        ("auth sufficient pam_unix.so\n", StackFinding.Kind.passesWithoutCode),
        ("auth [success=done default=die] pam_unix.so\n", .passesWithoutCode),
        ("auth [success=1 default=die] pam_unix.so\n", .passesWithoutCode),
        ("auth optional pam_unix.so\n", .codeAloneIsEnough),
        ("auth required pam_permit.so\n", .codeAloneIsEnough),
        ("auth required pam_env.so\n", .codeAloneIsEnough),
        ("auth requisite pam_nobody_knows.so\n", .codeAloneIsEnough),
        ("auth requisite pam_sss.so ignore_unknown_user\n", .codeAloneIsEnough),
        ("auth sufficient pam_rootok.so\nauth requisite pam_unix.so\n", .passesWithoutCode),
        (
            "auth [success=1 default=ignore] pam_rootok.so\nauth requisite pam_unix.so\n",
            .codeAloneIsEnough
        ),
        (
            "auth sufficient /$LIB/security/pam_permit.so\nauth requisite pam_unix.so\n",
            .passesWithoutCode
        ),
        ("auth requisite /$LIB/security/pam_unix.so\n", .codeAloneIsEnough),
        ("auth requisite /opt/pam_unix.so\n", .codeAloneIsEnough),
        ("auth requisite /lib/../opt/security/pam_unix.so\n", .codeAloneIsEnough),
        ("auth required pam_unix.so\n", .asksAfterWrongPassword),
        ("auth [success=ok default=bad] pam_unix.so\n", .asksAfterWrongPassword),
    ])
    func `a line above that does not end a wrong login is found`(
        above: String, kind: StackFinding.Kind
    ) {
        #expect(kinds(account + above + code + "auth required pam_permit.so\n").contains(kind))
    }

    @Test(arguments: [
        ("auth optional pam_sallyport.so\n", ""), ("auth sufficient pam_sallyport.so\n", ""),
        ("auth [success=ok default=ignore] pam_sallyport.so\n", ""),
        ("auth [success=ok maxtries=ignore default=die] pam_sallyport.so\n", ""),
        ("auth [success=ok module_unknown=ignore default=die] pam_sallyport.so\n", ""),
        (code, "auth [default=reset] pam_env.so\nauth required pam_permit.so\n"),
    ])
    func `a refusal that is forgotten is found, also where the module is missing`(
        ours: String, below: String
    ) {
        let text =
            account + "auth requisite pam_unix.so\n" + ours + below
            + "auth required pam_permit.so\n"
        #expect(kinds(text).contains(.refusalIsForgotten))
    }

    @Test func `our module missing refuses, and is told of`() {
        let text = account + "auth requisite pam_unix.so\n" + code
        #expect(
            kinds(text, missing: ["pam_sallyport.so"])
                == [.nobodyGetsIn, .moduleIsMissing("pam_sallyport.so")])
    }

    @Test func `a missing module above keeps everybody out`() {
        let text = account + "auth requisite pam_gone.so\nauth requisite pam_unix.so\n" + code
        #expect(kinds(text, missing: ["pam_gone.so"]).contains(.nobodyGetsIn))
    }

    @Test func `a stack without us asks for no code`() {
        #expect(kinds("auth required pam_unix.so\n") == [.notNamed])
        #expect(findings([:]).map(\.kind).contains(.notNamed))
    }

    @Test func `where the service has no line, that of other counts`() {
        let other = account + "auth requisite pam_unix.so\n" + code
        #expect(findings(["other": other]).map(\.kind) == [])
        #expect(
            findings(["sshd": "session required pam_unix.so\n", "other": other]).map(\.kind) == [])
    }

    @Test func `who is exempted must get in by the password`() {
        let text = account + "auth [success=ok ignore=bad default=die] pam_sallyport.so\n"
        #expect(kinds("auth requisite pam_unix.so\n" + text) == [.exemptedAreRefused])
    }

    @Test func `a key needs proof, and nothing above that could forge it`() {
        let key =
            account
            + "auth required pam_sallyport.so after=publickey\nauth required pam_permit.so\n"
        #expect(kinds(key) == [])
        #expect(
            kinds("auth optional pam_exec.so /bin/true\n" + key) == [
                .speaksForServer("pam_exec.so")
            ])
        #expect(
            kinds("auth required /opt/pam_unix.so\n" + key) == [
                .speaksForServer("/opt/pam_unix.so")
            ])
        #expect(kinds(account + code + "auth required pam_permit.so\n") == [.codeAloneIsEnough])
    }

    @Test func `between two lines that ask, nothing may forge the key either`() {
        let ours = "auth required pam_sallyport.so after=publickey\n"
        let text =
            account + "auth [success=1 default=ignore] pam_succeed_if.so user != bob\n" + ours
            + "auth optional pam_exec.so /bin/true\n" + ours + "auth required pam_permit.so\n"
        #expect(kinds(text).contains(.speaksForServer("pam_exec.so")))
    }

    @Test func `for another service than sshd no key is believed`() {
        let key =
            account
            + "auth required pam_sallyport.so after=publickey\nauth required pam_permit.so\n"
        #expect(findings(["sudo": key], service: "sudo").map(\.kind) == [.nobodyGetsIn])
    }

    @Test func `a service is read in small letters, as libpam does`() {
        #expect(kinds("") == [.notNamed])
        #expect(
            findings(["SSHD": account + "auth requisite pam_unix.so\n" + code], service: "SSHD")
                .map(\.kind)
                .contains(.notNamed))
    }

    @Test func `a file whose name is not known is a doubt`() {
        let bytes =
            Array("auth include caf".utf8) + [0xE9, 0x0A]
            + Array((account + "auth requisite pam_unix.so\n" + code).utf8)
        let stack = Stack(service: "sshd") { $0 == "sshd" ? ("/etc/pam.d/sshd", bytes) : nil }
        #expect(stack.doubt != nil)
    }

    @Test func `ourselves twice, and another second factor, are noted`() {
        let first = account + "auth requisite pam_unix.so\n" + code
        #expect(kinds(first + code) == [.namedTwice])
        #expect(
            kinds(first + "auth required pam_google_authenticator.so\n")
                == [.anotherSecondFactor("pam_google_authenticator.so")])
    }

    @Test func `the account phase must not end before us`() {
        let auth = "auth requisite pam_unix.so\n" + code
        #expect(kinds(auth + "account sufficient pam_localuser.so\n" + account) == [.accountPasses])
        #expect(kinds(auth + "account required pam_unix.so\n") == [.accountNotAsked])
    }

    @Test func `what libpam gives up, or versions of it read differently, is said`() {
        let text = account + "auth requisite pam_unix.so\n" + code
        #expect(
            kinds(text + "auth required \\\n").contains {
                if case .refusesEverybody = $0 { true } else { false }
            })
        #expect(
            kinds(text + "auth required \\\n\n pam_env.so\n").contains {
                if case .readDifferently = $0 { true } else { false }
            })
        #expect(
            kinds(text + "auth required " + String(repeating: "x", count: 1024) + "\n").contains {
                if case .readDifferently = $0 { true } else { false }
            })
    }

    @Test func `a line that libpam takes for a failure is shown`() {
        let text = account + "auth requisite pam_unix.so\n" + code
        #expect(
            kinds(text + "auth [success=1x] pam_env.so\n").contains {
                if case .brokenLine = $0 { true } else { false }
            })
        #expect(
            kinds(text + "auth include not-there\n").contains(
                .brokenLine("not-there cannot be read")))
    }

    @Test func `no bytes make it stumble`() {
        var random = SeededGenerator(seed: 7)
        let pieces = [
            "auth", " ", "\t", "\n", "\\\n", "[", "]", "success", "=", "1", "ok", "die", "#",
            "include",
            "substack", "@include", "sshd", "pam_unix.so", "pam_sallyport.so", "required", "\u{0}",
            "-", "\u{e9}",
        ]
        for _ in 0..<3000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0..<60, using: &random) {
                if Int.random(in: 0..<10, using: &random) == 0 {
                    bytes.append(UInt8.random(in: 0...255, using: &random))
                } else {
                    bytes += Array((pieces.randomElement(using: &random) ?? "").utf8)
                }
            }
            let stack = Stack(service: "sshd") { name in
                name == "sshd" || name == "other" ? ("/etc/pam.d/\(name)", bytes) : nil
            }
            _ = StackProof(stack) { _ in false }.findings
        }
    }
}
