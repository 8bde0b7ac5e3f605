internal import ConfigurationGrammar
internal import Messages
internal import TextCoding

// What people read and type.
extension Keyword {
    package static var language: Keyword {
        Keyword(
            "Language", role: .other, help: "`en`, `zh-CN`",
            strictness: .none, stricter: "no value",
            text: { $0.language.name },
            read: { (value, settings) throws(InvalidText) in
                settings.language = try value.choice()
            })
    }

    package static var echo: Keyword {
        Keyword(
            "Echo", role: .other, help: "show the code while it is typed: `yes`, `no`",
            strictness: .none, stricter: "no value",
            text: { $0.echo.name },
            read: { (value, settings) throws(InvalidText) in
                settings.echo = try value.index(among: Bool.names) == 0
            })
    }

    package static var splitAt: Keyword {
        Keyword(
            "SplitAt", role: .other,
            help:
                "the character between password and code, for `split`; `none`: the digits at the end",
            strictness: .none, stricter: "no value",
            text: {
                $0.splitAt.map { Word.written(String(decoding: [$0], as: UTF8.self)) }
                    ?? ValueReader.none
            },
            read: { (value, settings) throws(InvalidText) in
                settings.splitAt = try value.separator()
            })
    }
}

extension ValueReader {
    /// The character between password and code, which is none that a code is made of, or `none`.
    fileprivate func separator() throws(InvalidText) -> UInt8? {
        if means(Self.none) { return nil }
        guard let bytes = onlyWord?.bytes, bytes.count == 1, (0x21...0x7e).contains(bytes[0]),
            !bytes[0].isLetterOrDigit
        else {
            throw unexpected(
                "one visible ASCII character that is no letter and no digit, or \(Self.none)")
        }
        return bytes[0]
    }
}
