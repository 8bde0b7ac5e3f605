import CLinuxPAM
import Cryptography
import LoginFlow
import Messages
import PluggableAuthentication
import Testing
import TestSupport

/// What the product makes of libpam's strings and codes, by a real handle.
@Suite struct PAMHandleTests {
    /// The bytes of a secret; nil where there is none.
    private static func bytes(_ secret: consuming SecretBytes?) -> [UInt8]? {
        secret?.withBytes { span in span.indices.map { span[$0] } }
    }

    /// The answer to a question; nil where the application could not or would not put it.
    private static func ask(_ pam: PAMHandle, _ prompt: String, echo: Bool = true) -> [UInt8]? {
        do throws(ConversationFailure) {
            return bytes(try pam.ask(prompt, echo: echo))
        } catch {
            return nil
        }
    }

    private static func askPassword(_ pam: PAMHandle) -> [UInt8]? {
        do throws(ConversationFailure) {
            return bytes(try pam.askPassword())
        } catch {
            return nil
        }
    }

    @Test(arguments: [[UInt8](text: "alice"), [0xFF], [0xC0, 0x80], [UInt8](text: "käthe %n")])
    func `a user's name comes as its bytes`(name: [UInt8]) throws {
        try Application(user: name).asModule { (pam: PAMHandle) in
            #expect(pam.user() == name)
        }
    }

    @Test func `a user whom the application does not know is asked for, and may be nobody`() throws
    {
        try Application(user: nil).asModule { (pam: PAMHandle) in #expect(pam.user() == nil) }
        let application = try Application(user: nil)
        application.answers = [.bytes([0x62, 0xFF])]
        try application.asModule { (pam: PAMHandle) in #expect(pam.user() == [0x62, 0xFF]) }
    }

    @Test func `an item that is not set is none, and an empty one is empty`() throws {
        let application = try Application()
        try application.asModule { (pam: PAMHandle) in
            #expect(pam.item(.service) == Array("trial".utf8))
            #expect(pam.item(.remoteHost) == nil)
            #expect(pam.item(.terminal) == nil)
        }
        try application.set(PAM_RHOST, to: [])
        try application.asModule { (pam: PAMHandle) in #expect(pam.item(.remoteHost) == []) }
    }

    @Test func `each item is its own, whatever bytes are in it`() throws {
        let application = try Application()
        try application.set(PAM_RHOST, to: [0xFF, 0xFE])
        try application.set(PAM_TTY, to: Array("ssh %s".utf8))
        try application.asModule { (pam: PAMHandle) in
            #expect(pam.item(.service) == Array("trial".utf8))
            #expect(pam.item(.remoteHost) == [0xFF, 0xFE])
            #expect(pam.item(.terminal) == Array("ssh %s".utf8))
        }
    }

    @Test func `a variable is its value, and what is no text is none`() throws {
        let application = try Application()
        for text in ["NAME=a value", "EMPTY=", "LONGER=wrong", "BROKEN="] {
            try application.setEnvironment(Array(text.utf8) + (text == "BROKEN=" ? [0xFF] : []))
        }
        try application.asModule { (pam: PAMHandle) in
            #expect(pam.environmentValue("NAME") == "a value")
            #expect(pam.environmentValue("EMPTY") == "")
            #expect(pam.environmentValue("BROKEN") == nil)
            #expect(pam.environmentValue("LONG") == nil)
        }
    }

    @Test func `a question is put as it is, echoed or not, and the answer comes as its bytes`()
        throws
    {
        let application = try Application()
        application.answers = [.bytes([0xFF, 0x31]), .bytes([])]
        try application.asModule { (pam: PAMHandle) in
            #expect(Self.ask(pam, "Code %s%n: ", echo: true) == [0xFF, 0x31])
            #expect(Self.ask(pam, "验证码：", echo: false) == [])
        }
        #expect(
            application.messages == [
                .init(style: PAM_PROMPT_ECHO_ON, text: "Code %s%n: "),
                .init(style: PAM_PROMPT_ECHO_OFF, text: "验证码："),
            ])
    }

    @Test(arguments: [
        Application.Answer.nothing, .noText, .failure(PAM_CONV_ERR), .failure(PAM_BUF_ERR),
    ])
    func `without an answer the question has failed`(answer: Application.Answer) throws {
        let application = try Application()
        application.answers = [answer]
        try application.asModule { (pam: PAMHandle) in #expect(Self.ask(pam, "Code: ") == nil) }
        #expect(application.messages.count == 1)
    }

    @Test func `a message is an error message, and none where the application wants silence`()
        throws
    {
        let application = try Application()
        let flags = [0, Int32(PAM_DISALLOW_NULL_AUTHTOK), Int32(truncatingIfNeeded: PAM_SILENT)]
        for flags in flags {
            try application.asModule(flags: flags) { pam in pam.tell("too late %s") }
        }
        let message = Application.Message(style: PAM_ERROR_MSG, text: "too late %s")
        #expect(application.messages == [message, message])
    }

    @Test func `a password that is handed on is the next module's`() throws {
        let application = try Application()
        try application.asModule { (pam: PAMHandle) in
            #expect(Self.bytes(pam.password()) == nil)
            for text in [[0x61, 0xFF], []] as [[UInt8]] {
                #expect(throws: Never.self) { try pam.setPassword(SecretBytes(copying: text)) }
                #expect(Self.bytes(pam.password()) == text)
            }
            #expect(throws: Never.self) { try pam.setPassword(SecretBytes(copying: [0x62])) }
            // Who asks for it gets it, and the person is not asked.
            #expect(Self.askPassword(pam) == [0x62])
        }
        #expect(application.messages.isEmpty)
    }

    @Test func `a password is asked for once, hidden, and is there from then on`() throws {
        let application = try Application()
        application.answers = [.bytes([0x61, 0xFF])]
        try application.asModule { (pam: PAMHandle) in
            #expect(Self.askPassword(pam) == [0x61, 0xFF])
            #expect(Self.askPassword(pam) == [0x61, 0xFF])
            #expect(Self.bytes(pam.password()) == [0x61, 0xFF])
        }
        #expect(application.messages == [.init(style: PAM_PROMPT_ECHO_OFF, text: "Password: ")])
    }

    @Test func `a password that is not given is a failure`() throws {
        let application = try Application()
        try application.asModule { (pam: PAMHandle) in
            #expect(Self.askPassword(pam) == nil)
            #expect(Self.bytes(pam.password()) == nil)
        }
    }
}
