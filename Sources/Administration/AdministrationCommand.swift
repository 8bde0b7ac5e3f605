package import ArgumentParser

/// A subcommand.
///
/// All it meets in the world, besides this host's files, comes with the session.
package protocol AdministrationCommand: ParsableCommand {
    /// Does the work.
    func perform(in session: Session) throws
}

extension AdministrationCommand {
    package func run() throws { try perform(in: .system) }
}

/// Why a command could not do its work, in a sentence a person can act on.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
