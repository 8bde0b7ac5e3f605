internal import Accounts
internal import Cryptography
internal import EnrolmentDialogue
internal import HostSystem
internal import LoginFlow
internal import Messages
internal import Policy
internal import Vocabulary

/// What allows a change to an account.
enum Proof {
    /// The administrator makes it.
    case administrator
    /// The person has shown a code that a login would take, with what they had to show then.
    case code(of: Authenticators)
    /// The person has nothing yet, and the policy lets them begin, with a ticket where it asks for one.
    case beginning(OneTimePass?)

    /// What a person could log in with at a moment (authenticators, as NIST SP 800-63B calls it): whoever takes
    /// something away from them takes the proof away too.
    struct Authenticators: Equatable {
        private let devices: [UInt32]
        private let recoverySet: UInt32?
        private let contacts: [String?]

        init(_ identity: borrowing Identity) {
            devices = identity.devices.map(\.id)
            recoverySet = identity.recovery?.set
            contacts = [identity.contacts.email?.text, identity.contacts.phone?.text]
        }
    }

    /// Whether there may be no account yet.
    var mayMakeAccount: Bool {
        if case .code = self { false } else { true }
    }

    /// Checks, under the account's lock, that what allowed the change still holds, and uses a ticket up.
    func check(_ edit: inout AccountEdit, under settings: Settings, at time: Int64) throws {
        switch self {
        case .administrator: return
        case .code(let authenticators):
            guard Authenticators(edit.identity) == authenticators else { throw Self.changed }
        case .beginning(let ticket):
            let status = settings.forProof.enrolmentStatus(of: edit.identity, edit.state, at: time)
            switch (status, ticket) {
            case (.unenrolled, nil): break
            case (.unenrolled, let ticket?), (.withoutDevice, let ticket?):
                guard edit.useTicket(ticket) else {
                    throw Failure(EnrolmentFailure.ticketUsedMeanwhile)
                }
            case (.withoutDevice, nil), (.usable, _), (.unusable, _): throw Self.changed
            }
        }
    }

    private static var changed: Failure { Failure(.accountChanged) }
}

extension Session {
    /// Has a person prove that a change to their account is their own wish.
    ///
    /// - Parameters:
    ///   - user: Whose account it is.
    ///   - host: This host.
    ///   - mayBegin: Whether the change is one that somebody makes who has nothing yet.
    /// - Returns: What allows the change.
    /// - Throws: where it was not proved; nothing is to be changed then.
    func proof(of user: User, on host: Host, mayBegin: Bool = false) throws -> Proof {
        guard let person else { return .administrator }
        let settings = host.settings(for: user).forProof
        let time = try now()
        switch try host.enrolmentStatus(of: user, under: settings, at: time) {
        case .usable:
            // Before the question: what is taken away while it waits counts as well.
            let authenticators = Proof.Authenticators(try host.account(of: user).identity)
            let transaction = PersonTransaction(person)
            let report = Login(pam: transaction, clock: clock).prove(user, under: settings)
            if let line = report.line { log(line) }
            for text in transaction.told { warn(text) }
            guard case .accepted = report.outcome else {
                throw Failure(.notAccepted)
            }
            return .code(of: authenticators)
        case .unusable:
            throw Failure(.nothingAccepted)
        case .unenrolled:
            guard mayBegin else { throw Failure(.nothingEnrolled(user: user.name)) }
            guard settings.unenrolled(at: Int(clamping: time)) != .deny else {
                throw Failure(.firstDeviceForbidden)
            }
            guard settings.enrolment == .invited else { return .beginning(nil) }
            return .beginning(try ticket(of: user, person, on: host, under: settings))
        case .withoutDevice:
            // Who had something once is not somebody who never had: only a ticket opens.
            guard mayBegin else {
                throw Failure(.nothingLeft)
            }
            guard settings.unenrolled(at: Int(clamping: time)) == .enrol else {
                throw Failure(.anotherDeviceForbidden)
            }
            return .beginning(try ticket(of: user, person, on: host, under: settings))
        }
    }

    /// Asks for the ticket of somebody who has nothing.
    ///
    /// - Returns: The ticket, which stays as it is until the device is stored.
    private func ticket(
        of user: User, _ person: Person, on host: Host, under settings: Settings
    ) throws -> OneTimePass {
        let accounts = try host.accounts(using: LibCrypto())
        guard try accounts.account(of: user) != nil else { throw Failure(.ticketNeeded) }
        let enrollee = Enrollee(
            person, language: person.language, echo: settings.echo, clock: clock)
        do throws(EnrolmentFailure) {
            return try enrollee.ticket(of: user, in: accounts, limits: settings.limits)
        } catch {
            if error.isRefusedTicket {
                logRefusal(of: "enrol", user: user.name, by: person, error.reason)
            }
            throw Failure(error, unanswered: .noTicketTyped)
        }
    }
}

extension Host {
    /// What a person has that the policy takes.
    func enrolmentStatus(
        of user: User, under settings: Settings, at time: Int64
    ) throws -> EnrolmentStatus {
        try settings.enrolmentStatus(of: accounts(using: LibCrypto()).account(of: user), at: time)
    }
}
