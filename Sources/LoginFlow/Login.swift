internal import Accounts
internal import Cryptography
internal import HostSystem
internal import Policy
internal import Vocabulary

/// One login, from the words in the PAM stack to the verdict.
package struct Login<PAM: PAMTransaction> {
    let pam: PAM
    let clock: LoginClock

    /// - Parameters:
    ///   - pam: The transaction.
    ///   - clock: The time of day, in seconds since 1970; nil where there is none.
    package init(pam: PAM, clock: @escaping () -> Int64?) {
        self.init(pam: pam, clock: LoginClock(timeOfDay: clock))
    }

    package init(pam: PAM, clock: LoginClock) {
        self.pam = pam
        self.clock = clock
    }

    /// Asks for the second factor and judges the answer: pam_sm_authenticate(3).
    package func authenticate(arguments words: [String]) -> LoginReport {
        let report = report { (report) throws(Refusal) in try decide(words, &report) }
        pam.hasPassed = report.outcome.hasPassed
        return report
    }

    /// The report of what is decided; refusals of a guess come evenly late.
    func report(
        of decide: (inout LoginReport) throws(Refusal) -> Outcome
    ) -> LoginReport {
        var report = LoginReport()
        do throws(Refusal) {
            report.outcome = try decide(&report)
        } catch {
            report.outcome = .refused(error)
            clock.waitUntilEvenlyLate(error, answeredAt: report.dialogue.answeredAt)
        }
        return report
    }

    private func decide(
        _ words: [String], _ report: inout LoginReport
    ) throws(Refusal) -> Outcome {
        let (arguments, applicant, resolution) = try begin(words, &report)
        let settings = applicant.settings(resolution)

        if arguments.splitsPassword {
            try PasswordSplit(pam: pam, clock: clock).split(for: applicant, under: settings)
            return .notAsked(.split)
        }
        switch settings.secondFactor {
        case .off: return .notAsked(.off)
        case .observe: return .notAsked(.observed(applicant.observed(under: settings, clock)))
        case .required: break
        }
        return try requireCode(
            of: applicant, under: settings, mayAsk: !arguments.neverAsks, &report)
    }

    /// What every entry point begins with: what the stack says, who wants in, and what holds for them.
    func begin(
        _ words: [String], _ report: inout LoginReport
    ) throws(Refusal) -> (ModuleArguments, Applicant, Resolution) {
        // First, so that the line about any mistake says whose login it was.
        report.application = pam.application()
        let applicant = try Applicant(named: pam.user(), report.application)
        report.applicant = applicant
        let arguments = try ModuleArguments(words)
        report.wantsDelay = !arguments.suppressesDelay
        let policy = try PolicyFile(at: arguments.policyPath)
        if arguments.followsKey { try applicant.requireKey() }
        let attributes = applicant.attributes(for: policy)
        report.groupDoubt = attributes.groupDoubt
        return (arguments, applicant, policy.resolve(attributes))
    }

    /// The second factor of a person about whom the policy has nothing else to say.
    func requireCode(
        of applicant: Applicant, under settings: Settings, mayAsk: Bool,
        _ report: inout LoginReport
    ) throws(Refusal) -> Outcome {
        let library = try LibCrypto.found()
        let account = try applicant.openAccount(under: settings, using: library)
        let snapshot = try AccountSnapshot(of: account, under: settings, clock)
        let source = try applicant.source(under: settings, using: library)
        if case .session(let session) = source?.origin { report.session = session.number }
        let context = LoginContext(applicant, settings, snapshot)
        let messenger = Messenger(pam: pam, isOpen: mayAsk)

        do throws(Refusal) {
            switch try snapshot.disposition(under: settings, from: source) {
            case .allow:
                messenger.tell(settings.enrolmentDeadline?.notice, in: context.language)
                return .notAsked(.unenrolled)
            case .enrol:
                let label = try EnrolmentProcess(messenger: messenger, context: context).run()
                report.send(.deviceAdded, context, at: try clock.time())
                return .accepted(.enrolled(label: label))
            case .locked(let lock):
                try account?.endLockInTime(at: snapshot.time, under: settings)
                throw .locked(lock)
            case .trusted: return .notAsked(.trusted)
            case .ask: break
            }

            var dialogue = CodeDialogue(
                messenger: messenger, clock: clock, context: context, library: library)
            // Also of a login that is refused.
            defer { report.dialogue = dialogue.record }
            let code = try dialogue.askForCode(with: account)
            guard applicant.user != nil else { throw .unknownUser }
            if case .shown = code { return .accepted(.shownNumber) }
            guard let account, !snapshot.hasNothing else { throw .notEnrolled }

            let time = try clock.time()
            let verdict = try Judge(context: context, source: source)
                .judge(code, with: account, at: time)
            if let notice = verdict.notice { report.send(notice, context, at: time) }
            messenger.tell(verdict.message, in: context.language)
            return .accepted(try verdict.factor.get())
        } catch {
            messenger.tell(error.message, in: context.language)
            // The person hears of the answer, whoever they are; the administrator, why none could have been right.
            let isUnenrolled = applicant.user != nil && snapshot.hasNothing
            throw isUnenrolled && error.isOfAnswer ? .notEnrolled : error
        }
    }
}

extension Account {
    /// Lets a lock that was set for longer end when the policy of now says, for good.
    fileprivate func endLockInTime(at time: Int64, under settings: Settings) throws(Refusal) {
        do throws(AccountError) { try shortenLock(at: time, limits: settings.limits) } catch {
            throw .account(error)
        }
    }
}
