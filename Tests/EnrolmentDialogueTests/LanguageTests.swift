import AccountsTestSupport
import LanguageTestSupport
import Messages
import Policy
import Testing

@testable import EnrolmentDialogue

/// Enrolments at a login in a language that only the tests have.
@Suite struct LanguageTests {
    private let host: EnrolmentHost

    init() throws { host = try EnrolmentHost() }

    @Test func `every sentence of an enrolment comes from the language, and every one is met`()
        throws
    {
        try MarkedEnglish.whileSpoken { marked in
            var said: [String] = []
            func enrol(
                _ enrolment: Enrolment, lockAfter: Int = 10, at time: Int64? = EnrolmentHost.now,
                _ answer: @escaping (_ question: String, _ number: Int) -> String?
            ) {
                let person = ScriptedPerson(answer: answer)
                let request = host.request(enrolment, lockAfter: lockAfter, language: marked)
                _ = host.enrol(request, person, at: time)
                said += person.questions + person.told
            }

            enrol(.firstLogin) { _, number in number == 1 ? "qr" : "1" }
            enrol(.firstLogin, at: nil) { _, _ in "123456" }
            enrol(.firstLogin) { question, number in
                number == 1 ? try? Screen(question).code() : "no"
            }
            enrol(.invited) { _, _ in "no ticket" }
            _ = try host.ticket()
            for _ in 0..<2 { enrol(.invited, lockAfter: 1) { _, _ in "aaaaa-aaaaa" } }
            let device = try TestDevice.time()
            enrol(.firstLogin) { question, number in
                if number > 1 { return "yes" }
                _ = try? host.files.enrol(host.root, [device])
                return try? Screen(question).code()
            }

            for text in said { #expect(MarkedEnglish.foreign(in: text).isEmpty, "\(text)") }
            // An explanation is read as part of the question that follows it.
            let read = Set(EnrolmentText.allCases.map { caseName(of: $0) }).subtracting([
                "explanation"
            ])
            #expect(MarkedEnglish.sentences(in: said) == read.union(["locked"]))
        }
    }
}
