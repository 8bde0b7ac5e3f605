internal import Policy

/// What a template can have in braces, such as `{code}`.
package enum Placeholder: Sendable, CaseIterable, Choice {
    case code, number, user, host, source, time, lifetime

    /// All placeholders, in the order in which a message lists them.
    package static var choices: [Placeholder] { allCases }

    /// The name between the braces.
    package var name: String {
        switch self {
        case .code: "code"
        case .number: "number"
        case .user: "user"
        case .host: "host"
        case .source: "source"
        case .time: "time"
        case .lifetime: "lifetime"
        }
    }
}
