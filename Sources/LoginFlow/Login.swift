internal import Accounts
internal import Cryptography
internal import Policy

/// One login, from the words in the PAM stack to the verdict.
package struct Login<PAM: PAMTransaction> {
    let pam: PAM
    /// The time of day, in seconds since 1970.
    let clock: () -> Int64?
    /// Whether the application may be asked and told something; not where the stack says `noask`.
    private(set) var converses = true

    package init(pam: PAM, clock: @escaping () -> Int64?) {
        self.pam = pam
        self.clock = clock
    }

    /// Asks for the second factor and judges the answer.
    package func authenticate(arguments words: [String]) -> LoginReport {
        var report = LoginReport()
        do throws(Refusal) {
            report.outcome = try authenticate(words, &report)
            // A `split` line has judged nothing yet.
            if case .notAsked(.split) = report.outcome {
                pam.hasPassed = false
            } else {
                pam.hasPassed = true
            }
        } catch {
            pam.hasPassed = false
            report.outcome = .refused(error)
            report.waitUntilEvenlyLate()
        }
        return report
    }

    private func authenticate(
        _ words: [String], _ report: inout LoginReport
    ) throws(Refusal) -> Outcome {
        let arguments = try ModuleArguments(words)
        report.wantsDelay = !arguments.suppressesDelay
        var login = self
        login.converses = !arguments.neverAsks
        return try login.decide(arguments, &report)
    }

    private func decide(
        _ arguments: ModuleArguments, _ report: inout LoginReport
    ) throws(Refusal) -> Outcome {
        let policy = try readPolicy(arguments.policyPath)
        let person = try identifyPerson(&report)
        try requireKey(of: person, arguments)
        var settings = resolve(policy, for: person, &report).settings

        if arguments.splitsPassword {
            try splitPassword(of: person, under: settings)
            return .notAsked(.split)
        }
        if person.user != nil {
            switch settings.secondFactor {
            case .off: return .notAsked(.off)
            case .observe: return .notAsked(.observed(observe(person, under: settings)))
            case .required: break
            }
        }

        let library = try loadLibrary()
        let account = try openAccount(of: person, under: settings, using: library)
        let standing = try standing(of: account, under: &settings)
        try refuseWithoutMethod(standing.means, under: settings)
        switch try beginning(of: person, standing, under: settings) {
        case .allow:
            tellDeadline(under: settings)
            return .notAsked(.unenrolled)
        case .enrol:
            return .accepted(try enrol(person, standing.means, under: settings, &report))
        case .deny: break
        }
        try refuseIfLocked(standing, under: settings)
        let source = try source(of: person, using: library)
        if standing.trusts(source, under: settings) { return .notAsked(.trusted) }

        let dialogue = Dialogue(
            person: person, source: source, means: standing.means, hasBypass: standing.hasBypass,
            settings: settings, library: library)
        let answer = try askForCode(dialogue, with: account, &report)
        guard person.user != nil else { throw .unknownUser }
        if case .shown = answer { return .accepted(.shownNumber) }
        guard let account, !standing.hasNothing else { throw .notEnrolled }
        return .accepted(try judge(answer, dialogue, with: account, &report))
    }
}
