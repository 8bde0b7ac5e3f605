package import Accounts
internal import Cryptography
package import HostSystem
internal import Messages

extension Enrollee {
    /// Asks for the ticket an administrator handed out, once: each further try is another login or command.
    ///
    /// A wrong one is charged, and counts and locks as any code does; not one that was good before.
    ///
    /// - Returns: The ticket, which stays as it is until the device is stored.
    package func ticket(
        of user: User, in accounts: borrowing AccountStore, limits: AttemptLimits
    ) throws(EnrolmentFailure) -> OneTimePass {
        let typed = try ask(language.enrolment(.ticketQuestion))
        guard let code = typed.withBytes({ RecoveryCode.canonical(typed: $0) }) else {
            throw .noTicket
        }
        let time = try time()
        let verdict: TicketVerdict
        do throws(AccountError) {
            // Who has no account was not invited, and meets what a wrong ticket does.
            verdict =
                if let account = try accounts.account(of: user) {
                    try account.judge(ticket: code, limits: limits, at: time)
                } else { .wrong(nil) }
        } catch {
            throw EnrolmentFailure(error)
        }
        switch verdict {
        case .right(let ticket): return ticket
        case .spent: throw .spentTicket
        case .wrong(let lock): throw .wrongTicket(lock)
        }
    }
}
