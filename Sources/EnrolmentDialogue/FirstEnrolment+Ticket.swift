internal import Accounts
internal import HostSystem
internal import Wire
internal import Messages

extension FirstEnrolment {
    /// Asks for the ticket an administrator handed out, once: each further try is another login.
    ///
    /// A wrong one is charged, and counts and locks as any code does; not one that was good before.
    ///
    /// - Returns: The ticket, which stays as it is until the device is stored.
    func askForTicket(
        of user: User, in accounts: borrowing AccountStore,
        _ conversation: inout some Conversation
    ) throws(Ending) -> OneTimePass {
        let typed = try ask(request.language.enrolment(.ticketQuestion), &conversation)
        guard let code = RecoveryCode.canonical(typed: typed.span) else { throw .noTicket }
        let time = try time()
        let verdict: TicketVerdict
        do throws(AccountError) {
            // Who has no account was not invited, and meets what a wrong ticket does.
            verdict =
                if let account = try accounts.account(of: user) {
                    try account.judge(ticket: code, limits: request.attemptLimits, at: time)
                } else { .wrong(nil) }
        } catch {
            throw Ending(error)
        }
        switch verdict {
        case .right(let ticket): return ticket
        case .spent: throw .spentTicket
        case .wrong(let lock): throw .wrongTicket(lock)
        }
    }
}

extension EnrolmentRequest {
    fileprivate var attemptLimits: AttemptLimits {
        AttemptLimits(
            lockAfter: UInt32(clamping: limits.after), lockFor: Int64(clamping: limits.duration),
            lockCap: UInt32(clamping: limits.cap))
    }
}
