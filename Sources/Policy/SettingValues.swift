/// Whether a login is asked for a second factor, strictest first.
package enum SecondFactor: Int, Sendable, CaseIterable {
    /// The login needs a code.
    case required
    /// Nothing is asked; what would have happened is logged.
    case observe
    /// Nothing is asked.
    case off
}

/// What becomes of a login whose account has no usable method, strictest first.
package enum Unenrolled: Int, Sendable, CaseIterable {
    /// It is refused.
    case deny
    /// It enrols a device on the spot.
    case enrol
    /// It is let in without a second factor.
    case allow
}

/// Who may enrol at a login.
package enum Enrolment: Int, Sendable, CaseIterable {
    /// Who has a ticket that the administrator handed out.
    case invited
    /// Whoever passes the first factor first.
    case firstLogin
}

/// What the account phase says to a login by key that never met us in the auth phase.
package enum KeyOnlyLogin: Int, Sendable, CaseIterable {
    case allow
    case deny
}

/// Who gets a sent code.
package enum Recipients: Sendable {
    /// The contacts of the account.
    case account
    /// All addresses and numbers of the topic with this name.
    case topic(String)
    /// What the directory with this name says of the user.
    case directory(String)
}
