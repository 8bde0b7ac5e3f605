import Testing
import TextCoding

@testable import Courier

/// What a mail server says, as RFC 5321 section 4.2 writes it.
@Suite struct MailRepliesTests {
    private func replies(_ lines: String...) -> MailReplies {
        var replies = MailReplies()
        for line in lines { replies.add(Array(line.utf8)) }
        return replies
    }

    private func text(_ bytes: [UInt8]?) -> String? {
        bytes.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `all lines of a refusal are kept, its code and status once`() {
        let replies = replies(
            "250 ok", "550-5.7.1 Your address is on a list.",
            "550-5.7.1 See https://example.org/why",
            "550 5.7.1 Bye")
        #expect(
            text(replies.lastRefusal)
                == "550 5.7.1 Your address is on a list. See https://example.org/why Bye")
        #expect(replies.isRefusal)
    }

    @Test func `a refusal that breaks off is kept as far as it came`() {
        #expect(text(replies("554-no", "250 ok").lastRefusal) == "554 no")
        #expect(text(replies("554-no", "554-2 messages").lastRefusal) == "554 no 2 messages")
    }

    @Test func `a reply of another code is another reply`() {
        let replies = replies("451-later", "550 never")
        #expect(text(replies.lastRefusal) == "550 never")
    }

    @Test(arguments: ["4", "55", "550", "550-", "550 ", "-", " "])
    func `a line that is cut ends nothing`(line: String) {
        var replies = replies(line)
        replies.add([])
        #expect(replies.hasLoggedIn == false)
    }

    @Test func `the ways to log in are those of the last greeting`() {
        #expect(
            text(replies("250-mail", "250-AUTH PLAIN LOGIN", "250 SIZE 1").loginMethods)
                == "PLAIN LOGIN")
        #expect(text(replies("250 auth=CRAM-MD5").loginMethods) == "CRAM-MD5")
        #expect(text(replies("250-AUTHORITY x", "250 ok").loginMethods) == nil)
        // What was said before STARTTLS counts no more.
        #expect(text(replies("250-m", "250 AUTH LOGIN", "220 go on", "250 m").loginMethods) == nil)
        #expect(replies("235 welcome").hasLoggedIn)
    }
}
