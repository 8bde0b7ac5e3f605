import Testing

@testable import EnrolmentDialogue

/// What the question for the first code looks like.
@Suite struct PictureTests {
    private let host: EnrolmentHost

    init() throws { host = try EnrolmentHost() }

    /// The questions a person sees who types these answers, and then nothing.
    private func questions(_ answers: [String] = [], on name: String = "web1") -> [String] {
        let person = ScriptedPerson { _, number in
            number <= answers.count ? answers[number - 1] : nil
        }
        _ = host.enrol(host.request(host: name), person)
        return person.questions
    }

    private func lines(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    }

    @Test func `the key is shown in groups, and the URI says who and where`() throws {
        let screen = Screen(questions()[0])
        let groups = try #require(screen.value("Key: ")).split(separator: " ").map { String($0) }
        #expect(groups.map { $0.count } == Array(repeating: 4, count: 8))
        #expect(screen.value("URI: ") == "otpauth://totp/web1:root?secret=\(groups.joined())")
    }

    @Test func `everything fits a terminal of 80 by 24, with the quiet zone that is demanded`() {
        let lines = lines(questions()[0])
        // The first line scrolls away.
        #expect(lines.count - 1 <= 24)
        #expect(lines.allSatisfy { $0.count <= 76 })
        #expect(lines[1].count == 33 + 2 * 4)
        // Two lines are four modules.
        #expect(lines[1...2].allSatisfy { $0.allSatisfy { $0 == "█" } })
        #expect(lines[3].hasPrefix("████ "))
    }

    @Test func `names of the usual lengths make no larger a picture`() {
        #expect(lines(questions(on: "build-server-017")[0])[1].count == 41)
    }

    @Test func `of a larger picture the quiet zone is smaller`() {
        let long = String(repeating: "n", count: 40)
        let lines = lines(questions(on: long)[0])
        // Version 5: 37 modules, of whose 42 rows on the screen 5 are left.
        #expect(lines[1].count == 37 + 2 * 2)
        #expect(lines.count - 1 <= 24)
    }

    @Test
    func `the word qr draws it in ASCII, then for light screens, the key below, and costs no try`()
        throws
    {
        let answers = ["qr", " QR ", "qr", "1", "qr", "2"]
        let questions = questions(answers)
        #expect(questions.count == answers.count + 1)
        func signs(_ question: String) -> Set<Character> {
            Set(lines(question).dropLast(3).joined())
        }
        #expect(signs(questions[1]) == ["#", " "])
        #expect(signs(questions[2]).isSubset(of: ["█", "▀", "▄", " "]))
        #expect(lines(questions[2])[0].allSatisfy { $0 == " " })
        #expect(signs(questions[3]) == ["#", " "])
        #expect(lines(questions[1])[0].allSatisfy { $0 == "#" })
        #expect(lines(questions[3])[0].allSatisfy { $0 == " " })
        // Round again.
        #expect(lines(questions[5])[0].allSatisfy { $0 == "█" })
        let key = try #require(Screen(questions[0]).value("Key: "))
        for question in questions[1...3] { #expect(Screen(question).value("Key: ") == key) }
        for question in questions {
            #expect(
                question.hasSuffix(
                    "Verification code from the app (or type qr for another picture): "))
            // PuTTY breaks longer lines.
            #expect(lines(question).allSatisfy { $0.count <= 76 })
            #expect(!question.contains("\u{1B}"))
        }
    }

    @Test func `drawing ends some time`() {
        #expect(questions(Array(repeating: "qr", count: 99)).count == 1 + 10 + 2)
    }
}
