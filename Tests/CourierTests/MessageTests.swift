import Courier
import HostSystem
import LanguageTestSupport
import Messages
import Testing
import Vocabulary
import Wire

/// A request to send a code, with the values of a test.
func request(
    user: String = "alice", host: String = "web1.example.org", source: String = "192.0.2.7",
    code: String = "482913", number: Int = 37, lifetime: Int = 300, language: Language = .english,
    target: OutgoingMessage.Target = .contacts(["alice@example.org"])
) -> (message: OutgoingMessage, code: CodeToSend) {
    let message = OutgoingMessage(
        channel: "it", method: .email, target: target, user: user, host: host, source: source,
        time: 1_767_323_045, language: language)
    return (message, CodeToSend(text: code, number: number, lifetime: lifetime))
}

/// The message of a request with a template, or with the built-in one.
func message(
    _ request: (message: OutgoingMessage, code: CodeToSend), template: String? = nil,
    isShort: Bool = false
) throws(DeliveryError) -> Message {
    let template =
        if let template { try MessageTemplate(parsing: Array(template.utf8)) } else {
            try MessageTemplate(builtIn: request.message.language, isShort: isShort)
        }
    return try template.message(
        with: MessageValues(request.message, request.code, isShort: isShort), isShort: isShort)
}

/// Why a body failed; nil where it did not.
func reason(_ body: () throws(DeliveryError) -> Void) -> String? {
    do throws(DeliveryError) {
        try body()
        return nil
    } catch {
        return error.reason
    }
}

@Suite struct MessageTests {
    @Test func `the English mail names code, number, user, host, source, time and lifetime`() throws
    {
        let message = try message(request())
        #expect(message.subject == "Login code #37 for alice on web1.example.org")
        #expect(message.text.hasPrefix("482913 is the code for login #37.\n\n"))
        #expect(message.text.contains("User:  alice\nHost:  web1.example.org\nFrom:  192.0.2.7\n"))
        #expect(message.text.contains("good for 5 minutes"))
        #expect(message.text.contains("Time:  2026-01-0"))
        #expect(!message.subject.contains("482913"))
    }

    @Test func `the Chinese mail says the same`() throws {
        let message = try message(request(language: .simplifiedChinese))
        #expect(message.subject == "登录验证码 #37：alice@web1.example.org")
        #expect(message.text.hasPrefix("482913 是登录 #37 的验证码。\n"))
        #expect(message.text.contains("5 分钟内有效"))
    }

    @Test(arguments: [
        (300, "5 minutes", "5 分钟"), (60, "1 minute", "1 分钟"), (90, "90 seconds", "90 秒"),
        (1, "1 second", "1 秒"),
    ])
    func `a lifetime in words`(seconds: Int, english: String, chinese: String) throws {
        let template = "Subject: s\n\n{code} {lifetime}"
        let first = request(lifetime: seconds)
        let second = request(lifetime: seconds, language: .simplifiedChinese)
        #expect(try message(first, template: template).text == "482913 \(english)")
        #expect(try message(second, template: template).text == "482913 \(chinese)")
    }

    @Test func `a template of one's own has its placeholders filled and other braces left`() throws
    {
        let template = "Subject:  {number}: {user}\r\n\r\n{code}\r\n{\"a\": {}} {CODE}\t{source}"
        let message = try message(request(source: ""), template: template)
        #expect(message.subject == "37: alice")
        #expect(message.text == "482913\n{\"a\": {}} 482913\t-")
    }

    @Test(arguments: [
        ("{code}", "it must begin with a line \"Subject: ...\" and an empty line"),
        ("Subject: a\n{code}", "it must begin with a line \"Subject: ...\" and an empty line"),
        ("Subject: a\nTo: x@y.z\n\n{code}", "it must begin with"),
        ("Subject:\n\n{code}", "its subject must have 1 to 200 bytes"),
        ("Subject: a\n\nhello", "its text has no {code} in it"),
        ("Subject: {code}\n\nhello", "its text has no {code} in it"),
        ("Subject: a\n\n{cod}", "unknown placeholder \"{cod}\"; did you mean {code}?"),
        (
            "Subject: {password}\n\n{code}",
            "unknown placeholder \"{password}\"; write {code}, {number},"
        ),
        ("Subject: a\u{7}\n\n{code}", "it has a control character in it"),
        ("Subject: a\n\n{code}\u{0}", "it has a control character in it"),
    ])
    func `a bad template is refused`(template: String, expected: String) {
        let found = reason { () throws(DeliveryError) in
            _ = try MessageTemplate(parsing: Array(template.utf8))
        }
        #expect(found?.hasPrefix(expected) == true, "\(found ?? "none")")
    }

    @Test func `a template that is no UTF-8 is refused`() {
        let bytes = Array("Subject: a\n\n{code}".utf8) + [0xff]
        #expect(
            reason { () throws(DeliveryError) in _ = try MessageTemplate(parsing: bytes) }
                == "it is not valid UTF-8")
    }

    @Test func `no name makes a line, hides text or turns it around`() throws {
        let evil = "a\r\nBcc: x@y.z\u{0}\u{85}\u{2028}\u{202e}\u{200b}\u{2066}\u{feff}b"
        let message = try message(request(user: evil, host: evil, source: evil))
        #expect(message.subject == "Login code #37 for aBcc: x@y.zb on aBcc: x@y.zb")
        #expect(message.text.utf8.count { $0 == 0x0a } == 9)
        #expect(message.text.contains("User:  aBcc: x@y.zb\nHost:  aBcc: x@y.zb\n"))
    }

    @Test func `placeholders in a name are not filled again`() throws {
        #expect(try message(request(user: "{code}")).subject.contains("for {code} on"))
    }

    @Test func `long names are cut`() throws {
        let long = String(repeating: "用", count: 10_000)
        let message = try message(request(user: long, host: long, source: long))
        #expect(message.values.user.unicodeScalars.count == 64)
        #expect(message.values.host.unicodeScalars.count == 64)
        #expect(message.text.utf8.count < 2_000)
    }

    @Test func `only digits are a code`() throws {
        #expect(try message(request(code: "48\n2913{x}<")).values.code == "482913????")
    }
}
