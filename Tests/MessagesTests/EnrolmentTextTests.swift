import LanguageTestSupport
import Messages
import Testing

@Suite struct EnrolmentTextTests {
    @Test(arguments: Language.allCases)
    func `the word qr is offered only where there is a picture`(language: Language) {
        for canDraw in [true, false] {
            let picture = canDraw ? "##\n" : ""
            for text in [
                EnrolmentText.codeQuestion(canDraw: canDraw),
                .nextTry(after: .unrelated, canDraw: canDraw),
                .device(picture: picture, key: "ABCD", uri: "otpauth:"),
            ] {
                #expect(language.enrolment(text).contains("qr") == canDraw)
            }
        }
    }

    @Test(arguments: Language.allCases)
    func `every recovery code is there, two to a line`(language: Language) {
        let codes = (0..<8).map { "code\($0)-abcde" }
        let text = language.enrolment(.recoveryCodes(codes))
        let lines = text.split(separator: "\n").filter { $0.contains("code") && $0.contains("-") }
        #expect(lines.count == 4)
        #expect(codes.allSatisfy { text.contains($0) })
    }

    @Test func `an odd number of recovery codes ends its line too`() {
        let text = Language.english.enrolment(.recoveryCodes(["abcde-fghjk"]))
        #expect(text.contains("    abcde-fghjk\n"))
    }

    @Test(arguments: Language.allCases)
    func `every miss has its own explanation, also at the edge of numbers`(language: Language) {
        let misses: [EnrolmentText.Mismatch] = [
            .length(6), .unrelated, .time(seconds: -30), .time(seconds: 30), .time(seconds: .min),
            .time(seconds: .max), .counter(presses: 3),
        ]
        let texts = misses.map { language.enrolment(.explanation($0)) }
        #expect(Set(texts).count == texts.count)
        for (miss, text) in zip(misses, texts) {
            #expect(language.enrolment(.nextTry(after: miss, canDraw: false)).contains(text))
        }
    }

    @Test func `a clock that is off is told with its direction`() {
        #expect(
            Language.english.enrolment(.explanation(.time(seconds: 90))).contains(
                "differ by about 90 s, the device is ahead"))
        #expect(
            Language.english.enrolment(.explanation(.time(seconds: -90))).contains(
                "differ by about 90 s, the device is behind"))
    }
}
