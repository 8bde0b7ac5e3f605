internal import Policy

extension Login {
    /// Judges a login in the account phase: one by key only never met ``authenticate(arguments:)``.
    package func checkPassage(arguments words: [String]) -> LoginReport {
        var report = LoginReport()
        guard !pam.hasPassed else {
            report.outcome = .notAsked(.account)
            return report
        }
        do throws(Refusal) {
            let arguments = try ModuleArguments(words)
            let policy = try readPolicy(arguments.policyPath)
            let person = try identifyPerson(&report)
            let settings = try settings(for: person, of: policy)
            guard settings.secondFactor == .required, settings.keyOnlyLogin == .deny else {
                report.outcome = .notAsked(.account)
                return report
            }
            throw .keyOnlyLogin
        } catch {
            report.outcome = .refused(error)
        }
        return report
    }
}
