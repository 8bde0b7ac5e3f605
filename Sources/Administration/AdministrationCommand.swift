package import ArgumentParser
internal import HostSystem

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
        guard !CurrentProcess.isRoot, let command = self as? any PersonalCommand else {
            return try perform(in: .system)
        }
        try SelfServiceClient.run(
            Array(CommandLine.arguments.dropFirst()), at: command.service.path)
    }
}

/// Why a command could not do its work, in a sentence a person can act on.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
