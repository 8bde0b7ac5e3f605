internal import Accounts
internal import Delivery
internal import HostSystem
internal import Vocabulary

/// What a login came to, and the line that tells the administrator.
package struct LoginReport {
    /// The verdict.
    ///
    /// Refusal is where every login begins.
    package internal(set) var outcome = Outcome.refused(.conversation)
    /// Whether libpam is to wait after a refusal.
    package internal(set) var wantsDelay = true

    /// The user's name as the system has it; nil for one it does not know, whose name may be a
    /// password.
    var user: String?
    var service = ""
    /// As the application tells it; nil where it does not.
    var remoteHost: [UInt8]?
    /// The address, where ``remoteHost`` is a name.
    var address: String?
    /// Why the user may be in groups that are not known, where the policy asks for them; nil otherwise.
    var groupDoubt: String?
    /// When the answer was there, on the clock that only grows; nil before.
    var answeredAt: Int64?

    /// The code that was sent during this login; nil for none.
    var sent: Challenge?
    /// Why none was, where the login went on without; nil otherwise.
    var undelivered: String?
    /// What the person is told of by e-mail; nil for nothing.
    var notice: Notice?
    /// Why that could not even be tried; nil otherwise.
    var noticeFailure: String?

    /// How long after the answer every refusal of a guess comes, in milliseconds: several times what the
    /// slowest of them takes, so that its time does not tell an unknown user from a wrong code.
    private static let refusalTime: Int64 = 5

    /// Waits until a refusal takes as long as any other.
    ///
    /// Not after a code that was right once: whoever has one knows that the account exists, and a guess that is
    /// one by chance says no more about the others.
    func waitUntilEvenlyLate() {
        switch outcome {
        case .refused(.usedCode), .refused(.expiredCode): return
        default: break
        }
        guard let answeredAt, let now = SystemClock.monotonicMilliseconds() else { return }
        SystemClock.sleep(
            microseconds: Int(clamping: (Self.refusalTime - (now - answeredAt)) * 1000))
    }
}
