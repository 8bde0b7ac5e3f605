internal import Accounts
internal import Messages
internal import OneTimePassword
internal import TextCoding
internal import Vocabulary

/// What a person is asked.
// Indirect as ``Refusal``.
indirect enum Question {
    /// For a code, or the name of another method.
    case code(alternatives: [Method])
    /// For the code that was sent; where the person wanted another, in how many seconds that may be sent, and what can
    /// be typed to be sent one.
    case sent(Challenge, nextIn: Int64?, alternatives: [Method])
    /// For the number that stands in the question.
    case shown(OneTimeCode)

    func prompt(in language: Language) -> String {
        switch self {
        case .code(let alternatives):
            language.prompt(.verificationCode(alternatives: Self.names(of: alternatives)))
        case .sent(let challenge, let nextIn, let alternatives):
            sentCode(
                language.prompt(
                    .sentCode(
                        Int(challenge.number), to: challenge.target,
                        alternatives: Self.names(of: alternatives))),
                after: nextIn.map { language.prompt(.nextCode(in: $0)) })
        case .shown(let number): language.prompt(.shownNumber(number.text))
        }
    }

    private func sentCode(_ question: String, after sentence: String?) -> String {
        if let sentence { compact("\(sentence)\n\(question)") } else { question }
    }

    private static func names(of methods: [Method]) -> String {
        var names = ""
        for method in methods {
            names = names.isEmpty ? method.name : compact("\(names), \(method.name)")
        }
        return names
    }
}

/// An answer that may be compared: it has the form of a code.
enum TypedCode {
    /// Digits, as an authenticator shows them.
    case oneTime(OneTimeCode)
    /// A recovery code in canonical form.
    case recovery([UInt8])
    /// The number that stood in the question.
    case shown
}
