package import Messages
package import Vocabulary

/// The settings of one login.
///
/// The values given here are the defaults of the policy file.
package struct Settings: Sendable {
    /// Whether a second factor is asked.
    package var secondFactor = SecondFactor.required
    /// The methods that are accepted, in order of preference; at least one, each once.
    package var methods: [Method] = [.totp, .recovery]

    /// What becomes of a login without a usable method, until ``enrolmentDeadline``.
    ///
    /// To decide a login ask ``unenrolled(at:)``, which knows the deadline.
    package var unenrolledUntilDeadline = Unenrolled.deny
    /// The last day, in UTC, on which an account without a usable method gets another answer than
    /// ``Unenrolled/deny``; nil if there is none.
    package var enrolmentDeadline: CalendarDate?
    /// Who may enrol at a login.
    package var enrolment = Enrolment.invited
    /// How many devices one account may have, 1 to 16; those that are there already stay.
    package var maxDevices = 8

    /// How many time steps before and after the present one a code may be from, 0 to 10.
    ///
    /// The default is what RFC 6238 section 5.2 allows at most for the delay of a network.
    package var window = 1

    /// The number of digits of a sent code, 6 to 10.
    package var codeLength = 6
    /// For how many seconds a sent code is good, 1 to 600.
    package var codeLifetime = 5 * 60
    /// How many seconds pass before another code is sent, 0 to 3,600.
    package var resendAfter = 60
    /// How many codes may be sent to one account.
    package var sendLimit = SendLimit(count: 5, period: 60 * 60)
    /// How many codes this host may send in all.
    package var hostSendLimit = SendLimit(count: 200, period: 60 * 60)

    /// For how many seconds a source that proved a code is not asked again, 0 to 168 hours; 0 for
    /// never.
    package var trustPeriod = 0
    /// What a trusted source must show again.
    package var trustBinds = TrustBinding.standard

    /// After how many consecutive wrong codes an account is locked for a while, from 1.
    ///
    /// PCI DSS 4.0.1 requirement 8.3.4 asks for at most 10.
    package var lockAfter = 10
    /// For how many seconds the account is then locked, from 1.
    ///
    /// PCI DSS 4.0.1 requirement 8.3.4 asks for at least 30 minutes.
    package var lockFor = 30 * 60
    /// After how many wrong codes without a success only an administrator can unlock, from 1.
    ///
    /// NIST SP 800-63B-4 section 3.2.2 asks for at most 100.
    package var lockCap = 100

    /// The language of prompts and messages; an account may have its own.
    package var language = Language.standard

    /// The channel of the delivery file that sends e-mail; nil for none.
    package var emailVia: String?
    /// The channel of the delivery file that sends text messages; nil for none.
    package var smsVia: String?
    /// The channel of the delivery file that sends to chats; nil for none.
    package var chatVia: String?
    /// Who gets a sent code.
    package var recipients = Recipients.account

    /// Whether a code shows while it is typed.
    package var echo = true
    /// The ASCII character between password and code where both are typed into the password
    /// field; nil if nothing stands between them.
    package var splitAt: UInt8?
    /// What the account phase says to a login by key that never met us.
    package var keyOnlyLogin = KeyOnlyLogin.allow

    /// The folder of the accounts, an absolute path.
    package var stateDirectory = "/var/lib/sallyport"
    /// The file of the key that seals the accounts, an absolute path.
    package var keyFile = "/etc/sallyport/key"
    /// The file of the channels, an absolute path.
    package var deliveryFile = "/etc/sallyport/delivery.conf"
    /// The program that sends codes, an absolute path.
    package var courierProgram = "/usr/libexec/sallyport/sallyport-courier"
    /// The program that lets a person enrol at a login.
    package var enrolmentProgram = "/usr/libexec/sallyport/sallyport-enrol"
    /// In how many seconds a code must be on its way, 1 to 60; well inside LoginGraceTime of sshd.
    package var deliveryTimeout = 15

    /// The defaults.
    @inline(never)
    package init() {}

    /// For how long a source is trusted, and what it must show again.
    package var trustTerms: TrustTerms { TrustTerms(trustBinds, for: Int64(trustPeriod)) }

    /// What becomes of a login without a usable method at this time.
    ///
    /// - Parameter now: the time in seconds since 1970-01-01 00:00 UTC.
    /// - Returns: what the policy says, or ``Unenrolled/deny`` once the deadline has passed.
    package func unenrolled(at now: Int) -> Unenrolled {
        guard let enrolmentDeadline, now >= enrolmentDeadline.end else {
            return unenrolledUntilDeadline
        }
        return .deny
    }
}
