package import Cryptography
package import Messages

/// What a login needs of libpam, so that the decision itself is free of C.
package protocol PAMTransaction: Conversation {
    /// The user who wants in, as the application spells it; pam_get_user(3). nil where there is none.
    ///
    /// Bytes, as all names are to the system: what is no UTF-8 must not be repaired into the name of somebody else.
    func user() -> [UInt8]?
    /// What the application says of the login; pam_get_item(3).
    func item(_ item: PAMItem) -> [UInt8]?
    /// A value of the PAM environment; pam_getenv(3). nil where there is none, or none that is UTF-8.
    func environmentValue(_ name: String) -> String?

    /// Writes a line to the system's log while the login goes on; pam_syslog(3).
    func log(_ priority: LogPriority, _ line: String)

    /// The password as typed at an earlier line of the stack; PAM_AUTHTOK.
    func password() -> SecretBytes?
    /// The password, asked for where nobody did before; pam_get_authtok(3).
    func askPassword() throws(ConversationFailure) -> SecretBytes
    /// Hands the next lines of the stack a password.
    func setPassword(_ password: borrowing SecretBytes) throws(ConversationFailure)

    /// Keeps a code that was typed with the password for the line that checks it; nil forgets it.
    func keepCode(_ code: consuming SecretBytes?)
    /// Takes the kept code, once.
    func takeCode() -> SecretBytes?
    /// Whether this login came through ``Login/authenticate(arguments:)``, for the account phase.
    var hasPassed: Bool { get nonmutating set }
}

/// The items of a PAM handle that a login looks at.
package enum PAMItem {
    /// The service, such as `sshd`.
    case service
    /// Where the login comes from: an address, or a name nobody should trust.
    case remoteHost
    /// The user who asks, as su and sudo tell it.
    case remoteUser
    /// The terminal, or what stands for it.
    case terminal
}
