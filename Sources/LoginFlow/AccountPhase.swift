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
            let policy = try readPolicy(arguments.policyPath)
            let person = try identifyPerson(&report)
            try requireKey(of: person, arguments)
            let resolution = resolve(policy, for: person, &report)
            let settings = resolution.settings
            let service = person.attributes.service
            // The account phase of every service comes here where all include one file, of cron and su too, which
            // no code is asked for anyway.
            let isJudged =
                service.isEmpty || service.hasSameBytes(as: Self.secureShell) || isSecureShell
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

    /// Whether the application names its terminal as sshd does, of whatever version and under whatever service.
    private var isSecureShell: Bool { pam.item(.terminal) == Array("ssh".utf8) }
}
