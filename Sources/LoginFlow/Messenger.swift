internal import Accounts
internal import Messages
internal import Policy
internal import TextCoding

/// The way to the person, where the stack and the application leave one.
struct Messenger<PAM: PAMTransaction> {
    let pam: PAM
    /// Whether the application may be asked and told something; not where the stack says `noask`.
    let isOpen: Bool

    /// Shows a text in a language; nil for none.
    func tell(_ text: PromptText?, in language: Language) {
        if isOpen, let text { pam.tell(language.prompt(text)) }
    }

    /// Logs that a question is put.
    ///
    /// Before the answer: where none comes, sshd ends this process before it could write another line, and somebody has
    /// the first factor.
    func logQuestion(to applicant: Applicant, sent: Challenge? = nil) {
        var line = AuditLine("asked", of: applicant, applicant.application)
        if let sent { line.add(sent) }
        pam.log(.info, line.text)
    }
}

extension Refusal {
    /// What the person is told; nil where the client's own words say enough, or where more would help a stranger.
    var message: PromptText? {
        switch self {
        case .usedCode: .usedCode
        case .expiredCode: .expiredCode
        case .codeToAppend(let number, let target): .appendSentCode(number, to: target)
        case .locked(let lock): PromptText(lock)
        case .notSentNow(.tooSoon(let remaining)): .nextCode(in: remaining)
        case .notSentNow(.tooMany(let remaining)): .tooManyCodes(for: remaining)
        case .notSentNow(.failing(let remaining)): .sendingFails(for: remaining)
        case .delivery(_, let number?): .perhapsSent(Int(number))
        case .delivery(_, nil): .notSent
        case .malformedAnswer, .passwordAsAnswer, .userNameAsAnswer: .notACode
        case .wrongCode, .emptyAnswer, .standInAnswer, .noCodeWithPassword, .conversation,
            .unknownUser, .notEnrolled,
            .notEnrolledNow, .keyOnlyLogin, .keyNotTold, .arguments, .policy, .account,
            .notPrivileged, .userDatabase, .cryptography, .enrolmentProgram, .clock:
            nil
        }
    }
}

extension CalendarDate {
    /// What a person is told who is let in without a code until the end of this day.
    var notice: PromptText { .codeRequired(afterYear: year, month: month, day: day) }
}
