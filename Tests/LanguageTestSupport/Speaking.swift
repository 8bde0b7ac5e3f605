package import Messages

extension Language: CaseIterable {
    package static var allCases: [Language] { names.indices.compactMap(Language.init(rawValue:)) }

    package static var english: Language { .standard }
    package static var simplifiedChinese: Language { Language(tag: "zh-CN") ?? .standard }
}

extension MarkedEnglish {
    /// Does something where this language is one of those there are.
    package static func whileSpoken<Result>(
        _ body: (Language) throws -> Result
    ) rethrows -> Result {
        try Language.$further.withValue([MarkedEnglish.self]) {
            try body(Language(tag: tag) ?? .standard)
        }
    }

    /// The letters of a text that stand outside of brackets, and not of a picture: nothing where it comes from the
    /// language.
    package static func foreign(in text: String) -> String {
        var depth = 0
        var foreign = ""
        for character in text {
            switch character {
            case "<": depth += 1
            case ">": depth -= 1
            default: if depth == 0, character.isLetter { foreign.append(character) }
            }
        }
        return depth == 0 ? foreign : text
    }

    /// The sentences in a text, by the names of their cases.
    package static func sentences(in texts: [String]) -> Set<String> {
        Set(
            texts.flatMap { $0.split(separator: "<").dropFirst($0.hasPrefix("<") ? 0 : 1) }
                .map { String($0.prefix { $0 != "|" }) })
    }
}

/// The name of a case, without its values.
package func caseName(of value: Any) -> String { String("\(value)".prefix { $0 != "(" }) }
