internal import Accounts
internal import ConfigurationGrammar
internal import HostSystem
internal import Policy

/// Something `sallyport policy check` has to say.
struct PolicyFinding: Encodable {
    let file: String
    @Nullable private(set) var line: Int?
    let severity: Finding.Severity
    let message: String

    /// The finding as compilers print theirs.
    var text: String {
        "\(file):\(line.map { "\($0):" } ?? "") \(severity.rawValue): \(message)"
    }

    /// A line of a valid policy that may not mean what it should.
    init(_ finding: Finding, in path: String) {
        file = path
        line = finding.line
        severity = finding.severity
        message = finding.message
    }

    /// Something about a file as a whole.
    init(_ severity: Finding.Severity, _ message: String, in file: String) {
        self.severity = severity
        self.message = message
        self.file = file
    }

    /// A line that asks for something another file lacks.
    init(_ problem: String, line: Int, in path: String) {
        file = path
        self.line = line
        severity = .error
        message = problem
    }

    /// A policy that is none.
    init(_ fault: PolicyFault, in path: String) {
        severity = .error
        switch fault {
        case .unreadable(let error):
            file = error.subject
            message = error.explanation
        case .invalid(let error):
            file = path
            line = error.line
            message = error.message
        }
    }

    /// Something that keeps the accounts from being opened; `path` is the policy that names the
    /// files.
    init(_ error: AccountError, under path: String) {
        severity = .error
        if case .system(let error) = error {
            file = error.subject
            message = error.explanation
        } else {
            file = path
            message = error.description
        }
    }
}

extension Finding.Severity: Encodable {}
