internal import CLinuxPAM
internal import LoginFlow

extension Outcome {
    /// The code libpam gets for an outcome: the one table from the decision to PAM.
    ///
    /// Without a `default`, so that no new outcome compiles before it has a code.
    var returnCode: Int32 {
        switch self {
        case .accepted: PAM_SUCCESS
        case .notAsked(.off), .notAsked(.observed), .notAsked(.unenrolled), .notAsked(.trusted),
            .notAsked(.split), .notAsked(.account):
            PAM_IGNORE
        case .refused(let refusal): refusal.returnCode
        }
    }
}

extension Refusal {
    /// Never PAM_SUCCESS nor PAM_IGNORE: no failure can open the door.
    fileprivate var returnCode: Int32 {
        switch self {
        case .wrongCode, .usedCode, .expiredCode, .malformedAnswer, .emptyAnswer, .standInAnswer,
            .passwordAsAnswer, .userNameAsAnswer, .noCodeWithPassword, .conversation, .codeToAppend,
            .notSentNow, .unknownUser, .notEnrolled, .notEnrolledNow:
            PAM_AUTH_ERR
        case .locked: PAM_MAXTRIES
        case .keyOnlyLogin, .keyNotTold: PAM_PERM_DENIED
        case .arguments, .policy, .account, .notPrivileged, .userDatabase, .delivery,
            .enrolmentProgram:
            PAM_AUTHINFO_UNAVAIL
        case .clock, .cryptography: PAM_SYSTEM_ERR
        }
    }
}
