import Accounts
import AccountsTestSupport
import Cryptography
import LanguageTestSupport
import LoginFlow
import Policy
import Testing
import TestSupport
import Vocabulary

/// Codes that are asked for: by a word at the prompt, or by the password alone.
extension SentCodeTests {
    @Test func `where the app comes first, a word sends a code`() throws {
        try policy("Methods totp email sms\n")
        let pam = HangingUp(user: "root", first: "sms")
        _ = Login(pam: pam, clock: { LoginHost.now }).authenticate(
            arguments: ["policy=\(host.files.policyPath)"])
        #expect(pam.questions.first == "Verification code (or type email, sms): ")
        #expect(courier.values("method") == ["sms"])
        #expect(courier.values("contact") == ["+8613800138000"])
        // The code that waits is typed at the first question as well.
        let code = try sent().code
        let report = host.login(
            .asks("Verification code (or type email, sms): ", echo: true, answer: .text(code)))
        #expect(report.verdict == "accepted")
    }

    @Test func `with a code on its way the app's is accepted too, and voids the other`() throws {
        try policy("Methods email totp\n")
        _ = hangUp()
        let (code, number) = try sent()
        let report = host.login(asksSent(number, answer: .text(try host.code())))
        #expect(report.line?.contains("device=") == true)
        let later = LoginHost.now + 60
        _ = hangUp(at: later)
        let (_, next) = try sent()
        let voided = host.login(
            at: later, asksSent(next, answer: .text(code)),
            .tells("That code is too old. Log in again for a new one."))
        #expect(voided.verdict == "expiredCode")
    }

    @Test func `a word nobody offered is no code, and sends nothing`() throws {
        try policy("Methods totp email\n")
        for word in ["sms", "chat", "dingtalk", "screen", "totp", "recovery"] {
            let report = host.login(
                .asks("Verification code (or type email): ", echo: true, answer: .text(word)),
                .saysNoCode)
            #expect(report.verdict == "malformedAnswer")
        }
        #expect(courier.values("code").isEmpty)
    }

    @Test(arguments: ["chat", "DingTalk", "feishu", "wecom", "slack"])
    func `chat is asked for by its name or by that of the chat`(word: String) throws {
        try policy("Methods totp chat\nChatVia work\n")
        let pam = HangingUp(user: "root", first: word)
        _ = login(pam)
        #expect(pam.questions.first == "Verification code (or type chat): ")
        #expect(courier.values("method") == ["chat"])
        // Which of both it needs is for the channel to know.
        #expect(courier.values("contact") == ["+8613800138000", "alice@example.org"])
        #expect(courier.values("channel") == ["work"])
    }

    @Test func `a second word is no code`() throws {
        try policy("Methods totp email\n")
        let pam = HangingUp(user: "root", first: "email", then: "email")
        let report = Login(pam: pam, clock: { LoginHost.now }).authenticate(
            arguments: ["policy=\(host.files.policyPath)"])
        #expect(report.verdict == "malformedAnswer")
        #expect(courier.values("code").count == 1)
    }

    @Test func `the password alone sends the code, and with the code behind it lets in`() throws {
        let first = ScriptedTransaction(user: "root")
        let split = host.login(
            first, arguments: ["split"], [.asksPassword(answer: .text("secret99"))])
        #expect(split.verdict == "split")
        #expect(first.token == [UInt8](text: "secret99"))
        let pam = HangingUp(user: "root")
        let report = Login(pam: pam, clock: { LoginHost.now }).authenticate(
            arguments: ["policy=\(host.files.policyPath)"])
        #expect(report.verdict == "codeToAppend")
        let (code, number) = try sent()
        #expect(
            pam.messages == [
                "Code #\(number) was sent to a***e@example.org. "
                    + "Log in again and type it right behind what you typed now."
            ])
        let second = ScriptedTransaction(user: "root")
        _ = host.login(
            second, arguments: ["split"], [.asksPassword(answer: .text("secret99" + code))])
        #expect(second.token == [UInt8](text: "secret99"))
        #expect(host.login(second, []).verdict == "accepted")
        #expect(courier.values("code").count == 1)
    }

    @Test func `before a code is sent, digits at the end of a password belong to it`() throws {
        try host.files.edit(host.root) { edit in
            for device in edit.identity.devices { edit.removeDevice(device.id) }
        }
        let before = ScriptedTransaction(user: "root")
        _ = host.login(
            before, arguments: ["split"], [.asksPassword(answer: .text("secret123456"))])
        #expect(before.token == [UInt8](text: "secret123456"))
        _ = hangUp()
        let code = try sent().code
        let after = ScriptedTransaction(user: "root")
        _ = host.login(
            after, arguments: ["split"], [.asksPassword(answer: .text("secret123456" + code))])
        #expect(after.token == [UInt8](text: "secret123456"))
        #expect(host.login(after, []).verdict == "accepted")
    }
}
