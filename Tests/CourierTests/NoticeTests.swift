import ConfigurationGrammar
import Courier
import Foundation
import LanguageTestSupport
import Messages
import Testing
import TestSupport
import Vocabulary
import Wire

/// Notices as messages, and the templates for them.
@Suite struct NoticeTests {
    private func notice(
        _ notice: Notice = .newSource, user: String = "alice", host: String = "web1.example.org",
        source: String = "192.0.2.7", language: Language = .english, template: String? = nil
    ) throws(DeliveryError) -> Message {
        let request = request(user: user, host: host, source: source, language: language)
        let template =
            if let template { try NoticeTemplate(parsing: Array(template.utf8)) } else {
                try NoticeTemplate(builtIn: notice, language)
            }
        return template.message(
            of: notice, with: MessageValues(request.message, nil, isShort: false), in: language)
    }

    @Test func `the English mail has all that the person must know`() throws {
        let message = try notice()
        #expect(message.subject == "Login from a new address: alice on web1.example.org")
        #expect(message.text.contains("User:  alice\nHost:  web1.example.org\nFrom:  192.0.2.7\n"))
        #expect(message.text.contains("Time:  2026-01-0"))
        #expect(message.text.contains("If it was not, somebody else can log in as you"))
    }

    @Test func `the Chinese mail says the same`() throws {
        let message = try notice(.locked, language: .simplifiedChinese)
        #expect(message.subject == "验证码错误次数过多：alice@web1.example.org")
        #expect(message.text.contains("用户：alice\n主机：web1.example.org\n来源：192.0.2.7\n"))
    }

    @Test func `a command has no source`() throws {
        #expect(try notice(.deviceAdded, source: "").text.contains("From:  -\n"))
    }

    @Test(arguments: Notice.allCases, Language.allCases)
    func `no placeholder is left in it`(event: Notice, language: Language) throws {
        let message = try notice(event, language: language)
        #expect(!message.subject.contains("{") && !message.text.contains("{"))
        #expect(message.subject.utf8.count < 200)
    }

    @Test func `no name makes a line, hides text or turns it around`() throws {
        let evil = "a\r\nBcc: x@y.z\u{0}\u{85}\u{2028}\u{202e}\u{200b}\u{2066}\u{feff}b"
        let lines = try notice().text.utf8.count { $0 == 0x0a }
        let message = try notice(user: evil, host: evil, source: evil)
        #expect(
            message.subject == "Login from a new address: aBcc: x@y.zb on aBcc: x@y.zb")
        #expect(message.text.utf8.count { $0 == 0x0a } == lines)
    }

    @Test func `placeholders in a name are not filled again, and long names are cut`() throws {
        #expect(try notice(user: "{event}").subject.contains(": {event} on"))
        let long = String(repeating: "用", count: 10_000)
        #expect(try notice(user: long, host: long, source: long).text.utf8.count < 2_000)
    }

    @Test func `there is no code, number and lifetime in it, also for a webhook`() throws {
        let values = try notice().values
        for placeholder in [Placeholder.code, .number, .lifetime] {
            #expect(values.value(of: placeholder) == "")
        }
    }

    @Test func `a template of one's own serves for all events`() throws {
        let template = "Subject: {host}: {event}\n\n{event}, {user}, {source}. Call 1234.\n"
        #expect(
            try notice(.locked, template: template).subject
                == "web1.example.org: Too many wrong codes")
        #expect(
            try notice(.deviceAdded, template: template).text
                == "A device was added, alice, 192.0.2.7. Call 1234.\n")
        #expect(
            try notice(.locked, language: .simplifiedChinese, template: template).text
                == "验证码错误次数过多, alice, 192.0.2.7. Call 1234.\n")
        #expect(try notice(template: "Subject: {event}\n\nCall 1234.").text == "Call 1234.")
    }

    @Test(arguments: [
        ("Subject: a\n\nhello", "it has no {event} in it"),
        ("Subject: {event}\n\n{code}", "unknown placeholder \"{code}\"; write {event}, {user},"),
        ("Subject: {evnt}\n\na", "unknown placeholder \"{evnt}\"; did you mean {event}?"),
        ("{event}", "it must begin with a line \"Subject: ...\" and an empty line"),
        ("Subject: {event}\u{7}\n\na", "it has a control character in it"),
        ("Subject:\n\n{event}", "its subject must have 1 to 200 bytes"),
    ])
    func `a bad template is refused`(template: String, expected: String) {
        let found = reason { () throws(DeliveryError) in
            _ = try NoticeTemplate(parsing: Array(template.utf8))
        }
        #expect(found?.hasPrefix(expected) == true, "\(found ?? "none")")
    }

    @Test func `a template of codes cannot have an event`() {
        let found = reason { () throws(DeliveryError) in
            _ = try MessageTemplate(parsing: Array("Subject: a\n\n{code} {event}".utf8))
        }
        #expect(found?.hasPrefix("unknown placeholder \"{event}\"") == true)
    }

    @Test func `NoticeFile is one for each language, above all blocks only`() throws {
        let file = try deliveryFile("NoticeFile en /a\nNoticeFile zh-CN /b\nMessageFile en /c\n")
        #expect(file.noticeFiles.map { $0.file.path } == ["/a", "/b"])
        #expect(file.messageFiles.map { $0.file.path } == ["/c"])
        let twice = problem("NoticeFile en /a\nNoticeFile en /b\n")
        #expect(twice?.line == 2)
        #expect(twice?.message == "NoticeFile: there is one for en already")
        let inside = problem("Channel it sendmail\nFrom a@example.org\nNoticeFile en /a\n")
        #expect(inside?.line == 3)
        #expect(inside?.message.contains("not a keyword of Channel it") == true)
        #expect(problem("NoticeFile fr /a\n")?.line == 1)
    }

    /// The real courier as a process.
    @Test func `the courier answers at once and delivers afterwards`() throws {
        let host = try CourierHost()
        let output = try host.folder.makeFolder("output")
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: output)
        let program = try host.write(
            "#!/bin/sh\nsleep 8\ncat >\(output)/part && mv \(output)/part \(output)/mail\n",
            to: "program", mode: 0o755)
        try host.write(
            "User nobody\nChannel it command\nProgram \(program)\n", to: "delivery.conf",
            mode: 0o644)
        let outcome = try host.run(try host.request(notice: .locked, timeout: 60))
        #expect(outcome.lines == ["sent a***e@example.org"])
        // It answered while the program sleeps.
        #expect(outcome.status == 0 && !FileManager.default.fileExists(atPath: output + "/mail"))
        let deadline = Date() + 120
        while !FileManager.default.fileExists(atPath: output + "/mail"), Date() < deadline {
            Thread.sleep(forTimeInterval: 0.05)
        }
        let text = try String(contentsOfFile: output + "/mail", encoding: .utf8)
        #expect(text.hasPrefix("Too many wrong codes were typed for your account."))
    }

    @Test func `what is wrong is told at once`() throws {
        let host = try CourierHost("Channel it command\nProgram /bin/true\n")
        func answer(_ target: OutgoingMessage.Target) throws -> String {
            try host.run(try host.request(notice: .locked, target: target)).last
        }
        #expect(
            try answer(.topic("team")) == "failed topic team: notices go to one person")
        #expect(try answer(.contacts([])) == "failed the request has no contact")
        #expect(try answer(.contacts(["x"])).hasPrefix("failed the contact cannot be used: "))
    }
}
