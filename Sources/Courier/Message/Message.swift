/// A code or a notice in words, ready to be sent.
package struct Message: Sendable {
    /// The subject: one line without control characters.
    package let subject: String
    /// The text: lines that end in a line feed, without other control characters.
    ///
    /// Where the channel sends text messages it is one line that fits in one segment.
    package let text: String
    /// The values it is made of, for channels with templates of their own.
    package let values: MessageValues
}

/// What the placeholders of a template stand for; each value is one line without control characters.
package struct MessageValues: Sendable {
    /// The code; empty for a notice, as the number and the lifetime are.
    package let code: String
    /// The number of the challenge, which the prompt shows too.
    package let number: String
    /// The user who logs in.
    package let user: String
    /// The name of this host.
    package let host: String
    /// Where the login comes from; a hyphen where that is not known.
    package let source: String
    /// When the code was made, local time with its distance from UTC.
    package let time: String
    /// For how long the code is good, in words.
    package let lifetime: String

    /// The value of a placeholder.
    package func value(of placeholder: Placeholder) -> String {
        switch placeholder {
        case .code: code
        case .number: number
        case .user: user
        case .host: host
        case .source: source
        case .time: time
        case .lifetime: lifetime
        }
    }
}
