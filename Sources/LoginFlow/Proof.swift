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
        var report = LoginReport()
        report.user = user.name
        report.service =
            pam.item(.service).flatMap { String(validating: $0, as: UTF8.self) } ?? ""
        do throws(Refusal) {
            report.outcome = .accepted(try prove(user, settings.forProof, &report))
        } catch {
            report.outcome = .refused(error)
            report.waitUntilEvenlyLate()
        }
        return report
    }

    private func prove(
        _ user: User, _ wanted: Settings, _ report: inout LoginReport
    ) throws(Refusal) -> Factor {
        var settings = wanted
        let library = try loadLibrary()
        let person = Person(
            user: user, typedName: Array(user.name.utf8),
            attributes: LoginAttributes(
                user: user.name, hostNames: HostName.all(), service: report.service))
        let account = try openAccount(of: person, under: settings, using: library)
        let standing = try standing(of: account, under: &settings)
        try refuseWithoutMethod(standing.means, under: settings)
        try refuseIfLocked(standing, under: settings)
        guard !standing.hasNothing else { throw .notEnrolled }
        let dialogue = Dialogue(
            person: person, source: nil, means: standing.means, hasBypass: standing.hasBypass,
            settings: settings, library: library)
        let answer = try askForCode(dialogue, with: account, &report)
        guard let account else { throw .notEnrolled }
        return try judge(answer, dialogue, with: account, &report)
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
