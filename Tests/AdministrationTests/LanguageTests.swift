import LanguageTestSupport
import Messages
import Testing

/// Commands of people in a language that only the tests have.
@Suite struct LanguageTests {
    let host: TemporaryHost

    init() throws { host = try TemporaryHost() }

    @Test func `what a person reads of their own commands comes from their language`() throws {
        try MarkedEnglish.whileSpoken { marked in
            var said: [String] = []
            func policy(_ text: String) throws {
                try host.writePolicy("Language \(marked.name)\n" + text)
            }
            @discardableResult
            func run(_ words: String..., answers: String...) throws -> Outcome {
                var answers = answers
                let outcome = try host.runAsPerson(words) { shown in
                    answers.isEmpty ? try host.code(for: shown.key) : answers.removeFirst()
                }
                said += outcome.messages + outcome.questions + [outcome.output]
                host.time += 60
                return outcome
            }
            func expectPlain(_ outcome: Outcome) {
                #expect(outcome.status == 0, "\(outcome.messages)")
                #expect(!(outcome.messages + [outcome.output]).contains { $0.contains("<") })
            }

            try policy("Methods totp\n")
            try run("enrol", "--no-qr")
            try policy("Unenrolled enrol\nMethods totp recovery\nLockAfter 2\nLockFor 10m\n")
            try run("forget", "nobody")
            try run("devices", "root")
            try run("contact", "--email", "nobody@example.org")
            try run("devices", "--policy", "/nowhere")
            try run("devices")
            try run("enrol", "--no-qr")
            let invitation = host.run(["invite", "nobody"])
            expectPlain(invitation)
            let ticket = try #require(invitation.handedOut)
            try run("enrol", "--no-qr", answers: "x")
            try run("enrol", "--no-qr", answers: "aaaaa-aaaaa")
            try run("devices")
            try run("trust", "list")
            try run("recovery", "--new")
            for _ in 0..<2 { try run("enrol", "--no-qr", answers: "aaaaa-aaaaa") }
            expectPlain(host.run(["unlock", "nobody"]))
            try run("enrol", "--no-qr", answers: ticket, "1", "2", "3")
            let key = try run("enrol", "--no-qr", answers: ticket).key
            try run("enrol", "--no-qr", "--label", "phone")
            try run(
                "enrol", "--no-qr", "--counter-based", answers: host.code(for: key), "1", "2", "3")
            try run("recovery")
            try run("recovery", "--new", answers: "123456")
            try run("recovery", "--new", answers: host.code(for: key))
            try run("revoke", "tablet")
            try run("prefer", "email")
            try run("prefer", "none")
            try run("prefer", "none")
            // What is shown below is in English.
            said += try host.runAsPerson(["contact", "--clear", "language"]).output
                .split(separator: "\n").prefix(1).map { String($0) }
            try run("trust", "revoke", "--all")
            try run("off")
            try policy("Unenrolled allow\nMethods totp\n")
            try run("off", answers: "no")
            try run("revoke", "phone", answers: host.code(for: key))
            try run("enrol", "--no-qr")
            try run("recovery", "--new")
            expectPlain(host.run(["recovery", "nobody", "--new"]))
            // What the administrator types is for whoever holds the device.
            let enrolment = host.run(["enrol", "nobody", "--no-qr"]) { try host.code(for: $0.key) }
            #expect(enrolment.status == 0)
            said.append(enrolment.output)
            try policy("Methods hotp\n")
            try run("revoke", "phone")
            try policy("Unenrolled allow\nMethods totp\n")
            host.time += 60
            try run("off", answers: "yes", host.code(for: enrolment.key))
            try run("off")

            for text in said { #expect(MarkedEnglish.foreign(in: text).isEmpty, "\(text)") }
            let heard = MarkedEnglish.sentences(in: said)
            // Those that need another login in between, more devices than a test makes, or an hour.
            let unheard: Set = [
                "noCodeTyped", "noTicketTyped", "revokedMeanwhile", "accountChanged",
                "tooManyDevices", "offUseless", "trustEnded",
                "noticeUnsent",
            ]
            let all = Set(CommandText.allCases.map { caseName(of: $0) })
            #expect(all.subtracting(heard).subtracting(unheard) == [])
        }
    }

    @Test func `who has chosen a language is spoken to in it whatever the policy says`() throws {
        _ = try host.enrol("--no-qr")
        _ = host.run(["contact", "nobody", "--language", "zh-CN"])
        let enrolment = try host.enrol("--no-qr", "--label", "tablet")
        #expect(enrolment.output.hasPrefix("请用验证器应用扫描此二维码，或在其中输入密钥。\n\n密钥: "))
        #expect(
            enrolment.output.contains("\n应用显示的验证码 / Verification code: 已为 nobody 注册设备 tablet。\n"))
        #expect(try host.runAsPerson(["recovery"]).output == "剩余恢复码: 8\n")
        #expect(
            try host.runAsPerson(["revoke", "laptop"]).messages == [
                "nobody 没有名为 laptop 的设备；现有设备: phone, tablet"
            ])
        #expect(try host.runAsPerson(["unlock", "nobody"]).messages == ["只有 root 才能执行此操作"])
        #expect(
            host.run(["revoke", "nobody", "tablet"]).output == "tablet of nobody is revoked.\n")
    }
}
