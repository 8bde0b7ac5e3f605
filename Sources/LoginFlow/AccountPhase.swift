internal import Policy
internal import TextCoding

extension Login {
    /// Judges a login in the account phase: one by key only never met ``authenticate(arguments:)``.
    package func checkPassage(arguments words: [String]) -> LoginReport {
        report { (report) throws(Refusal) in
            guard !pam.hasPassed else { return .notAsked(.account) }
            let (_, _, resolution) = try begin(words, &report)
            let settings = resolution.settings
            let application = report.application
            // The account phase of every service comes here where all include one file, of cron and su too, which
            // no code is asked for anyway.
            let isJudged =
                application.service.isEmpty || application.isSecureShell
                || application.service.hasSameBytes(as: Application.secureShell)
                || resolution.isGivenForServices(.keyOnlyLogin)
            guard isJudged, settings.secondFactor == .required, settings.keyOnlyLogin == .deny
            else { return .notAsked(.account) }
            throw .keyOnlyLogin(service: application.service)
        }
    }
}
