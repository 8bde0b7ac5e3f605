package import ConfigurationGrammar
internal import TextCoding

/// A keyword of the policy file: one declaration says all that is known of it.
///
/// The declarations are in `Keywords`, by what they are about; ``all`` lists them. They are made where they are named,
/// which takes less room in the module than objects that wait there: two of one name are the same keyword.
package final class Keyword: Sendable {
    /// Where a keyword may stand.
    package enum Scope: Sendable {
        /// Above all blocks and in them.
        case anywhere
        /// Above all blocks only: there is one value for the whole host.
        case host
    }

    /// What a keyword says of the second factor, where others must know.
    package enum Role: Sendable {
        /// Whether one is asked for.
        case decision
        /// By what people can be asked for one.
        case means
        /// Anything else.
        case other
    }

    /// Reads the value behind the keyword into the settings.
    ///
    /// It gives the same for the same words, whatever the settings are, and changes nothing where it throws.
    package typealias Reading =
        @Sendable (_ value: ValueReader, _ settings: inout Settings) throws(InvalidText) -> Void

    /// The keyword as it is written in the file.
    package let name: String
    /// Where it may stand.
    package let scope: Scope
    /// What it says of the second factor.
    let role: Role
    /// Which of two values asks or refuses more.
    let strictness: Strictness
    /// Reads its value.
    let read: Reading

    /// What people read of it.
    private let documentation: Documentation

    /// Declares a keyword; its default is what ``Settings`` begin with.
    ///
    /// - Parameters:
    ///   - name: the keyword as it is written in the file.
    ///   - scope: where it may stand.
    ///   - role: what it says of the second factor.
    ///   - help: what it says and which values it has, in Markdown, without the default.
    ///   - strictness: which of two values asks or refuses more. As the role, it has no default: a keyword that is not
    ///     known as stricter or as a means would make what is not known laxer.
    ///   - stricter: the same in words that complete "stricter is".
    ///   - text: its value as one would write it in the file.
    ///   - read: reads its value into the settings.
    @inline(__always)
    package convenience init(
        _ name: String, scope: Scope = .anywhere, role: Role, help: String,
        strictness: Strictness, stricter: String,
        text: @escaping @Sendable (Settings) -> String, read: @escaping Reading
    ) {
        self.init(
            name, scope, role, strictness, read,
            Documentation(help: help, stricter: stricter, text: text))
    }

    @inline(never)
    private init(
        _ name: String, _ scope: Scope, _ role: Role, _ strictness: Strictness,
        _ read: @escaping Reading, _ documentation: Documentation
    ) {
        self.name = name
        self.scope = scope
        self.role = role
        self.strictness = strictness
        self.read = read
        self.documentation = documentation
    }
}

/// What people read of a keyword: nothing in the module, where it would only cost size.
private struct Documentation: Sendable {
    #if !hasFeature(Embedded)
        let help: String
        let stricterValue: String
        let text: @Sendable (Settings) -> String
    #endif

    @inline(__always)
    init(help: String, stricter: String, text: @escaping @Sendable (Settings) -> String) {
        #if !hasFeature(Embedded)
            self.help = help
            stricterValue = stricter
            self.text = text
        #endif
    }
}

#if !hasFeature(Embedded)
    extension Keyword {
        /// What it says and which values it has, as the README's table tells it.
        package var help: String { documentation.help }

        /// Which of its values asks or refuses more, in words that complete "stricter is".
        package var stricterValue: String { documentation.stricterValue }

        /// Its value as one would write it in the file.
        package func text(_ settings: Settings) -> String { documentation.text(settings) }
    }
#endif

extension Keyword: Equatable {
    package static func == (one: Keyword, other: Keyword) -> Bool {
        one === other || one.name.hasSameBytes(as: other.name)
    }
}
