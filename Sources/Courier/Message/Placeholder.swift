internal import Policy

/// What the template of a message can have in braces, such as `{code}`.
package enum Placeholder: Int, Sendable, CaseIterable, Choice {
    case code, number, user, host, source, time, lifetime

    /// The names between the braces.
    package static var names: [String] {
        ["code", "number", "user", "host", "source", "time", "lifetime"]
    }
}
