package import HostSystem
package import Policy
internal import Vocabulary

extension Login {
    /// Asks a person for a code of theirs and judges it, before something of theirs is changed.
    ///
    /// It counts, locks and is used up as at a login; no exemption and no trust spares it, and none is granted.
    ///
    /// - Parameters:
    ///   - user: The person.
    ///   - settings: What the policy says of them.
    /// - Returns: What it came to, for the log too.
    package func prove(_ user: User, under settings: Settings) -> LoginReport {
        var strict = settings.forProof
        strict.unenrolledUntilDeadline = .deny
        return report { (report) throws(Refusal) in
            report.application = pam.application()
            let applicant = Applicant(user, report.application)
            report.applicant = applicant
            return try requireCode(of: applicant, under: strict, mayAsk: true, &report)
        }
    }
}

extension Settings {
    /// The same, without the number on the screen, which proves nothing of a person.
    package var forProof: Settings {
        var settings = self
        settings.methods.removeAll { $0 == .screen }
        settings.trustPeriod = 0
        return settings
    }
}
