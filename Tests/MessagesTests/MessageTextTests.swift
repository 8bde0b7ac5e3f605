import LanguageTestSupport
import Messages
import Testing
import Vocabulary

/// What people read in the messages that are sent.
@Suite struct MessageTextTests {
    @Test(arguments: Language.allCases)
    func `a message with a code begins with it, and its subject has none`(language: Language) {
        #expect(language.message(.code).hasPrefix("{code}"))
        #expect(language.message(.shortCode).hasPrefix("{code}"))
        #expect(!language.message(.codeSubject).contains("{code}"))
    }

    @Test(arguments: [
        (1, "1 second", "1 秒"), (90, "90 seconds", "90 秒"), (60, "1 minute", "1 分钟"),
        (300, "5 minutes", "5 分钟"),
    ])
    func `a lifetime is in whole minutes where it is such`(
        seconds: Int, english: String, chinese: String
    ) {
        #expect(Language.english.message(.lifetime(seconds)) == english)
        #expect(Language.simplifiedChinese.message(.lifetime(seconds)) == chinese)
    }

    @Test(arguments: Notice.allCases, Language.allCases)
    func `every notice names the user, the host, the source and the time`(
        notice: Notice, language: Language
    ) {
        let text = language.message(.notice(notice))
        for name in ["{user}", "{host}", "{source}", "{time}"] {
            #expect(text.contains(name), "\(text)")
        }
        let subject = language.message(.noticeSubject)
        #expect(subject.contains("{event}") && subject.contains("{user}"))
        #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"))
        #expect(!text.contains("://") && !text.contains("www"), "no link")
    }

    @Test(arguments: Notice.allCases)
    func `every notice says whom to tell`(notice: Notice) {
        #expect(
            Language.english.message(.notice(notice)).contains("tell your administrator at once"))
        #expect(Language.simplifiedChinese.message(.notice(notice)).contains("请立即联系管理员"))
    }

    @Test(arguments: Notice.allCases)
    func `English is ASCII in lines of a mail's width, Chinese has Chinese`(notice: Notice) {
        let english = Language.english.message(.notice(notice))
        #expect(english.utf8.allSatisfy { $0 == 0x0a || (0x20...0x7e).contains($0) })
        #expect(english.split(separator: "\n").allSatisfy { $0.count <= 100 })
        let chinese = Language.simplifiedChinese.message(.event(notice)).unicodeScalars
        #expect(chinese.allSatisfy { (0x4e00...0x9fff).contains($0.value) })
    }
}
