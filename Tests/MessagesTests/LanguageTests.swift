import LanguageTestSupport
import Messages
import Testing

/// What holds of every sentence of every language.
@Suite struct LanguageTests {
    /// What people read at a terminal, where clients and scripts may answer.
    private static func spoken(_ language: Language) -> [String] {
        PromptText.allCases.map(language.prompt) + EnrolmentText.allCases.map(language.enrolment)
            + CommandText.allCases.map(language.command)
    }

    private static func all(_ language: Language) -> [String] {
        spoken(language) + MessageText.allCases.map(language.message)
    }

    @Test func `a language is found by its tag, in the very letters of a record`() {
        #expect(Language.names.prefix(2) == ["en", "zh-CN"])
        for language in Language.allCases {
            #expect(Language(tag: language.name) == language)
            #expect(Language(rawValue: language.rawValue) == language)
        }
        #expect(Language(tag: "ZH-cn") == nil && Language(tag: "") == nil)
        #expect(Language(rawValue: Language.names.count) == nil && Language(rawValue: -1) == nil)
    }

    @Test func `one more language is one among all, as long as it is spoken`() {
        MarkedEnglish.whileSpoken { marked in
            #expect(Language.names == ["en", "zh-CN", MarkedEnglish.tag])
            #expect(marked.name == MarkedEnglish.tag && marked != .standard)
            #expect(Self.all(marked).allSatisfy { MarkedEnglish.foreign(in: $0).isEmpty })
            let names = MarkedEnglish.sentences(in: PromptText.allCases.map(marked.prompt))
            #expect(names == Set(PromptText.allCases.map { caseName(of: $0) }))
        }
        #expect(Language(tag: MarkedEnglish.tag) == nil)
    }

    @Test(arguments: Language.allCases)
    func `every sentence is there, and no two are the same`(language: Language) {
        #expect(Self.all(language).allSatisfy { !$0.isEmpty && !$0.contains("%") })
        for texts in [
            PromptText.allCases.map(language.prompt),
            EnrolmentText.allCases.map(language.enrolment),
            CommandText.allCases.map(language.command), MessageText.allCases.map(language.message),
        ] {
            #expect(Set(texts).count == texts.count)
        }
    }

    @Test(arguments: Language.allCases.dropFirst())
    func `no sentence was left in the standard language`(language: Language) {
        for (text, standard) in zip(Self.all(language), Self.all(.standard)) {
            #expect(text != standard)
        }
    }

    @Test func `English is printable ASCII`() {
        for text in Self.all(.english) {
            #expect(text.utf8.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x0A }, "\(text)")
        }
    }

    @Test(arguments: Language.allCases)
    func `nothing at a terminal has a word in it that a client answers by itself`(
        language: Language
    ) {
        for text in Self.spoken(language) {
            for word in ["password", "passcode", "passphrase", "密码", "口令"] {
                #expect(!text.lowercased().contains(word), "\(text)")
            }
        }
    }

    /// An answer can be typed behind it, and a client that shows ASCII only shows what is asked.
    private func expectQuestion(_ text: String) {
        #expect(text.hasSuffix(": "))
        let lastLine = text.split(separator: "\n").last ?? ""
        let words = lastLine.split { !$0.isASCII || !$0.isLetter }
        #expect(words.contains { $0.count >= 4 }, "\(text)")
    }

    @Test(arguments: Language.allCases)
    func `a question ends so that an answer can be typed, a statement is one line`(
        language: Language
    ) {
        for text in PromptText.allCases {
            let words = language.prompt(text)
            switch text {
            case .verificationCode, .sentCode, .shownNumber: expectQuestion(words)
            case .appendSentCode, .nextCode, .notACode, .tooManyCodes, .sendingFails, .notSent,
                .perhapsSent,
                .usedCode, .expiredCode, .locked, .lockedUntilUnlocked, .fewRecoveryCodes,
                .codeRequired:
                #expect(!words.contains("\n") && !words.hasSuffix(" "))
            }
        }
        for text in EnrolmentText.allCases {
            let words = language.enrolment(text)
            switch text {
            case .ticketQuestion, .device, .codeQuestion, .nextTry, .recoveryCodes,
                .savedQuestionAgain:
                expectQuestion(words)
            case .key: #expect(words.split(separator: "\n").count == 2 && words.hasSuffix("\n"))
            case .noTicket, .wrongTicket, .explanation, .noRightCode, .notSaved, .enrolledMeanwhile,
                .failed:
                #expect(!words.contains("\n") && !words.hasSuffix(" "))
            }
        }
    }

    @Test(arguments: Language.allCases)
    func `values and placeholders are those of the standard language`(language: Language) {
        for text in MessageText.allCases {
            #expect(
                Self.placeholders(language.message(text))
                    == Self.placeholders(Language.standard.message(text)))
        }
        for text in CommandText.allCases {
            for value in ["alice", "phone", "totp", "tablet", "192.0.2.7", "ABCD EFGH", "otpauth:"]
            where Language.standard.command(text).contains(value) {
                #expect(language.command(text).contains(value), "\(text)")
            }
        }
    }

    private static func placeholders(_ text: String) -> [String] {
        text.split(separator: "{").dropFirst().map { String($0.prefix { $0 != "}" }) }.sorted()
    }
}
