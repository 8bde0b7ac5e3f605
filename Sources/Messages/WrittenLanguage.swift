/// A language: everything that people read, in its words.
///
/// It is one file in `Languages`, and one line in `Languages.swift`. Each function is one `switch` over the
/// sentences that a kind of dialogue has, without `default`: a language that lacks one does not compile.
///
/// In all of them: a question ends in a colon and a blank, behind which an answer is typed; in its last line it has a
/// short form in ASCII, since many clients show nothing else; nothing has a word in it
/// that clients take for a question they answer by themselves, such as *password*, *passcode* or *passphrase*; and
/// what is typed, as `qr`, `yes` or the name of a method, is the same in every language.
package protocol WrittenLanguage: Sendable {
    /// Its tag by RFC 5646, by which files, records and commands name it.
    static var tag: String { get }

    /// What is said at a login.
    static func prompt(_ text: PromptText) -> String

    /// What is said to a person who enrols.
    static func enrolment(_ text: EnrolmentText) -> String

    /// What is said to a person who runs the command for themselves.
    static func command(_ text: CommandText) -> String

    /// What a message has in it that is sent.
    static func message(_ text: MessageText) -> String

    /// The alphabet its text messages are sent in.
    static var alphabet: MessageAlphabet { get }
}
