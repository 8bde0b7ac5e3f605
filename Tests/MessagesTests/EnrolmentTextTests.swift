import Messages
import Testing
import TextCoding
import Vocabulary

@Suite struct EnrolmentTextTests {
    private static let misses: [EnrolmentText.Miss] = [
        .length(6), .unrelated, .time(seconds: -30), .time(seconds: .min), .time(seconds: .max),
        .counter(presses: 3),
    ]

    /// What the person is asked.
    private func questions(_ language: Language) -> [String] {
        [
            EnrolmentText.ticketQuestion(language),
            EnrolmentText.device(picture: "##\n", key: "ABCD EFGH", uri: "otpauth:", language),
            EnrolmentText.device(picture: "", key: "ABCD EFGH", uri: "otpauth:", language),
            EnrolmentText.codeQuestion(canDraw: true, language),
            EnrolmentText.codeQuestion(canDraw: false, language),
            EnrolmentText.recoveryCodes(["abcde-fghjk", "mnpqr-stvwx", "yz012-34567"], language),
            EnrolmentText.savedQuestionAgain(language),
        ] + Self.misses.map { EnrolmentText.nextTry(after: $0, canDraw: true, language) }
    }

    /// What the person is told.
    private func statements(_ language: Language) -> [String] {
        [
            EnrolmentText.noTicket(language), EnrolmentText.wrongTicket(language),
            EnrolmentText.noRightCode(language), EnrolmentText.enrolledMeanwhile(language),
            EnrolmentText.failed(language), EnrolmentText.notSaved(language),
        ]
    }

    @Test func `English texts are printable ASCII`() {
        for text in questions(.english) + statements(.english) {
            #expect(text.utf8.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x0A }, "\(text)")
        }
    }

    @Test(arguments: Language.allCases)
    func `no text has a word in it that a client answers by itself`(language: Language) {
        for text in questions(language) + statements(language) {
            for word in ["password", "passcode", "passphrase", "密码", "口令"] {
                #expect(!text.lowercased().contains(word), "\(text)")
            }
        }
    }

    @Test(arguments: Language.allCases)
    func `questions end so that an answer can be typed, statements are one line`(
        language: Language
    ) {
        #expect(questions(language).allSatisfy { $0.hasSuffix(": ") })
        #expect(statements(language).allSatisfy { !$0.isEmpty && !$0.contains("\n") })
        let all = questions(language) + statements(language)
        #expect(Set(all).count == all.count)
    }

    @Test(arguments: Language.allCases)
    func `the word qr is offered only where there is a picture`(language: Language) {
        for canDraw in [true, false] {
            #expect(
                EnrolmentText.codeQuestion(canDraw: canDraw, language).contains("qr") == canDraw)
        }
    }

    @Test(arguments: Language.allCases)
    func `every recovery code is there, two to a line`(language: Language) {
        let codes = (0..<8).map { "code\($0)-abcde" }
        let text = EnrolmentText.recoveryCodes(codes, language)
        let lines = text.split(separator: "\n").filter { $0.contains("code") && $0.contains("-") }
        #expect(lines.count == 4)
        #expect(codes.allSatisfy { text.contains($0) })
    }

    @Test func `an odd number of recovery codes ends its line too`() {
        let text = EnrolmentText.recoveryCodes(["abcde-fghjk"], .english)
        #expect(text.contains("    abcde-fghjk\n"))
    }

    @Test func `a clock that is off is told with its direction`() {
        #expect(
            EnrolmentText.explanation(.time(seconds: 90), .english).contains(
                "differ by about 90 s, the device is ahead"))
        #expect(
            EnrolmentText.explanation(.time(seconds: -90), .english).contains(
                "differ by about 90 s, the device is behind"))
    }
}
