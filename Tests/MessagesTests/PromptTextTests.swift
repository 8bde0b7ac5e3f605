import Messages
import Policy
import Testing

@Suite struct PromptTextTests {
    private static let durations: [Int64] = [.min, -1, 0, 1, 59, 60, 61, 600, 31_536_000]

    private func texts(_ language: Language) -> [String] {
        [
            PromptText.verificationCode(language), PromptText.lockedUntilUnlocked(language),
            PromptText.usedCode(language),
        ] + Self.durations.map { PromptText.locked(for: $0, language) }
    }

    @Test func `English texts are printable ASCII`() {
        for text in texts(.english) {
            #expect(text.utf8.allSatisfy { (0x20...0x7E).contains($0) }, "\(text)")
        }
    }

    @Test(arguments: Language.allCases)
    func `no text has a word in it that a client answers by itself`(language: Language) {
        for text in texts(language) {
            for word in ["password", "passcode", "passphrase", "密码", "口令"] {
                #expect(!text.lowercased().contains(word), "\(text)")
            }
        }
    }

    @Test(arguments: Language.allCases)
    func `every text is there, is one line and differs from the others`(language: Language) {
        let texts = texts(language)
        #expect(texts.allSatisfy { !$0.isEmpty && !$0.contains("\n") && !$0.contains("%") })
        #expect(Set(texts.prefix(3)).count == 3)
    }

    @Test func `the prompt ends so that a code can be typed behind it`() {
        #expect(PromptText.verificationCode(.english) == "Verification code: ")
        #expect(Language.allCases.allSatisfy { PromptText.verificationCode($0).hasSuffix(": ") })
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
        #expect(!PromptText.locked(for: .max - 59, .english).isEmpty)
    }
}
