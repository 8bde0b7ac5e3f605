import Accounts
import Cryptography
import HostSystem
import LoginFlow
import Testing
import TestSupport
import Vocabulary

/// Documentation/log.md has every reason that a login's line can give, and no other.
///
/// What follows one is said by a switch, so that a new case is not forgotten here: the switch lacks it.
@Suite struct LogManualTests {
    private func compare(_ heading: String, with texts: [String]) throws {
        let table = try ManualTable(under: heading, in: "Documentation/log.md")
        #expect(table.differences(from: texts) == [])
    }

    @Test func `why no code is asked for`() throws {
        try compare("## Not asked", with: Exemption.samples.map(\.logged))
    }

    @Test func `why a login is refused, for the person's answer, the account or a fault`() throws {
        let samples = Refusal.samples
        #expect(samples.count > 30)
        let typed = samples.filter(\.isOfTyping)
        let faults = samples.filter(\.isBroken)
        let others = samples.filter { !$0.isOfTyping && !$0.isBroken }
        try compare("## Refused: what was typed", with: typed.map(\.logged))
        try compare("## Refused: the account", with: others.map(\.logged))
        try compare("## Refused: what is broken", with: faults.map(\.logged))
    }

    @Test func `what is wrong with files and accounts`() throws {
        let limits = try projectSources(below: "Sources/Accounts").joined()
            .matches(of: /throw \.invalid\(\s*"([^"]+)"/).map {
                String($0.1).replacing(/\\\((?:[^()]|\(\))*\)/, with: "9")
            }
        #expect(limits.count > 8)
        let texts =
            limits + AccountError.samples.map(\.description)
            + SystemError.Reason.samples.map { SystemError($0, "/a").description }
        try compare("## Files and accounts", with: texts)
    }

    @Test func `each text that a policy or the stack is refused with is one of the samples`() throws
    {
        let samples = Refusal.samples.map(\.logged)
        let sources = try projectSources(below: "Sources/LoginFlow").joined()
        let texts = sources.matches(
            of: /throw \.(?:policy|arguments)\(\s*(?:compact\(\s*)?"([^"\\]+)/)
        #expect(texts.count > 4)
        for text in texts {
            #expect(samples.contains { $0.hasPrefix(text.1) }, "\(text.1)")
        }
    }

    @Test func `what is wrong with the courier itself`() throws {
        let source = try projectFile("Sources/Delivery/CourierProcess.swift")
        let ends = source.matches(of: /what = "([^"]+)"/).map { "\($0.1): /a" }
        let others = source.matches(of: /DeliveryFailure\(\s*"courier: ([^"]+)"/).map {
            String($0.1)
        }
        let texts = (ends + others).map { $0.replacing("\\(Int(code))", with: "1") }
        #expect(texts.count > 4)
        try compare("## Codes and notices that are sent", with: texts)
    }

    @Test func `what a line can begin with`() throws {
        let rows = try ManualTable(under: "## What a line has", in: "Documentation/log.md").rows
        let sources = try ["LoginFlow", "Courier", "Administration"].flatMap {
            try projectSources(below: "Sources/\($0)")
        }.joined()
        // The keys of pairs as they are written, but for those of changes, which say what was changed.
        let keys = Set(sources.matches(of: /\b(?:line\.)?add\("([a-z]+)"/).map { String($0.1) })
        let results = Set(
            sources.matches(
                of:
                    /(?:begun\(|AuditLine\(|add\("result", (?:error\.isUnknown \? )?)"([a-z-]+)"(?: : "([a-z]+)")?/
            )
            .flatMap { [String($0.1)] + ($0.2.map { [String($0)] } ?? []) })
        let listed = Set(rows.joined())
        #expect(
            results == [
                "asked", "accepted", "not-asked", "refused", "sent", "unsent", "unknown", "failed",
            ])
        for result in results { #expect(listed.contains("result=\(result)"), "\(result)") }
        for key in keys.subtracting(["result", "reason"]) {
            #expect(listed.contains(key), "\(key)")
        }
        let page = try projectFile("Documentation/log.md")
        for notice in Notice.allCases { #expect(page.contains("`\(notice.name)`")) }
    }
}

extension LoginReport {
    fileprivate static func reason(of outcome: Outcome) -> String {
        LoginReport(outcome).reason ?? ""
    }
}

extension Exemption {
    fileprivate static var samples: [Exemption] { Array(sequence(first: .off) { $0.next }) }

    private var next: Exemption? {
        switch self {
        case .off: .observed("would ask for a code")
        case .observed: .unenrolled
        case .unenrolled: .trusted
        // The last two write no line.
        case .trusted, .split, .account: nil
        }
    }

    fileprivate var logged: String { LoginReport.reason(of: .notAsked(self)) }
}

extension Refusal {
    fileprivate var logged: String { LoginReport.reason(of: .refused(self)) }

    fileprivate var isBroken: Bool { LoginReport(.refused(self)).priority == .error }

    /// Whether it is about what was typed, or could not be.
    fileprivate var isOfTyping: Bool {
        switch self {
        case .wrongCode, .usedCode, .expiredCode, .malformedAnswer, .emptyAnswer, .standInAnswer,
            .passwordAsAnswer, .userNameAsAnswer, .noCodeWithPassword, .conversation,
            .codeToAppend:
            true
        default: false
        }
    }

    fileprivate static var samples: [Refusal] {
        Array(sequence(first: .wrongCode(.unrelated)) { $0.next })
    }

    private var next: Refusal? {
        switch self {
        case .wrongCode(.unrelated): .wrongCode(.time(device: "phone", seconds: -90))
        case .wrongCode(.time(let device, let seconds)) where seconds < 0:
            .wrongCode(.time(device: device, seconds: 90))
        case .wrongCode(.time): .wrongCode(.counter(device: "token", presses: 3))
        case .wrongCode(.counter): .usedCode
        case .usedCode: .expiredCode
        case .expiredCode: .malformedAnswer
        case .malformedAnswer: .emptyAnswer
        case .emptyAnswer: .standInAnswer
        case .standInAnswer: .passwordAsAnswer
        case .passwordAsAnswer: .userNameAsAnswer
        case .userNameAsAnswer: .noCodeWithPassword
        case .noCodeWithPassword: .conversation
        case .conversation: .codeToAppend(37, to: "a***e@example.org")
        case .codeToAppend: .locked(.temporary(remaining: 90))
        case .locked(.temporary): .locked(.untilUnlocked)
        case .locked(.untilUnlocked): .unknownUser
        case .unknownUser: .notEnrolled
        case .notEnrolled: .keyOnlyLogin(service: "sshd")
        // `enrolment:` has a table of its own, which EnrolmentDialogueTests hold to the program.
        case .keyOnlyLogin("sshd"): .keyOnlyLogin(service: "cron")
        case .keyOnlyLogin, .notEnrolledNow: .keyNotTold
        case .keyNotTold: .notSentNow(.tooSoon(remaining: 5))
        case .notSentNow(.tooSoon): .notSentNow(.tooMany(remaining: 5))
        case .notSentNow(.tooMany): .notSentNow(.failing(remaining: 5))
        case .notSentNow(.failing): .arguments("unknown module argument splitt")
        case .arguments("unknown module argument splitt"):
            .arguments("noask is for the line that judges the code, not for the one with split")
        case .arguments: .policy("/etc/sallyport/policy.conf line 3: Window: \"x\" is not a number")
        case .policy(let what) where what.hasPrefix("/"):
            .policy(
                "Methods: no method stands in all blocks that may hold, and which do is not known; see "
                    + "sallyport policy explain")
        case .policy(let what) where what.hasPrefix("Methods: no"):
            .policy("Methods email: no channel sends it, see EmailVia, SMSVia and ChatVia")
        case .policy(let what) where what.hasPrefix("Methods email"):
            .policy("Unenrolled enrol makes a device for totp, which Methods lacks")
        // What is wrong with files and accounts has a table of its own.
        case .policy, .account:
            .notPrivileged("/etc/sallyport/key: Permission denied", service: "i3lock")
        case .notPrivileged: .userDatabase(SystemError(.busy, "user database"))
        case .userDatabase: .cryptography(.libraryMissing)
        case .cryptography(.libraryMissing): .cryptography(.failed("HMAC"))
        case .cryptography(.failed): .cryptography(.noRandomness)
        case .cryptography(.noRandomness): .cryptography(.notAuthentic)
        case .cryptography(.notAuthentic): .delivery("courier: no answer", perhaps: nil)
        case .delivery(_, nil): .delivery("courier: no answer in time", perhaps: 3)
        case .delivery: .enrolmentProgram("ended without a result: /a")
        case .enrolmentProgram: .clock
        case .clock: nil
        }
    }
}

extension AccountError {
    fileprivate static var samples: [AccountError] {
        Array(sequence(first: .cryptography(.libraryMissing, "/a")) { $0.next })
    }

    private var next: AccountError? {
        switch self {
        case .cryptography(.libraryMissing, let path): .cryptography(.failed("HMAC"), path)
        case .cryptography(.failed, let path): .cryptography(.noRandomness, path)
        case .cryptography(.noRandomness, let path): .cryptography(.notAuthentic, path)
        case .cryptography(.notAuthentic, let path): .wrongKey(path)
        case .wrongKey(let path): .damaged(path)
        case .damaged(let path): .version(2, path)
        case .version(_, let path): .contended(path)
        case .contended(let path): .unsettled(path)
        case .unsettled: .locked(.temporary(remaining: 9))
        case .locked(.temporary): .locked(.untilUnlocked)
        // The system's are samples of their own, and limits are read where they are kept.
        case .locked(.untilUnlocked), .invalid, .system: nil
        }
    }
}

extension SystemError.Reason {
    fileprivate static var samples: [Self] { Array(sequence(first: .code(2)) { $0.next }) }

    private var next: Self? {
        switch self {
        case .code: .wrongType
        case .wrongType: .wrongOwner(1)
        case .wrongOwner: .notOwn(1)
        case .notOwn: .writableByOthers(0o666)
        case .writableByOthers: .readableByOthers(0o644)
        case .readableByOthers: .tooLong(limit: 9)
        case .tooLong: .tooShort
        case .tooShort: .malformed
        case .malformed: .busy
        case .busy: nil
        }
    }
}
