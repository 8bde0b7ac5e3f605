package import Accounts
package import Cryptography
package import HostSystem
package import Vocabulary

/// What becomes of a login.
package enum Outcome {
    /// The second factor was shown.
    case accepted(Factor)
    /// The second factor is not asked for here.
    case notAsked(Exemption)
    /// No.
    case refused(Refusal)
}

extension Outcome {
    /// Whether the account phase need not look at the login again; a `split` line has judged nothing yet.
    var hasPassed: Bool {
        switch self {
        case .refused, .notAsked(.split): false
        case .accepted, .notAsked(.off), .notAsked(.observed), .notAsked(.unenrolled),
            .notAsked(.trusted), .notAsked(.account):
            true
        }
    }
}

/// What was shown.
// Indirect as ``Refusal``.
package indirect enum Factor {
    case device(label: String, method: Method)
    case recoveryCode(left: Int)
    /// A code that was sent.
    case sentCode(Challenge)
    /// The number that stood in the question.
    case shownNumber
    /// The code an administrator made to let in once.
    case bypass
    /// A device that was enrolled at this login.
    case enrolled(label: String)
}

/// Why no code is asked for.
package enum Exemption {
    /// `SecondFactor off`.
    case off
    /// `SecondFactor observe`; what would have happened, in words.
    case observed(String)
    /// `Unenrolled allow`, and there is no usable method.
    case unenrolled
    /// The source has shown a code lately, within TrustPeriod.
    case trusted
    /// A `split` line, which only takes code and password apart.
    case split
    /// The account phase has nothing to say.
    case account
}

/// Why a login is refused.
// Indirect, since it is handed on in many places, each of which would copy what it holds part by part.
package indirect enum Refusal: Error {
    // The person's answer.

    /// Not the code; with what is known about why.
    case wrongCode(WrongCode)
    /// Right once, but not twice.
    case usedCode
    /// The code that was sent or handed out, but too late.
    case expiredCode
    /// Nothing that could be a code, so nothing was counted.
    case malformedAnswer
    /// Nothing was typed, or the client gave up; nothing was counted.
    case emptyAnswer
    /// sshd answered in the person's stead, because it will refuse the login anyway; nothing was counted.
    case standInAnswer
    /// The client answered with the password; nothing was counted.
    case passwordAsAnswer
    /// The client answered with the user name; nothing was counted.
    case userNameAsAnswer
    /// No code came with the password, and the stack says `noask`; nothing was counted.
    case noCodeWithPassword
    /// The application could not ask.
    case conversation
    /// A code was sent, with this number and to this masked target, and the client could not be asked for it; nothing
    /// was counted.
    case codeToAppend(Int, to: String)

    // The person's account.

    /// Too many wrong codes.
    case locked(Lock)
    /// The system knows no such user.
    case unknownUser
    /// The account has no usable method, and `Unenrolled` is `deny`.
    case notEnrolled
    /// The person did not come to the end of the enrolment; why, in words.
    case notEnrolledNow(String)
    /// A login about which nothing was asked, such as one by key only, where `KeyOnlyLogin` is `deny` for the
    /// service.
    case keyOnlyLogin(service: String)
    /// The stack says `after=publickey`, and sshd did not say that a key was checked.
    case keyNotTold

    /// No code is sent now; why, and for how long.
    case notSentNow(SendRefusal)

    // What is broken.

    /// A module argument; what is wrong with it.
    case arguments(String)
    /// The policy; what is wrong with it, with file and line.
    case policy(String)
    /// An account, the key or the folder of the accounts.
    case account(AccountError)
    /// The accounts cannot be opened, since the application calls PAM as somebody else than root; why, and its
    /// service.
    case notPrivileged(String, service: String)
    /// The user or group database.
    case userDatabase(SystemError)
    /// libcrypto or its random source.
    case cryptography(CryptographyError)
    /// The code could not be sent; why. With a number, the code with that number may have been, and counts.
    case delivery(String, perhaps: UInt8?)
    /// The program that lets people enrol; what became of it.
    case enrolmentProgram(String)
    /// The system has no time of day.
    case clock
}

extension Refusal {
    /// Whether it is about what was typed, which says nothing where nothing could have been right.
    var isOfAnswer: Bool {
        switch self {
        case .malformedAnswer, .emptyAnswer, .passwordAsAnswer, .userNameAsAnswer: true
        case .wrongCode, .usedCode, .expiredCode, .standInAnswer, .noCodeWithPassword,
            .conversation,
            .codeToAppend, .locked, .unknownUser, .notEnrolled, .notEnrolledNow, .keyOnlyLogin,
            .keyNotTold, .notSentNow, .arguments, .policy, .account, .notPrivileged, .userDatabase,
            .cryptography, .delivery, .enrolmentProgram, .clock:
            false
        }
    }
}

/// How a wrong code is wrong.
package enum WrongCode: Equatable {
    /// No device of the account makes such a code anywhere near now.
    case unrelated
    /// A device makes it, so many seconds from now: its clock, or this host's, is off.
    case time(device: String, seconds: Int64)
    /// A device makes it, so many presses ahead of the counter.
    case counter(device: String, presses: Int64)
}
