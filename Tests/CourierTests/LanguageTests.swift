import Courier
import LanguageTestSupport
import Messages
import Testing
import Vocabulary

/// Messages in a language that only the tests have.
@Suite struct LanguageTests {
    @Test func `every sentence of a message comes from the language`() throws {
        try MarkedEnglish.whileSpoken { marked in
            var said: [String] = []
            for isShort in [false, true] {
                let message = try message(request(language: marked), isShort: isShort)
                said += [message.subject, message.text]
            }
            for notice in Notice.allCases {
                let values = MessageValues(
                    request(language: marked).message, nil, isShort: false)
                let message = try NoticeTemplate(builtIn: notice, marked).message(
                    of: notice, with: values, in: marked)
                said += [message.subject, message.text]
            }
            for text in said { #expect(MarkedEnglish.foreign(in: text).isEmpty, "\(text)") }
            #expect(
                MarkedEnglish.sentences(in: said)
                    == Set(MessageText.allCases.map { caseName(of: $0) }))
        }
    }
}
