import AccountsTestSupport
import LoginFlow
import Testing
import TestSupport

/// The line before the password's, which takes the code off the end of what was typed there.
@Suite struct SplitTests {
    private let host: LoginHost

    init() throws { host = try LoginHost() }

    /// What the lines that follow find: the password, and the code kept for the last of them.
    private func split(
        _ typed: String, user: String = "root"
    ) -> (pam: ScriptedTransaction, password: String?, code: String?) {
        let pam = ScriptedTransaction(user: user)
        let report = host.login(pam, arguments: ["split"], [.asksPassword(answer: .text(typed))])
        #expect(report.verdict == "split")
        #expect(report.line == nil)
        return (pam, pam.token.map { text($0) }, pam.keptCode.map { text($0) })
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test(arguments: [
        ("secret123456", "secret", "123456"), ("secret99123456", "secret99", "123456"),
        ("1123456", "1", "123456"), ("secret12345", "secret12345", nil), ("123456", "123456", nil),
        ("secret", "secret", nil), ("", "", nil), ("secret 123456", "secret ", "123456"),
        ("secret123456 ", "secret123456 ", nil), ("秘密123456", "秘密", "123456"),
        ("\u{8}\n\r\u{7F}INCORRECT", "\u{8}\n\r\u{7F}INCORRECT", nil),
    ])
    func `six digits at the end are the code`(typed: String, password: String, code: String?) {
        let result = split(typed)
        #expect(result.password == password)
        #expect(result.code == code)
    }

    @Test func `from a trusted source all of it is the password`() throws {
        try host.files.writePolicy("TrustPeriod 8h\nTrustBinds address\nMethods totp hotp\n")
        #expect(split("secret123456").code == "123456")
        #expect(host.login(.code(try host.code())).verdict == "accepted")
        let result = split("secret123456")
        #expect(result.password == "secret123456")
        #expect(result.code == nil)
        #expect(host.login(result.pam, []).verdict == "trusted")
        // Only from there.
        let pam = ScriptedTransaction(user: "root")
        pam.items[.remoteHost] = "198.51.100.1"
        _ = host.login(pam, arguments: ["split"], [.asksPassword(answer: .text("secret123456"))])
        #expect(pam.keptCode == [UInt8](text: "123456"))
    }

    @Test func `as many digits as the person's devices show are the code, the most that fit`()
        throws
    {
        try host.files.enrol(
            host.root, [try TestDevice.time(label: "long", digits: 8, key: Array(60...90))])
        #expect(split("secret12345678").code == "12345678")
        #expect(split("secret1234567").code == "234567")
        #expect(split("secret123456").code == "123456")
    }

    @Test(arguments: [
        ("secret,123456", "secret", "123456"), ("se,cret,123456", "se,cret", "123456"),
        ("secret,abcde-fghjk", "secret", "abcde-fghjk"), ("secret,", "secret,", nil),
        (",123456", ",123456", nil), ("secret123456", "secret123456", nil),
        ("secret,12345", "secret,12345", nil), ("secret,email", "secret,email", nil),
    ])
    func `with SplitAt what follows the last one is the code`(
        typed: String, password: String, code: String?
    ) throws {
        try host.files.writePolicy("SplitAt ,\n")
        let result = split(typed)
        #expect(result.password == password)
        #expect(result.code == code)
    }

    @Test func `the kept code is judged without a question, once`() throws {
        let (pam, _, _) = split("secret" + (try host.code()))
        let report = host.login(pam, [])
        #expect(report.line?.hasPrefix("result=accepted user=root") == true)
        #expect(pam.keptCode == nil)
        #expect(host.login(pam, [.code(try host.wrongCode())]).verdict == "wrongCode")
    }

    @Test func `without a kept code the question comes`() throws {
        let (pam, _, _) = split("secret")
        #expect(host.login(pam, [.code(try host.code())]).verdict == "accepted")
    }

    @Test func `a kept code that is wrong is counted like one that was typed`() throws {
        let (pam, _, _) = split("secret" + (try host.wrongCode()))
        #expect(host.login(pam, []).verdict == "wrongCode")
        #expect(try host.failures() == 1)
    }

    @Test func `splitting counts nothing, uses nothing and says nothing of the person`() throws {
        let before = try host.files.state(of: host.root)
        _ = split("secret" + (try host.code()))
        _ = split("secret" + (try host.wrongCode()))
        #expect(try host.files.state(of: host.root) == before)
        for user in ["nobody", "no-such-user"] {
            let result = split("secret123456", user: user)
            #expect(result.password == "secret")
            #expect(result.code == "123456")
        }
    }

    @Test(arguments: [
        ("SecondFactor off\n", "root"), ("SecondFactor observe\n", "root"),
        ("Unenrolled allow\n", "nobody"),
    ])
    func `the password of a login that needs no code stays whole`(policy: String, user: String)
        throws
    {
        try host.files.writePolicy(policy)
        let pam = ScriptedTransaction(user: user)
        pam.token = [UInt8](text: "secret123456")
        #expect(host.login(pam, arguments: ["split"], []).verdict == "split")
        #expect(pam.token.map { text($0) } == "secret123456")
        #expect(pam.keptCode == nil)
    }

    @Test func `a try begins without the code of the one before`() throws {
        let (pam, _, code) = split("secret123456")
        #expect(code == "123456")
        pam.token = nil
        _ = host.login(pam, arguments: ["split"], [.asksPassword(answer: .text("secret"))])
        #expect(pam.keptCode == nil)
    }

    @Test func `a password that cannot be asked for refuses, and keeps no code`() throws {
        let pam = ScriptedTransaction(user: "root")
        let report = host.login(pam, arguments: ["split"], [.asksPassword(answer: .failure)])
        #expect(report.verdict == "conversation")
        #expect(pam.keptCode == nil)
    }

    @Test func `a broken policy refuses in this line already`() throws {
        try host.files.writePolicy("Nonsense\n")
        #expect(host.login(arguments: ["split"]).verdict == "policy")
    }

    @Test func `random texts are split or left, never a trap`() throws {
        var random = SeededGenerator(seed: 71)
        for policy in ["", "SplitAt ,\n"] {
            try host.files.writePolicy(policy)
            for _ in 0..<300 {
                let count = Int.random(in: 0...20, using: &random)
                let alphabet = Array("0123456789,-x\u{8}é ")
                let typed = String(
                    (0..<count).compactMap { _ in alphabet.randomElement(using: &random) })
                let result = split(typed)
                let joined =
                    (result.password ?? "")
                    + (result.code.map { policy.isEmpty ? $0 : "," + $0 } ?? "")
                #expect(joined == typed)
                #expect(result.code == nil || result.password?.isEmpty == false)
            }
        }
    }
}
