internal import TextCoding

/// A language of prompts and messages: one of those in `Languages.swift`.
package struct Language: Choice, Equatable {
    /// Its place among the languages; never stored: files, records and requests have the ``name``.
    package let rawValue: Int

    /// The language at a place; nil where there is none.
    package init?(rawValue: Int) {
        guard Self.read(rawValue, ReadTag()) != nil else { return nil }
        self.rawValue = rawValue
    }

    /// The language of a record or a request, by the very name; nil where there is none.
    package init?(tag: String) {
        var place = 0
        while let name = Self.read(place, ReadTag()) {
            if name.hasSameBytes(as: tag) {
                rawValue = place
                return
            }
            place += 1
        }
        return nil
    }

    private init(place: Int) { rawValue = place }

    /// That of who has chosen none.
    package static var standard: Language { Language(place: 0) }

    /// The names of all languages, each at the place its raw value says.
    package static var names: [String] {
        var names: [String] = []
        while let name = read(names.count, ReadTag()) { names.append(name) }
        return names
    }

    /// The name of the language: its tag by RFC 5646.
    package var name: String { Self.read(rawValue, ReadTag()) ?? "" }

    /// What is said at a login.
    @inline(never)
    package func prompt(_ text: PromptText) -> String {
        Self.read(rawValue, ReadPrompt(text: text)) ?? ""
    }

    /// What is said to a person who enrols.
    @inline(never)
    package func enrolment(_ text: EnrolmentText) -> String {
        Self.read(rawValue, ReadEnrolment(text: text)) ?? ""
    }

    /// What a message has in it that is sent.
    @inline(never)
    package func message(_ text: MessageText) -> String {
        Self.read(rawValue, ReadMessage(text: text)) ?? ""
    }

    /// What is said to a person who runs the command for themselves.
    package func command(_ text: CommandText) -> String {
        Self.read(rawValue, ReadCommand(text: text)) ?? ""
    }

    /// The alphabet its text messages are sent in.
    package var alphabet: MessageAlphabet { Self.read(rawValue, ReadAlphabet()) ?? .unicode }
}

#if hasFeature(Embedded)

    extension Language {
        private static func read<Reader: LanguageReader>(
            _ place: Int, _ reader: Reader
        ) -> Reader.Value? {
            meet(place, reader)
        }
    }

#else

    extension Language {
        /// Languages of the present task only, behind the others: with them a test speaks one of its own.
        @TaskLocal package static var further: [any WrittenLanguage.Type] = []

        private static let builtInCount: Int = {
            var count = 0
            while meet(count, ReadTag()) != nil { count += 1 }
            return count
        }()

        private static func read<Reader: LanguageReader>(
            _ place: Int, _ reader: Reader
        ) -> Reader.Value? {
            if let value = meet(place, reader) { return value }
            let place = place - builtInCount
            return further.indices.contains(place) ? read(further[place], reader) : nil
        }

        private static func read<Spoken: WrittenLanguage, Reader: LanguageReader>(
            _ language: Spoken.Type, _ reader: Reader
        ) -> Reader.Value {
            reader.read(language)
        }
    }

#endif
