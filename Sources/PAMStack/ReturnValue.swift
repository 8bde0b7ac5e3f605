/// What a module gives back to libpam, with the numbers and the names of pam.conf(5).
package enum ReturnValue: UInt8, CaseIterable, Sendable {
    case success = 0
    case openError, symbolError, serviceError, systemError, bufferError, permissionDenied
    case authenticationError, insufficientCredentials, authenticationInformationUnavailable
    case userUnknown, maximumTries, newTokenRequired, accountExpired, sessionError
    case credentialsUnavailable, credentialsExpired, credentialsError, noModuleData
    case conversationError, tokenError, tokenRecoveryError, tokenLockBusy, tokenAgingDisabled
    case tryAgain, ignore, abort, tokenExpired, moduleUnknown, badItem, conversationAgain
    case incomplete

    /// The word for it in a control.
    package var word: String { Self.words[Int(rawValue)] }

    private static let words = [
        "success", "open_err", "symbol_err", "service_err", "system_err", "buf_err", "perm_denied",
        "auth_err", "cred_insufficient", "authinfo_unavail", "user_unknown", "maxtries",
        "new_authtok_reqd", "acct_expired", "session_err", "cred_unavail", "cred_expired",
        "cred_err", "no_module_data", "conv_err", "authtok_err", "authtok_recover_err",
        "authtok_lock_busy", "authtok_disable_aging", "try_again", "ignore", "abort",
        "authtok_expired", "module_unknown", "bad_item", "conv_again", "incomplete",
    ]
}
