internal import Accounts
internal import Vocabulary

/// What a login came to, and the line that tells the administrator.
package struct LoginReport {
    /// The verdict.
    ///
    /// Refusal is where every login begins.
    package internal(set) var outcome: Outcome
    package init(_ outcome: Outcome = .refused(.conversation)) { self.outcome = outcome }

    /// Whether libpam is to wait after a refusal.
    package internal(set) var wantsDelay = true

    /// What the application said of the login, as far as it was asked.
    var application = Application()
    /// Who wanted in; nil where it did not come to that.
    var applicant: Applicant?
    /// Why the user may be in groups that are not known, where the policy asks for them; nil otherwise.
    var groupDoubt: String?
    /// The session that trust is bound to; nil where it is bound to something else, or there is none.
    var session: UInt32?
    /// What happened while a code was asked for.
    var dialogue = DialogueRecord()
    /// What the person is told of by e-mail; nil for nothing.
    var notice: Notice?
    /// Why that could not even be tried; nil otherwise.
    var noticeFailure: String?
}

/// What the report keeps of a dialogue.
struct DialogueRecord {
    /// When the answer was there, in milliseconds on the clock that only grows; nil before.
    var answeredAt: Int64?
    /// The code that was sent; nil for none.
    var sent: Challenge?
    /// Why none was, where the login went on without; nil otherwise.
    var undelivered: String?
}
