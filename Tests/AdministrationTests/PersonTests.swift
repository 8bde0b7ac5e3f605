import Administration
import ArgumentParser
import Cryptography
import Foundation
import HostSystem
import Messages
import Testing
import TextCoding

/// Commands of a person for their own account; the connection they come over is in the login tests.
@Suite struct PersonTests {
    let host: TemporaryHost

    init() throws { host = try TemporaryHost(settings: "Methods totp recovery\nLockAfter 3\n") }

    @Test(arguments: [
        ["devices"], ["devices", "nobody"], ["status"], ["trust", "list"], ["recovery"],
        ["contact"], ["contact", "--language", "zh-CN"], ["prefer", "totp"],
    ])
    func `what shows or is a matter of taste needs no code`(words: [String]) throws {
        _ = try host.enrol("--no-qr")
        let outcome = try host.runAsPerson(words)
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(outcome.questions == [])
    }

    @Test(arguments: [
        ["revoke", "phone"], ["recovery", "--new"], ["enrol", "--no-qr"], ["off", "--yes"],
    ])
    func `what changes something is done after a right code only`(words: [String]) throws {
        try host.writePolicy("Unenrolled allow\n")
        let key = try host.enrol("--no-qr").key
        let before = try Data(contentsOf: host.accountFile("identity"))
        let code = try host.code(for: key, seconds: 30)
        for answer in [nil, "", "hello", "000000" == code ? "111111" : "000000"] {
            let outcome = try host.runAsPerson(words) { _ in answer }
            #expect(outcome.status == 1)
            #expect(outcome.questions == ["Verification code: "])
            #expect(outcome.messages.last == "that was not accepted; nothing is changed")
            #expect(try Data(contentsOf: host.accountFile("identity")) == before)
        }
        var answers = [code]
        let outcome = try host.runAsPerson(words) { shown in
            answers.isEmpty ? try host.code(for: shown.key) : answers.removeFirst()
        }
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(
            outcome.log.first
                == "result=accepted user=nobody service=sallyport rhost=none method=totp device=phone"
        )
        #expect(outcome.log.last?.hasSuffix("by=nobody") == true)
        #expect((try? Data(contentsOf: host.accountFile("identity"))) != before)
    }

    @Test(arguments: [
        ["forget", "nobody", "--yes"], ["revoke", "nobody", "phone"],
        ["recovery", "nobody", "--new"],
        ["contact", "nobody", "--email", "nobody@example.org"],
    ])
    func `what the administrator changes while a person enrols undoes the proof`(words: [String])
        throws
    {
        let code = try host.code(for: try host.enrol("--no-qr").key, seconds: 30)
        var before: Data?
        var answers = [code]
        let outcome = try host.runAsPerson(["enrol", "--label", "other", "--no-qr"]) { shown in
            guard answers.isEmpty else { return answers.removeFirst() }
            #expect(host.run(words).status == 0)
            before = try? Data(contentsOf: host.accountFile("identity"))
            return try host.code(for: shown.key)
        }
        #expect(outcome.status == 1)
        #expect((try? Data(contentsOf: host.accountFile("identity"))) == before)
        #expect(!outcome.output.contains("is enrolled"))
    }

    @Test func `the number on the screen proves nothing`() throws {
        try host.writePolicy("Methods screen totp\nUnenrolled allow\n")
        let outcome = try host.runAsPerson(["enrol", "--no-qr"]) { $0.key }
        #expect(
            outcome.messages == ["a first device needs a ticket; ask your administrator for one"])
        _ = try host.enrol("--no-qr")
        #expect(try host.runAsPerson(["revoke", "phone"]).questions == ["Verification code: "])
    }

    @Test func `who has nothing the policy takes is sent to the administrator`() throws {
        _ = try host.enrol("--no-qr")
        try host.writePolicy("Methods hotp\nUnenrolled allow\nEnrolment first-login\n")
        let outcome = try host.runAsPerson(["enrol", "--no-qr"])
        #expect(
            outcome.messages == [
                "the policy takes nothing of what you have; ask your administrator"
            ])
    }

    @Test(arguments: [
        ["unlock", "nobody"], ["bypass", "nobody"], ["invite", "nobody"], ["forget", "nobody"],
        ["policy", "check"], ["serve"], ["resync", "nobody", "phone"], ["send-test", "nobody"],
    ])
    func `what is the administrator's is refused and logged`(words: [String]) throws {
        let outcome = try host.runAsPerson(words)
        #expect(outcome.status == 1)
        #expect(outcome.messages == ["only root can do this"])
        #expect(outcome.log.count == 1)
        #expect(outcome.log.first?.hasPrefix("result=refused action=") == true)
        #expect(outcome.log.first?.contains("by=nobody") == true)
    }

    @Test func `a name that could forge a field is quoted in the log`() throws {
        let outcome = try host.runAsPerson(["devices", "root by=root"])
        #expect(
            outcome.log == [
                #"result=refused action=devices user="root by=root" by=nobody reason="the account is not their own""#
            ])
    }

    @Test func `off leaves who is asked for a code without an account too`() throws {
        _ = try host.enrol("--no-qr")
        try host.writePolicy("Methods screen totp\nUnenrolled allow\n")
        let outcome = try host.runAsPerson(["off", "--yes"])
        #expect(outcome.status == 1)
        #expect(outcome.messages.first?.contains("asked for a code without an account too") == true)
    }

    @Test func `root has to name somebody`() {
        for words in [
            ["devices"], ["enrol"], ["revoke", "phone"], ["recovery"], ["contact"],
            ["prefer", "totp"], ["off"], ["trust", "revoke", "--all"],
        ] {
            let outcome = host.run(words)
            #expect(outcome.status == 64, "\(words)")
            #expect(
                outcome.messages == [
                    "Missing expected argument '<user>': only who is not root may leave it out."
                ])
        }
    }
}

extension TemporaryHost {
    /// Runs a command as the self-service does for the person of the tests.
    func runAsPerson(
        _ words: [String], typing: @escaping (Outcome) throws -> String? = { _ in nil }
    ) throws -> Outcome {
        var outcome = Outcome()
        let user = try #require(try User.named(Self.user))
        let conversation = TypingPerson { question in
            outcome.questions.append(question)
            return try? typing(outcome)
        }
        let person = Person(user: user, policyPath: policy.path, conversation: conversation)
        let session = Session(
            write: { outcome.output += $0 }, warn: { outcome.messages.append($0) },
            readLine: { try? typing(outcome) }, terminal: nil, clock: { self.time },
            administrator: user.name, person: person, log: { outcome.log.append($0) })
        outcome.status = Int32(session.carryOut(words, of: person))
        return outcome
    }
}

/// A person who types what a test says.
private final class TypingPerson: Conversation {
    private let answer: (String) -> String?

    init(answer: @escaping (String) -> String?) { self.answer = answer }

    func ask(_ question: String, echo: Bool) throws(ConversationFailure) -> SecretBytes {
        guard let text = answer(question) else { throw ConversationFailure() }
        return SecretBytes(copying: Array(text.utf8))
    }

    func tell(_ text: String) {}
}
