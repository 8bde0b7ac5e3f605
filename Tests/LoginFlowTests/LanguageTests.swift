import Accounts
import AccountsTestSupport
import LanguageTestSupport
import Messages
import Testing

/// Logins in a language that only the tests have.
@Suite struct LanguageTests {
    private let tests: SentCodeTests

    init() throws { tests = try SentCodeTests() }

    /// What is said in logins until this is over.
    private final class Script {
        var said: [String] = []
        var time = LoginHost.now
    }

    @Test func `every sentence of a login comes from the language, and every one is met`() throws {
        try MarkedEnglish.whileSpoken { marked in
            let script = Script()
            func login(
                _ policy: String, as user: String = "root", first: String? = nil
            ) throws {
                try tests.policy("Language \(marked.name)\n" + policy)
                let pam = HangingUp(user: user, first: first)
                _ = tests.login(pam, at: script.time)
                script.said += pam.questions + pam.messages
            }

            try login("Methods totp screen\n")
            try login("Methods screen\n")
            try login("Unenrolled allow\nEnrolmentDeadline 2023-11-14\n", as: "nobody")

            // Codes that are sent.
            try login("Methods email\n")
            let code = try tests.sent().code
            #expect(tests.courier.values("language") == [marked.name])
            try login("Methods totp email\n", first: "email")
            script.time += 400
            try login("Methods totp email\n", first: code)
            try login("Methods email\nSendLimit 1/1h\n")
            script.time += 4000
            try tests.courier.answer("exit 0")
            try login("Methods email\n")
            script.time += 4000
            try tests.courier.answer(SentCodeTests.notSent)
            for _ in 0..<6 { try login("Methods email\n") }

            // Codes that are at hand.
            let own = "Methods totp recovery\n"
            let shown = try tests.host.phone.code(at: script.time)
            for _ in 0..<2 { try login(own, first: shown) }
            try login(own, first: "hello")
            for code in tests.host.recoveryCodes { try login(own, first: code) }
            let wrong = try tests.host.phone.wrongCode(at: script.time)
            for _ in 0..<2 { try login(own + "LockAfter 1\n", first: wrong) }
            script.time += 4000
            for _ in 0..<2 { try login(own + "LockAfter 1\nLockCap 2\n", first: wrong) }

            for text in script.said { #expect(MarkedEnglish.foreign(in: text).isEmpty, "\(text)") }
            #expect(
                MarkedEnglish.sentences(in: script.said)
                    == Set(PromptText.allCases.map { caseName(of: $0) }))
        }
    }

    @Test func `the language of an account is of it too, and lasts as long as it is spoken`()
        throws
    {
        let host = tests.host
        try host.files.writePolicy("Methods totp\n")
        try MarkedEnglish.whileSpoken { marked in
            try host.files.edit(host.root) { $0.setLanguage(marked) }
            let pam = HangingUp(user: "root")
            _ = tests.login(pam)
            #expect(pam.questions == ["<verificationCode|Verification code:> "])
        }
        // An account in a language that is not known is one that cannot be read.
        #expect(host.login().verdict == "account")
    }
}
