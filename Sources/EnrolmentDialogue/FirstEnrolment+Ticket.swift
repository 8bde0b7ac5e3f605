internal import Accounts
internal import HostSystem
internal import LoginFlow
internal import Messages

extension FirstEnrolment {
    /// Asks for the ticket an administrator handed out, once: each further try is another login.
    ///
    /// A wrong one is charged, and counts and locks as any code does.
    ///
    /// - Returns: The ticket, which stays as it is until the device is stored.
    func askForTicket(
        of user: User, in accounts: borrowing AccountStore,
        _ conversation: inout some Conversation
    ) throws(Ending) -> OneTimePass {
        let typed = try ask(EnrolmentText.ticketQuestion(request.language), &conversation)
        guard let code = RecoveryCode.canonical(typed: typed.span) else { throw .noTicket }
        let time = try time()
        var lock: Lock?
        do throws(AccountError) {
            // Who has no account was not invited, and meets what a wrong ticket does.
            if let account = try accounts.account(of: user) {
                let limits = request.attemptLimits
                let attempt = try account.attempt(limits: limits, at: time)
                if let ticket = try attempt.ticket(matching: code, at: time) {
                    try attempt.withdraw()
                    return ticket
                }
                lock = attempt.lock(at: time, limits: limits)
                try attempt.refuse()
            }
        } catch {
            throw Ending(error)
        }
        throw .wrongTicket(lock)
    }
}

extension EnrolmentRequest {
    fileprivate var attemptLimits: AttemptLimits {
        AttemptLimits(
            lockAfter: UInt32(clamping: limits.after), lockFor: Int64(clamping: limits.duration),
            lockCap: UInt32(clamping: limits.cap))
    }
}
