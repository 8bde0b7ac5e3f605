import Courier
import Foundation
import HostSystem
import LanguageTestSupport
import Messages
import Testing
import TextCoding
import Vocabulary
import Wire

@Suite struct MailTests {
    /// The only channel of a file with this sender.
    private func sender(_ from: String) throws -> Mailbox {
        guard let mail = try channel("sendmail", "From \(from)") as? SendmailChannel else {
            throw WrongKind()
        }
        return mail.from
    }

    private func mail(
        _ request: (message: OutgoingMessage, code: CodeToSend), from: String = "codes@example.org",
        template: String? = nil
    ) throws -> [UInt8] {
        try Mail(
            try message(request, template: template), from: try sender(from),
            to: try EmailAddress("alice@example.org")
        ).bytes
    }

    private func lines(_ bytes: [UInt8]) -> [String] {
        String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n")
    }

    @Test func `an English mail has its header and its text as it is`() throws {
        let lines = lines(try mail(request(), from: "Login codes <codes@example.org>"))
        let end = try #require(lines.firstIndex(of: ""))
        let names = lines[..<end].map { $0.prefix { $0 != ":" } }
        #expect(
            names == [
                "Date", "From", " <codes@example.org>", "To", "Subject", "Message-ID",
                "Auto-Submitted", "X-Auto-Response-Suppress", "MIME-Version", "Content-Type",
                "Content-Transfer-Encoding",
            ])
        #expect(lines.contains("From: \"Login codes\""))
        #expect(lines.contains("To: <alice@example.org>"))
        #expect(lines.contains("Subject: Login code #37 for alice on web1.example.org"))
        #expect(lines.contains("Auto-Submitted: auto-generated"))
        #expect(lines.contains("Content-Type: text/plain; charset=utf-8"))
        #expect(lines.contains("Content-Transfer-Encoding: 7bit"))
        #expect(lines[end + 1] == "482913 is the code for login #37.")
        #expect(lines.last == "")
    }

    @Test func `every line ends in CR and LF, and no CR or LF is alone`() throws {
        for language in Language.allCases {
            let bytes = try mail(
                request(user: "a\rb\nc", language: language),
                template: "Subject: {user}\n\n{code}\n.\n..\n{user}\n")
            for (index, byte) in bytes.enumerated() {
                if byte == 0x0a { #expect(index > 0 && bytes[index - 1] == 0x0d) }
                if byte == 0x0d { #expect(index + 1 < bytes.count && bytes[index + 1] == 0x0a) }
            }
            #expect(bytes.suffix(2) == [0x0d, 0x0a])
        }
    }

    @Test func `a Chinese text goes as base64 in lines of 76 characters`() throws {
        let request = request(language: .simplifiedChinese)
        let lines = lines(try mail(request))
        let end = try #require(lines.firstIndex(of: ""))
        #expect(lines.contains("Content-Transfer-Encoding: base64"))
        #expect(lines.allSatisfy { $0.utf8.count <= 76 })
        let data = try #require(Data(base64Encoded: lines[(end + 1)...].joined()))
        let expected = try message(request).text.replacing("\n", with: "\r\n")
        #expect(String(decoding: data, as: UTF8.self) == expected)
    }

    @Test(arguments: [1, 12, 13, 14, 26, 39, 66])
    func `a subject that is not ASCII goes in encoded words of whole characters`(
        count: Int
    ) throws {
        let subject = "a" + String(repeating: "验", count: count)
        let bytes = try mail(request(), template: "Subject: \(subject)\n\n{code}")
        let lines = lines(bytes)
        let start = try #require(lines.firstIndex { $0.hasPrefix("Subject: ") })
        var words = [String(lines[start].dropFirst("Subject: ".count))]
        for line in lines[(start + 1)...] where line.hasPrefix(" ") {
            words.append(String(line.dropFirst()))
        }
        var decoded = ""
        for word in words {
            #expect(word.utf8.count <= 75)
            #expect(word.hasPrefix("=?UTF-8?B?") && word.hasSuffix("?="))
            let data = try #require(Data(base64Encoded: String(word.dropFirst(10).dropLast(2))))
            // Decoded alone: a character cut in two would not be valid.
            decoded += try #require(String(validating: data, as: UTF8.self))
        }
        #expect(decoded == subject)
        #expect(lines.allSatisfy { $0.utf8.count <= 76 })
    }

    @Test func `what looks like an encoded word is encoded, so that it is shown as written`() throws
    {
        let lines = lines(try mail(request(), template: "Subject: =?UTF-8?B?eA==?=\n\n{code}"))
        #expect(lines.contains("Subject: =?UTF-8?B?PT9VVEYtOD9CP2VBPT0/PQ==?="))
    }

    @Test func `the sender's name is quoted or encoded`() throws {
        let quoted = lines(try mail(request(), from: "'A \"B\" (c), d <codes@example.org>'"))
        #expect(quoted.contains("From: \"A \\\"B\\\" (c), d\""))
        #expect(quoted.contains(" <codes@example.org>"))
        let encoded = lines(try mail(request(), from: "验证码 <codes@example.org>"))
        #expect(encoded.contains("From: =?UTF-8?B?6aqM6K+B56CB?="))
        let none = lines(try mail(request()))
        #expect(none.contains("From: <codes@example.org>"))
    }

    @Test func `each mail has another Message-ID in the domain of the sender`() throws {
        func identifier() throws -> String {
            try #require(lines(try mail(request())).first { $0.hasPrefix("Message-ID: <") })
        }
        let first = try identifier()
        #expect(first.hasSuffix("@example.org>"))
        #expect(first.utf8.count == "Message-ID: <@example.org>".utf8.count + 32)
        #expect(try identifier() != first)
    }

    @Test func `the date is that of RFC 5322`() throws {
        let date = LocalTime(
            year: 2026, month: 1, day: 2, weekday: 5, hour: 3, minute: 4, second: 5,
            minutesAheadOfUTC: -210)
        #expect(date.internetText == "Fri, 02 Jan 2026 03:04:05 -0330")
        #expect(date.description == "2026-01-02 03:04:05 -0330")
        let line = try #require(lines(try mail(request())).first)
        #expect(
            line.wholeMatch(of: /Date: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}/) != nil)
    }
}
