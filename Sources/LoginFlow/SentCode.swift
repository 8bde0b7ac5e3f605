internal import Accounts
internal import Cryptography
internal import Delivery
internal import HostSystem
internal import Messages
internal import OneTimePassword
internal import Policy
internal import TextCoding
internal import Vocabulary
internal import Wire

extension Login {
    /// The code a person is to type: one that was sent before and is still good, or a new one, sent now.
    ///
    /// Only what was right before this line may send anything, and so nothing is sent for somebody whom sshd
    /// refuses itself.
    ///
    /// - Returns: The question for it; nil for a person without an account, who gets nothing.
    func sentQuestion(
        by method: Method, isAsked: Bool, _ dialogue: Dialogue, with account: borrowing Account?,
        _ report: inout LoginReport
    ) throws(Refusal) -> Question? {
        let settings = dialogue.settings
        if pam.password()?.withBytes({ Answer.isStandIn($0) }) ?? false { throw .standInAnswer }
        let time = try time()
        let opening: ChallengeOpening?
        do throws(AccountError) {
            opening = try account?.openChallenge(
                by: method, isAsked: isAsked, rules: settings.challengeRules,
                limits: settings.limits, at: time
            ) { () throws(AccountError) in
                try HostSends.count(
                    in: settings.stateDirectory, limit: settings.hostSendLimit.count,
                    period: Int64(settings.hostSendLimit.period), at: time)
            }
        } catch {
            throw Refusal(error)
        }
        switch opening {
        case nil: return nil
        case .waiting(let challenge, let nextIn): return .sent(challenge, nextIn: nextIn)
        case .refused(let refusal):
            tell(refusal, in: settings.language)
            throw .notSentNow(refusal)
        case .new(var challenge, let code, let replaced):
            let request = request(challenge, code, dialogue, at: time)
            let outcome: SendOutcome
            var failure = ""
            do throws(DeliveryFailure) {
                outcome = .sent(to: try CourierProcess.run(settings.courierProgram, request))
            } catch {
                outcome = error.isCertain ? .notSent : .unknown
                failure = error.reason
            }
            try settle(
                challenge, outcome, replacing: replaced, with: account, under: settings, at: time)
            switch outcome {
            case .sent(let target):
                challenge.noteTarget(target)
                report.sent = challenge
                return .sent(challenge, nextIn: nil)
            case .notSent:
                tell(PromptText.notSent(settings.language))
                // Whoever has a code that is good is asked for it.
                if let replaced {
                    report.undelivered = failure
                    return .sent(replaced, nextIn: nil)
                }
                throw .delivery(failure)
            case .unknown:
                tell(PromptText.perhapsSent(Int(challenge.number), settings.language))
                throw .delivery(compact("\(failure); it may have been sent, and counts"))
            }
        }
    }

    /// Keeps what became of a code.
    private func settle(
        _ challenge: Challenge, _ outcome: SendOutcome, replacing replaced: Challenge?,
        with account: borrowing Account?, under settings: Settings, at time: Int64
    ) throws(Refusal) {
        do throws(AccountError) {
            try account?.settle(challenge, outcome, replacing: replaced, at: time)
        } catch {
            throw .account(error)
        }
        // What cannot be kept of the host stays counted, which is no reason to refuse anybody.
        do throws(AccountError) {
            try HostSends.settle(
                outcome, in: settings.stateDirectory, limit: settings.hostSendLimit.count,
                period: Int64(settings.hostSendLimit.period), at: time)
        } catch {}
    }

    /// Shows a person why no code is sent now.
    private func tell(_ refusal: SendRefusal, in language: Language) {
        switch refusal {
        case .tooSoon(let remaining): tell(PromptText.nextCode(in: remaining, language))
        case .tooMany(let remaining): tell(PromptText.tooManyCodes(for: remaining, language))
        case .failing(let remaining): tell(PromptText.sendingFails(for: remaining, language))
        }
    }

    /// Refuses where all that could let a person in is a code that no channel sends, a policy that cannot work, and
    /// where blocks that may hold have no method in common.
    func refuseWithoutMethod(_ means: Means, under settings: Settings) throws(Refusal) {
        guard !settings.methods.isEmpty else {
            throw .policy(
                "Methods: no method stands in all blocks that may hold, and which do is not known; see "
                    + "sallyport policy explain")
        }
        guard means.methods.isEmpty else { return }
        for method in settings.methods where method.isSent && settings.channel(for: method) == nil {
            throw .policy(
                compact(
                    "Methods \(method.name): no channel sends it, see EmailVia, SMSVia and DingTalkVia"
                ))
        }
    }

    private func request(
        _ challenge: Challenge, _ code: OneTimeCode, _ dialogue: Dialogue, at time: Int64
    ) -> DeliveryRequest {
        let (person, means, settings) = (dialogue.person, dialogue.means, dialogue.settings)
        let target: OutgoingMessage.Target =
            switch settings.recipients {
            case .account: .contacts(means.address(for: challenge.method).map { [$0] } ?? [])
            case .topic(let name): .topic(name)
            case .directory(let name): .directory(name)
            }
        let message = OutgoingMessage(
            channel: settings.channel(for: challenge.method) ?? "", method: challenge.method,
            target: target, user: person.attributes.user,
            host: person.attributes.hostNames.first ?? "", source: person.attributes.address ?? "",
            time: time, language: settings.language)
        let code = CodeToSend(
            text: code.text, number: Int(challenge.number), lifetime: settings.codeLifetime)
        return DeliveryRequest(
            deliveryFile: settings.deliveryFile, timeout: settings.deliveryTimeout,
            task: .send(code, message, tellsSteps: false))
    }
}

extension Refusal {
    /// Whether a code of another method could still let the person in, though none could be sent.
    var leavesOtherMethods: Bool {
        switch self {
        case .notSentNow, .delivery, .account, .cryptography: true
        case .wrongCode, .usedCode, .expiredCode, .malformedAnswer, .emptyAnswer, .standInAnswer,
            .passwordAsAnswer, .userNameAsAnswer, .noCodeWithPassword, .conversation, .codeToAppend,
            .locked, .unknownUser, .notEnrolled, .notEnrolledNow, .keyOnlyLogin, .keyNotTold,
            .arguments, .policy, .notPrivileged, .userDatabase, .enrolmentProgram, .clock:
            false
        }
    }
}

extension Settings {
    /// How much longer than its timeout a courier may take until it has been killed, in seconds.
    private static let courierMargin: Int64 = 3

    fileprivate var challengeRules: ChallengeRules {
        ChallengeRules(
            codeLength: codeLength, lifetime: Int64(codeLifetime), resendAfter: Int64(resendAfter),
            methods: methods, sendLimit: sendLimit.count, sendPeriod: Int64(sendLimit.period),
            deliveryTimeout: Int64(deliveryTimeout) + Self.courierMargin)
    }
}
