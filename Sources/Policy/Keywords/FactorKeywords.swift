internal import ConfigurationGrammar
internal import TextCoding
internal import Vocabulary

// Who is asked for a second factor, and what counts as one.
extension Keyword {
    package static var secondFactor: Keyword {
        Keyword(
            "SecondFactor", role: .decision,
            help: "`required`, `observe` (ask nobody, log what would have happened), `off`",
            strictness: .order { $0.secondFactor.rawValue },
            stricter: "required, then observe, then off",
            text: { $0.secondFactor.name },
            read: { (value, settings) throws(InvalidText) in
                settings.secondFactor = try value.choice()
            })
    }

    package static var methods: Keyword {
        Keyword(
            "Methods", role: .means,
            help: """
                `totp` `hotp` `email` `sms` `chat` `recovery`, best first; `screen` shows the number to type: it \
                proves a person, not a second factor
                """,
            strictness: .combination { $0.narrowMethods(to: $1.methods) },
            stricter: "fewer methods: those that both have",
            text: { $0.methods.map { $0.name }.joined(separator: " ") },
            read: { (value, settings) throws(InvalidText) in
                settings.methods = try value.methods()
            })
    }

    package static var keyOnlyLogin: Keyword {
        Keyword(
            "KeyOnlyLogin", role: .decision,
            help: """
                what the account phase says to a login of any sshd by key alone, and to another service where a \
                `Match service` block says so: `allow`, `deny`
                """,
            strictness: .order { -$0.keyOnlyLogin.rawValue }, stricter: "deny",
            text: { $0.keyOnlyLogin.name },
            read: { (value, settings) throws(InvalidText) in
                settings.keyOnlyLogin = try value.choice()
            })
    }
}

extension Settings {
    /// Takes of the methods those that others take too, which may be none: `screen` proves nothing, so where one
    /// has it, any method asks for at least as much.
    ///
    /// - Returns: Whether something has changed.
    fileprivate mutating func narrowMethods(to others: [Method]) -> Bool {
        let own = methods
        methods = (own + others.filter { !own.contains($0) }).filter {
            own.accepts($0) && others.accepts($0)
        }
        return methods != own
    }
}

extension [Method] {
    /// Whether a method is one of these, or asks for more than one of them.
    fileprivate func accepts(_ method: Method) -> Bool { contains(method) || contains(.screen) }
}

extension ValueReader {
    /// Methods separated by blanks, each at most once.
    fileprivate func methods() throws(InvalidText) -> [Method] {
        var methods: [Method] = []
        for word in words {
            guard !word.means("dingtalk") else {
                throw InvalidText(
                    message:
                        "\"dingtalk\" is no method; write chat, and name its channel in ChatVia")
            }
            guard let method = Method.allCases.first(where: { word.means($0.name) }),
                !methods.contains(method)
            else { throw unexpectedMethods }
            methods.append(method)
        }
        guard !methods.isEmpty else { throw unexpectedMethods }
        return methods
    }

    private var unexpectedMethods: InvalidText {
        // A word too many is a method twice, which is a better thing to say.
        unexpected(
            "one or more of \(alternatives(Method.names)), each once, with blanks between them",
            maximum: .max)
    }
}
