import Delivery
import Messages
import Testing
import Vocabulary

/// What people read in the mails about their account.
@Suite struct NoticeTextTests {
    @Test(arguments: Notice.allCases, Language.allCases)
    func `every notice names the user, the host, the source and the time`(
        notice: Notice, language: Language
    ) {
        let text = NoticeText.text(notice, language)
        for name in ["{user}", "{host}", "{source}", "{time}"] {
            #expect(text.contains(name), "\(text)")
        }
        let subject = NoticeText.subject(language)
        #expect(subject.contains("{event}") && subject.contains("{user}"))
        #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"))
    }

    @Test(arguments: Language.allCases)
    func `no two notices say the same`(language: Language) {
        #expect(Set(Notice.allCases.map { NoticeText.event($0, language) }).count == 5)
        #expect(Set(Notice.allCases.map { NoticeText.text($0, language) }).count == 5)
    }

    @Test(arguments: Notice.allCases)
    func `every notice says whom to tell, and has no link`(notice: Notice) {
        #expect(NoticeText.text(notice, .english).contains("tell your administrator at once"))
        #expect(NoticeText.text(notice, .simplifiedChinese).contains("请立即联系管理员"))
        for language in Language.allCases {
            let text = NoticeText.text(notice, language)
            #expect(!text.contains("://") && !text.contains("www"))
        }
    }

    @Test(arguments: Notice.allCases)
    func `English is ASCII in lines of a mail's width, Chinese has Chinese`(notice: Notice) {
        let english = NoticeText.text(notice, .english)
        #expect(english.utf8.allSatisfy { $0 == 0x0a || (0x20...0x7e).contains($0) })
        #expect(english.split(separator: "\n").allSatisfy { $0.count <= 100 })
        let chinese = NoticeText.event(notice, .simplifiedChinese).unicodeScalars
        #expect(chinese.allSatisfy { (0x4e00...0x9fff).contains($0.value) })
    }
}
