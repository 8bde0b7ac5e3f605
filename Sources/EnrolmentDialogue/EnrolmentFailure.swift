package import Accounts
package import Messages
internal import Wire

/// Why nobody is enrolled, and nothing is stored: at a login, and by the command.
package enum EnrolmentFailure: Error {
    /// The person is gone, or their client cannot be asked.
    case hungUp
    /// What was typed cannot be a ticket; not counted.
    case noTicket
    /// The ticket is another, or there is none; and the lock that holds since, if any.
    case wrongTicket(Lock?)
    /// The ticket was good before: it was used or replaced, or came too late; not counted.
    case spentTicket
    /// Too many wrong tickets before.
    case locked(Lock)
    /// None of the codes was right.
    case noRightCode
    /// The person did not say that the recovery codes are saved.
    case notSaved
    /// Another enrolment came first.
    case enrolledMeanwhile
    /// The ticket was used or replaced while the person enrolled.
    case ticketUsedMeanwhile
    /// Something does not work; what.
    case broken(String)

    /// What an error of the account comes to.
    init(_ error: AccountError) {
        if case .locked(let lock) = error {
            self = .locked(lock)
        } else {
            self = .broken(error.description)
        }
    }

    /// Why, for the log.
    package var reason: String {
        switch self {
        case .hungUp: "given up, or the client could not be asked; nothing is stored"
        case .noTicket: "answer is no ticket, not counted"
        case .wrongTicket(nil): "wrong ticket"
        case .wrongTicket: "wrong ticket; the account is locked now"
        case .spentTicket: "ticket used, replaced or expired, not counted"
        case .locked(let lock): AccountError.locked(lock).description
        case .noRightCode: "no code of the app was right; nothing is stored"
        case .notSaved: "not said that the recovery codes are saved; nothing is stored"
        case .enrolledMeanwhile: "another device was enrolled meanwhile"
        case .ticketUsedMeanwhile: "the ticket was used meanwhile"
        case .broken(let what): what
        }
    }

    /// Whether a ticket was tried that does not open.
    package var isRefusedTicket: Bool {
        switch self {
        case .wrongTicket, .spentTicket, .locked, .ticketUsedMeanwhile: true
        case .hungUp, .noTicket, .noRightCode, .notSaved, .enrolledMeanwhile, .broken: false
        }
    }

    /// What the person is told; nothing where nobody is there.
    package func texts(in language: Language) -> [String] {
        switch self {
        case .hungUp: []
        case .noTicket: [language.enrolment(.noTicket)]
        case .wrongTicket(nil), .spentTicket, .ticketUsedMeanwhile:
            [language.enrolment(.wrongTicket)]
        case .wrongTicket(let lock?):
            [language.enrolment(.wrongTicket), language.prompt(PromptText(lock))]
        case .locked(let lock): [language.prompt(PromptText(lock))]
        case .noRightCode: [language.enrolment(.noRightCode)]
        case .notSaved: [language.enrolment(.notSaved)]
        case .enrolledMeanwhile: [language.enrolment(.enrolledMeanwhile)]
        case .broken: [language.enrolment(.failed)]
        }
    }
}
