package import Vocabulary

/// What people read in the messages that are sent: with a code, and in the mail that tells them of their account.
///
/// Subjects and texts are templates with placeholders in braces, the same in every language.
package enum MessageText: Sendable {
    /// The subject of a mail with a code, which is not in it: a subject is shown on locked screens. Placeholders:
    /// `{number}`, `{user}`, `{host}`, `{source}`, `{time}`, `{lifetime}`.
    case codeSubject
    /// The text of a mail or a chat message with a code; the same placeholders, and `{code}`.
    ///
    /// The code comes first: telephones offer the first group of 4 to 10 digits for filling in.
    case code
    /// A text message with a code, which is one segment also with the longest values; the code comes first.
    case shortCode
    /// A number of seconds in words: for how long a code is good.
    case lifetime(Int)

    /// The subject of a notice. Placeholders: `{event}`, `{user}`, `{host}`, `{source}`, `{time}`.
    case noticeSubject
    /// What happened, in a few words without a full stop; what `{event}` stands for.
    case event(Notice)
    /// The text of a notice: what happened, to whom, and what to do if it was somebody else; no `{event}`.
    ///
    /// There is no link in it: people are told everywhere not to trust those in mails about logins.
    case notice(Notice)
}

/// The alphabet of a language's text messages, on which it depends how much one segment holds.
package enum MessageAlphabet: Sendable {
    /// The default alphabet of 3GPP TS 23.038: 160 characters, most of them ASCII.
    case standard
    /// UCS-2: 70 characters, of any script.
    case unicode
}

extension Int {
    /// Whether a number of seconds is told in minutes: where it is whole ones.
    var isToldInMinutes: Bool { self >= 60 && isMultiple(of: 60) }
}
