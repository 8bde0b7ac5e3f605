import Messages
import Testing
import TextCoding
import Vocabulary

@Suite struct PromptTextTests {
    private static let durations: [Int64] = [.min, -1, 0, 1, 59, 60, 61, 600, 31_536_000]

    private func texts(_ language: Language) -> [String] {
        [
            PromptText.verificationCode(alternatives: [], language),
            PromptText.verificationCode(alternatives: ["email", "sms"], language),
            PromptText.lockedUntilUnlocked(language), PromptText.usedCode(language),
            PromptText.expiredCode(language), PromptText.notSent(language),
            PromptText.shownNumber("0042", language),
            PromptText.appendSentCode(37, to: "a***e@example.org", language),
        ] + Self.durations.map { PromptText.locked(for: $0, language) }
            + Self.durations.map { PromptText.tooManyCodes(for: $0, language) }
    }

    /// The questions of two lines, each.
    private func longTexts(_ language: Language) -> [String] {
        [
            PromptText.sentCode(37, to: "a***e@example.org", language),
            PromptText.sentCode(37, to: "", language),
        ]
    }

    @Test func `English texts are printable ASCII`() {
        for text in texts(.english) + longTexts(.english) {
            #expect(text.utf8.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x0A }, "\(text)")
        }
    }

    @Test(arguments: Language.allCases)
    func `no text has a word in it that a client answers by itself`(language: Language) {
        for text in texts(language) + longTexts(language) {
            for word in ["password", "passcode", "passphrase", "密码", "口令"] {
                #expect(!text.lowercased().contains(word), "\(text)")
            }
        }
    }

    @Test(arguments: Language.allCases)
    func `every text is there, is one line and differs from the others`(language: Language) {
        let texts = texts(language)
        #expect(texts.allSatisfy { !$0.isEmpty && !$0.contains("\n") && !$0.contains("%") })
        #expect(Set(texts.prefix(8)).count == 8)
    }

    @Test func `the prompt ends so that a code can be typed behind it`() {
        #expect(PromptText.verificationCode(alternatives: [], .english) == "Verification code: ")
        for language in Language.allCases {
            let prompts =
                longTexts(language) + [
                    PromptText.verificationCode(alternatives: [], language),
                    PromptText.verificationCode(alternatives: ["sms"], language),
                    PromptText.shownNumber("1234", language),
                ]
            #expect(prompts.allSatisfy { $0.hasSuffix(": ") })
        }
    }

    @Test func `the prompt names what can be typed instead of a code`() {
        #expect(
            PromptText.verificationCode(alternatives: ["email", "sms"], .english)
                == "Verification code (or type email, sms): ")
    }

    @Test func `the prompt for a sent code says which one, and to whom it went`() {
        #expect(
            PromptText.sentCode(37, to: "a***e@example.org", .english)
                == "Code #37 was sent to a***e@example.org.\nVerification code #37: ")
        #expect(
            PromptText.sentCode(37, to: "", .english)
                == "Code #37 may have been sent.\nVerification code #37: ")
        #expect(
            PromptText.sentCode(37, to: "+86******00", .simplifiedChinese)
                == "验证码 #37 已发送至 +86******00。\n验证码 #37: ")
    }

    @Test(arguments: [
        (0, "1 minute."), (1, "1 minute."), (60, "1 minute."), (61, "2 minutes."),
        (600, "10 minutes."),
        (1801, "31 minutes."), (-5, "1 minute."),
    ])
    func `a lock's length is in whole minutes, and one is not plural`(
        seconds: Int64, ending: String
    ) {
        #expect(PromptText.locked(for: seconds, .english).hasSuffix("Try again in " + ending))
    }

    @Test func `the longest lock there could be is no trap`() {
        #expect(!PromptText.locked(for: .max, .english).isEmpty)
    }
}
