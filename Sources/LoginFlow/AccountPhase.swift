internal import HostSystem
internal import Policy
internal import TextCoding

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
            let policy = try PolicyFile(at: arguments.policyPath)
            let application = pam.application()
            report.application = application
            let applicant = try Applicant(named: pam.user(), application)
            report.applicant = applicant
            if arguments.followsKey { try applicant.requireKey() }
            let attributes = applicant.attributes(for: policy)
            report.groupDoubt = attributes.groupDoubt
            let resolution = policy.resolve(attributes)
            let settings = resolution.settings
            let service = application.service
            // The account phase of every service comes here where all include one file, of cron and su too, which
            // no code is asked for anyway.
            let isJudged =
                service.isEmpty || service.hasSameBytes(as: Application.secureShell)
                || application.isSecureShell
                || resolution.isGivenForServices(.keyOnlyLogin)
            guard isJudged, settings.secondFactor == .required, settings.keyOnlyLogin == .deny
            else {
                report.outcome = .notAsked(.account)
                return report
            }
            throw .keyOnlyLogin(service: service)
        } catch {
            report.outcome = .refused(error)
        }
        return report
    }
}
