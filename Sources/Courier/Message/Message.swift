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
