/// Lengths of time in the policy's words, for what a person types elsewhere.
package enum TimeSpan {
    /// The seconds a text such as `90`, `5m` or `1h30m` stands for; nil if it is no length of time.
    package static func seconds(_ text: String) -> Int? { TimeFormat.seconds(Array(text.utf8)) }

    /// A number of seconds in the largest units it has, such as `1h30m`.
    package static func text(_ seconds: Int) -> String { TimeFormat.text(seconds) }
}
