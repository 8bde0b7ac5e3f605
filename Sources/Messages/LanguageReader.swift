/// Reads something of whichever language it meets.
///
/// One for each thing that is read, and not one for all, so that a program has the sentences it says and no others.
protocol LanguageReader {
    associatedtype Value

    func read<Spoken: WrittenLanguage>(_ language: Spoken.Type) -> Value
}

struct ReadTag: LanguageReader {
    func read<Spoken: WrittenLanguage>(_ language: Spoken.Type) -> String { Spoken.tag }
}

struct ReadPrompt: LanguageReader {
    let text: PromptText
    func read<Spoken: WrittenLanguage>(_ language: Spoken.Type) -> String { Spoken.prompt(text) }
}

struct ReadEnrolment: LanguageReader {
    let text: EnrolmentText
    func read<Spoken: WrittenLanguage>(_ language: Spoken.Type) -> String { Spoken.enrolment(text) }
}

struct ReadMessage: LanguageReader {
    let text: MessageText
    func read<Spoken: WrittenLanguage>(_ language: Spoken.Type) -> String { Spoken.message(text) }
}

struct ReadCommand: LanguageReader {
    let text: CommandText
    func read<Spoken: WrittenLanguage>(_ language: Spoken.Type) -> String { Spoken.command(text) }
}

struct ReadAlphabet: LanguageReader {
    func read<Spoken: WrittenLanguage>(_ language: Spoken.Type) -> MessageAlphabet {
        Spoken.alphabet
    }
}
