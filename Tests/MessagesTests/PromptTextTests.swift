import LanguageTestSupport
import Messages
import Testing
import TextCoding

@Suite struct PromptTextTests {
    private static let durations: [Int64] = [.min, -1, 0, 1, 59, 60, 61, 600, 31_536_000, .max]

    @Test(arguments: Language.allCases)
    func `every length of time makes a sentence`(language: Language) {
        for seconds in Self.durations {
            for text in [PromptText.locked(for: seconds), .tooManyCodes(for: seconds)] {
                let text = language.prompt(text)
                #expect(!text.isEmpty && !text.contains("\n") && !text.contains("-"))
            }
        }
    }

    @Test func `the prompt names what can be typed instead of a code, if anything`() {
        let english = Language.english
        #expect(english.prompt(.verificationCode(alternatives: "")) == "Verification code: ")
        #expect(
            english.prompt(.verificationCode(alternatives: "email, sms"))
                == "Verification code (or type email, sms): ")
        #expect(
            Language.simplifiedChinese.prompt(.verificationCode(alternatives: ""))
                == "验证码 / Verification code: ")
    }

    @Test func `the prompt for a sent code says which one, and to whom it went`() {
        #expect(
            Language.english.prompt(.sentCode(37, to: "a***e@example.org", alternatives: ""))
                == "Code #37 was sent to a***e@example.org.\nVerification code #37: ")
        #expect(
            Language.english.prompt(.sentCode(37, to: "", alternatives: "email, sms"))
                == "Code #37 may have been sent.\nVerification code #37 (or type email, sms for another): "
        )
        #expect(
            Language.simplifiedChinese.prompt(.sentCode(37, to: "+86******00", alternatives: "sms"))
                == "验证码 #37 已发送至 +86******00。\n验证码（输入 sms 可重新发送） / "
                + "Verification code #37 (or type sms for another): ")
    }

    @Test(arguments: [
        (0, "1 minute."), (1, "1 minute."), (60, "1 minute."), (61, "2 minutes."),
        (600, "10 minutes."),
        (1801, "31 minutes."), (-5, "1 minute."),
    ])
    func `a lock's length is in whole minutes, and one is not plural`(
        seconds: Int64, ending: String
    ) {
        #expect(
            Language.english.prompt(.locked(for: seconds)).hasSuffix("Try again in " + ending))
    }

    @Test(arguments: [
        (0, "No recovery code is left."), (1, "One recovery code is left."),
        (2, "2 recovery codes are left."),
    ])
    func `few recovery codes are counted in words`(count: Int, start: String) {
        #expect(
            Language.english.prompt(.fewRecoveryCodes(count))
                == start + " Ask for new ones, or run: sallyport recovery --new")
    }

    @Test func `a day is written as people do`() {
        let day = PromptText.codeRequired(afterYear: 2026, month: 3, day: 1)
        #expect(
            Language.english.prompt(day)
                == "A code will be required after 1 March 2026. Set up an authenticator app: sallyport enrol"
        )
        #expect(
            Language.simplifiedChinese.prompt(day)
                == "2026年3月1日之后登录将需要验证码。请设置验证器应用: sallyport enrol")
    }
}
