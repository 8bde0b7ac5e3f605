package import ArgumentParser
internal import EnrolmentDialogue
internal import Messages

/// A subcommand.
///
/// All it meets in the world, besides this host's files, comes with the session.
package protocol AdministrationCommand: ParsableCommand {
    /// Does the work.
    func perform(in session: Session) throws
}

/// A subcommand that people also use for their own account, without being root.
package protocol PersonalCommand: AdministrationCommand {
    /// Where the self-service listens.
    var service: ServiceOption { get }
}

extension AdministrationCommand {
    package func run() throws {
        do { try perform(in: .system) } catch let error as ValidationError {
            // As where the command line is wrong at the first look, with the usage of this command.
            let usage = Self.usageString().split(separator: "\n").joined(separator: "\n       ")
            Session.system.warn("\(error.message)\nUsage: \(usage)")
            throw ExitCode.validationFailure
        }
    }
}

/// Why a command could not do its work, in a sentence a person can act on.
struct Failure: Error, CustomStringConvertible {
    private enum Reason {
        /// What only administrators meet, or who looks after the host.
        case text(String)
        /// What people meet who change what is theirs.
        case personal(CommandText)
        /// What also people meet who enrol at a login.
        case enrolment(EnrolmentFailure)
    }

    private let reason: Reason

    init(_ description: String) { reason = .text(description) }

    init(_ text: CommandText) { reason = .personal(text) }

    private init(reason: Reason) { self.reason = reason }

    /// Says why nothing was enrolled.
    ///
    /// - Parameters:
    ///   - failure: Why.
    ///   - unanswered: What is said where nothing was typed.
    init(_ failure: EnrolmentFailure, unanswered: CommandText = .noCodeTyped) {
        switch failure {
        case .hungUp: self.init(unanswered)
        // What the login says goes on with the next login.
        case .noRightCode: self.init(CommandText.noRightCode)
        case .broken(let what): self.init(what)
        case .noTicket, .wrongTicket, .spentTicket, .locked, .notSaved, .enrolledMeanwhile,
            .ticketUsedMeanwhile:
            self.init(reason: .enrolment(failure))
        }
    }

    var description: String { description(in: .standard) }

    func description(in language: Language) -> String {
        switch reason {
        case .text(let text): text
        case .personal(let text): language.command(text)
        case .enrolment(let failure): failure.texts(in: language).joined(separator: " ")
        }
    }
}
