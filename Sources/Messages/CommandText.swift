/// What a person reads who runs the command for themselves, in the order they meet it.
///
/// Refusals and what is asked for are parts of a sentence, or lines, without their line's end. Names of keywords and
/// commands are the same in every language.
package enum CommandText: Sendable {
    /// The command is for root only.
    case onlyRoot
    /// The command is for root only where it is about another user.
    case onlyRootForOthers
    /// Of the contacts a person may change the language only.
    case onlyRootChangesContacts
    /// A person cannot have another policy than the one that holds.
    case onlyRootChoosesPolicy
    /// Nothing was ever enrolled for this user.
    case noAccount(user: String)

    // Before a change: a code, or a ticket.

    /// The code that was asked for first was not right.
    case notAccepted
    /// The person has something to show, and the policy takes none of it.
    case nothingAccepted
    /// The user has nothing to show, and what was asked for is not how one begins.
    case nothingEnrolled(user: String)
    /// The person has nothing left to show, and what was asked for is not how one begins again.
    case nothingLeft
    /// The policy lets nobody enrol a first device.
    case firstDeviceForbidden
    /// The policy lets nobody enrol a device who had one.
    case anotherDeviceForbidden
    /// A first device needs a ticket, and none was made for this person.
    case ticketNeeded
    /// No ticket was typed.
    case noTicketTyped
    /// What the person has is not what it was when they proved that they are who they say.
    case accountChanged

    // Enrolling.

    /// The account has as many devices as it can.
    case tooManyDevices(maximum: Int)
    /// There is a device with this label already.
    case labelTaken(String)
    /// The key of the device and its URI; the picture comes below. Several lines.
    case device(key: String, uri: String)
    /// Logins will not take the codes of this method.
    case methodLacking(String)
    /// The person typed no code.
    case noCodeTyped
    /// None of the codes typed was right.
    case noRightCode
    /// The device is enrolled.
    case enrolled(label: String, user: String)
    /// New recovery codes, which nobody can show again. Several lines, with an empty one before and behind.
    case recoveryCodes([String])
    /// How many recovery codes are left.
    case recoveryCodesLeft(Int)

    /// The notice by e-mail was not sent, or nobody knows whether it was; why, in words for the administrator.
    case noticeUnsent(String, isCertain: Bool)

    // Looking.

    /// The user has no device, where those are to be shown.
    case noDevices(user: String)
    /// No source is trusted, where those are to be shown.
    case noSources

    // Taking away.

    /// The user has no device with this label; the labels there are, separated by commas; may be empty.
    case noDevice(label: String, user: String, others: String)
    /// The device was revoked while the person proved who they are.
    case revokedMeanwhile(label: String)
    /// The device is revoked.
    case revoked(label: String, user: String)
    /// It was the last one; so many recovery codes still let in.
    case wasLastDevice(recoveryCodes: Int)
    /// Logins take nothing any more that the user has; whether they may enrol anew with a ticket.
    case nothingUsable(user: String, mayEnrolAgain: Bool)
    /// The question before everything of a user is removed, to which the answer is `yes`.
    case removalQuestion(user: String)
    /// The answer was another.
    case notYes
    /// The policy does not leave the second factor to this user.
    case offForbidden(user: String)
    /// Without an account this user would be asked for a code too.
    case offUseless(user: String)
    /// The second factor of this user is off.
    case isOff(user: String)
    /// The second factor of this user was off before.
    case isOffAlready(user: String)
    /// None of the user's sources, or not this address, is trusted.
    case notTrusted(source: String?, user: String)
    /// So many sources of the user are asked for a code again.
    case trustEnded(sources: Int, user: String)

    // Preferring.

    /// The policy lacks the method that the person prefers.
    case preferredMethodLacking(String)
    /// The method a user's logins begin with; nil for the policy's first.
    case preferred(String?, user: String)
    /// The same where they did before.
    case preferredAlready(String?, user: String)
    /// The contacts are those that were to be set.
    case contactsAlready
}
