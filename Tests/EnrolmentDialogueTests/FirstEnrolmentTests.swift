import Accounts
import AccountsTestSupport
import LanguageTestSupport
import Policy
import Testing
import TestSupport
import Wire

@testable import EnrolmentDialogue

@Suite struct FirstEnrolmentTests {
    private let host: EnrolmentHost

    init() throws { host = try EnrolmentHost() }

    /// Types what each question wants; `codes` come before the right one.
    private func person(codes: [String] = [], ticket: String? = nil) -> ScriptedPerson {
        let device = Box("")
        var codes = codes
        return ScriptedPerson { question, _ in
            if question.contains("ticket") { return ticket }
            if question.contains("saved: ") { return "yes" }
            if question.contains("Key: ") { device.value = question }
            if !codes.isEmpty { return codes.removeFirst() }
            return try? Screen(device.value).code()
        }
    }

    @Test func `a code of the app and the word that all is saved enrol, and all of it works`()
        throws
    {
        let person = person()
        let end = host.enrol(host.request(), person)
        guard case .enrolled("app") = end else { throw Unexpected(end) }
        #expect(person.questions.count == 2 && person.told.isEmpty)
        #expect(try host.devices() == ["app"])
        let recovery = Screen(person.questions[1]).recoveryCodes
        #expect(Set(recovery).count == 8)
        let app = try Screen(person.questions[0]).app()
        #expect(try host.tryCode(app.code(at: EnrolmentHost.now)) == .used)
        #expect(try host.tryCode(app.code(at: EnrolmentHost.now + 30)) == .accepted)
        for code in recovery { #expect(try host.tryCode(code) == .accepted) }
        #expect(try host.tryCode(recovery[0]) == .used)
    }

    @Test func `without recovery among the methods there are no recovery codes`() throws {
        let person = person()
        let end = host.enrol(host.request(recovery: false), person)
        guard case .enrolled = end else { throw Unexpected(end) }
        #expect(person.questions.count == 1)
        #expect(try host.files.store().account(of: host.root)?.identity.recovery == nil)
    }

    @Test func `a miss is explained, and two are forgiven`() throws {
        let key = Box("")
        let person = ScriptedPerson { question, number in
            if number == 1 { key.value = question }
            let screen = Screen(key.value)
            switch number {
            case 1: return "12345"
            case 2: return try? screen.code(at: EnrolmentHost.now - 3600)
            case 3: return try? screen.code()
            default: return "yes"
            }
        }
        let end = host.enrol(host.request(), person)
        guard case .enrolled = end else { throw Unexpected(end) }
        #expect(person.questions[1].hasPrefix("Try again: a code of this device has 6 digits.\n"))
        #expect(
            person.questions[2].hasPrefix(
                "Try again: wrong code, but right at another time: the clocks differ by about 3600 s, "
                    + "the device is behind; set the clock that is wrong.\n"))
    }

    @Test func `three misses end it, nothing is stored, and the next start has another key`() throws
    {
        var keys: Set<String> = []
        for _ in 0..<2 {
            let person = ScriptedPerson { _, _ in "1" }
            let end = host.enrol(host.request(), person)
            guard case .refused("no code of the app was right; nothing is stored") = end else {
                throw Unexpected(end)
            }
            #expect(person.questions.count == 3)
            #expect(
                person.told == [
                    "No code was right, so nothing is stored. Remove this key from your app; the next login "
                        + "offers another."
                ])
            keys.insert(try #require(Screen(person.questions[0]).value("Key: ")))
        }
        #expect(keys.count == 2)
        #expect(try host.files.folder.entries(of: "state/accounts").isEmpty)
    }

    @Test(arguments: 1...3)
    func `hanging up at any question leaves nothing`(last: Int) throws {
        let ticket = try host.ticket()
        let inner = person(ticket: ticket)
        let person = ScriptedPerson { question, number in
            number == last ? nil : inner.answer(question, number)
        }
        let end = host.enrol(host.request(.invited), person)
        guard case .refused(let reason) = end else { throw Unexpected(end) }
        #expect(reason == "given up, or the client could not be asked; nothing is stored")
        #expect(person.questions.count == last && person.told.isEmpty)
        #expect(try host.devices().isEmpty)
        #expect(try host.files.store().account(of: host.root)?.identity.recovery == nil)
        #expect(try host.files.state(of: host.root)?.failuresSinceSuccess == 0)
        // The ticket is as good as it was.
        let again = self.person(ticket: ticket)
        let second = host.enrol(host.request(.invited), again)
        guard case .enrolled = second else { throw Unexpected(second) }
    }

    @Test func `until the word comes that the codes are saved, nothing is stored`() throws {
        let inner = person()
        // The second is what a client says whose terminal is gone, before it goes itself.
        for answers in [["", "no", "yes please"], [""], ["n", "yes"]] {
            var rest = answers
            let person = ScriptedPerson { question, number in
                guard question.contains("saved: ") else { return inner.answer(question, number) }
                #expect((try? host.devices()) == [])
                return rest.isEmpty ? nil : rest.removeFirst()
            }
            let end = host.enrol(host.request(), person)
            let isEnrolled = answers.last == "yes"
            if case .enrolled = end { #expect(isEnrolled) } else { #expect(!isEnrolled) }
            #expect(try host.devices() == (isEnrolled ? ["app"] : []))
            guard answers.count == 3 else { continue }
            guard
                case .refused("not said that the recovery codes are saved; nothing is stored") = end
            else { throw Unexpected(end) }
            #expect(
                person.told == [
                    "You did not type yes, so nothing is stored. Remove this key from your app; the next "
                        + "login offers another."
                ])
        }
    }

    @Test func `who was enrolled meanwhile is told, and keeps the first device`() throws {
        let device = try TestDevice.time()
        let inner = person()
        let host = host
        let person = ScriptedPerson { question, number in
            if question.contains("saved: ") { _ = try? host.files.enrol(host.root, [device]) }
            return inner.answer(question, number)
        }
        let end = host.enrol(host.request(), person)
        guard case .refused("another device was enrolled meanwhile") = end else {
            throw Unexpected(end)
        }
        #expect(try host.devices() == ["phone"])
        #expect(person.told.count == 1)
        #expect(person.told[0].hasSuffix("Remove this key from yours."))
        for code in Screen(person.questions[1]).recoveryCodes {
            #expect(try host.tryCode(code) == .wrong)
        }
    }

    @Test func `what is broken is a failure, with its reason for the log only`() throws {
        let other = person()
        let unknown = host.enrol(host.request(user: "no-such-user"), other)
        guard case .failed("there is no user no-such-user") = unknown else {
            throw Unexpected(unknown)
        }
        try host.files.folder.write([1, 2, 3], to: "key")
        let person = person()
        let end = host.enrol(host.request(), person)
        guard case .failed(let reason) = end else { throw Unexpected(end) }
        #expect(reason.contains("/key"))
        #expect(person.questions.isEmpty)
        #expect(person.told == ["Enrolling does not work at present. Tell your administrator."])
    }

    @Test func `without a time of day nothing is judged`() throws {
        let person = person(codes: ["123456"])
        let end = host.enrol(host.request(), person, at: nil)
        guard case .failed("the system has no time of day") = end else { throw Unexpected(end) }
    }

    @Test func `the whole dialogue is in the language of the request`() throws {
        let key = Box("")
        let person = ScriptedPerson { question, number in
            if number == 1 { key.value = question }
            switch number {
            case 1: return "1"
            case 2: return try? Screen(key.value).code()
            default: return " YES\r"
            }
        }
        let end = host.enrol(host.request(language: .simplifiedChinese), person)
        guard case .enrolled = end else { throw Unexpected(end) }
        #expect(person.questions.count == 3)
        for question in person.questions {
            #expect(question.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) })
        }
    }
}
