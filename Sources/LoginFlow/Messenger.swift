internal import Messages
internal import Policy
internal import Vocabulary
internal import Accounts

/// The way to the person, where the stack and the application leave one.
struct Messenger<PAM: PAMTransaction> {
    let pam: PAM
    /// Whether the application may be asked and told something; not where the stack says `noask`.
    let isOpen: Bool

    /// Shows a text; nil for none.
    func tell(_ text: String?) {
        if isOpen, let text { pam.tell(text) }
    }
}

extension Refusal {
    /// What the person is told, in their language; nil where the client's own words say enough, or where more would
    /// help a stranger.
    func message(in language: Language) -> String? {
        switch self {
        case .usedCode: PromptText.usedCode(language)
        case .expiredCode: PromptText.expiredCode(language)
        case .codeToAppend(let challenge):
            PromptText.appendSentCode(Int(challenge.number), to: challenge.target, language)
        case .locked(.temporary(let remaining)): PromptText.locked(for: remaining, language)
        case .locked(.untilUnlocked): PromptText.lockedUntilUnlocked(language)
        case .notSentNow(.tooSoon(let remaining)): PromptText.nextCode(in: remaining, language)
        case .notSentNow(.tooMany(let remaining)): PromptText.tooManyCodes(for: remaining, language)
        case .notSentNow(.failing(let remaining)): PromptText.sendingFails(for: remaining, language)
        case .delivery(_, let number?): PromptText.perhapsSent(Int(number), language)
        case .delivery(_, nil): PromptText.notSent(language)
        case .wrongCode, .malformedAnswer, .emptyAnswer, .standInAnswer, .passwordAsAnswer,
            .userNameAsAnswer, .noCodeWithPassword, .conversation, .unknownUser, .notEnrolled,
            .notEnrolledNow, .keyOnlyLogin, .keyNotTold, .arguments, .policy, .account,
            .notPrivileged, .userDatabase, .cryptography, .enrolmentProgram, .clock:
            nil
        }
    }
}

extension CalendarDate {
    /// What a person is told who is let in without a code until the end of this day.
    func notice(in language: Language) -> String {
        PromptText.codeRequired(after: (year, month, day), language)
    }
}
