package import Messages

/// A third language, made from the standard one: each sentence in angle brackets, with the name of its case.
///
/// All that a language needs is in this file. Where a test has it spoken, whatever stands outside of brackets does not
/// come from the language.
package enum MarkedEnglish: WrittenLanguage {
    package static var tag: String { "en-x-marked" }
    package static var alphabet: MessageAlphabet { .standard }

    package static func prompt(_ text: PromptText) -> String {
        marked(Language.standard.prompt(text), text)
    }

    package static func enrolment(_ text: EnrolmentText) -> String {
        marked(Language.standard.enrolment(text), text)
    }

    package static func command(_ text: CommandText) -> String {
        marked(Language.standard.command(text), text)
    }

    package static func message(_ text: MessageText) -> String {
        marked(Language.standard.message(text), text)
    }

    /// Blanks and line ends at the edges stay there.
    private static func marked(_ text: String, _ sentence: Any) -> String {
        let start = text.prefix { $0.isWhitespace }
        let end = String(text.reversed().prefix { $0.isWhitespace }.reversed())
        let core = text.dropFirst(start.count).dropLast(end.count)
        return "\(start)<\(caseName(of: sentence))|\(core)>\(end)"
    }
}
