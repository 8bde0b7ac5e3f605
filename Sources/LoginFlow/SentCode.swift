internal import Accounts
internal import Cryptography
internal import Delivery
internal import HostSystem
internal import Messages
internal import OneTimePassword
internal import Policy

extension Login {
    /// The code a person is to type: one that was sent before and is still good, or a new one, sent now.
    ///
    /// Only what was right before this line may send anything, and so nothing is sent for somebody whom sshd
    /// refuses itself.
    ///
    /// - Returns: nil for a person without an account, who gets nothing.
    func challenge(
        by method: Method, isAsked: Bool, _ dialogue: Dialogue, with account: borrowing Account?,
        _ report: inout LoginReport
    ) throws(Refusal) -> Challenge? {
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
        case .waiting(let challenge): return challenge
        case .tooMany(let remaining):
            pam.tell(PromptText.tooManyCodes(for: remaining, settings.language))
            throw .tooManyCodes(remaining: remaining)
        case .new(var challenge, let code):
            let request = request(challenge, code, dialogue, at: time)
            let target: String?
            let failure: String?
            do throws(DeliveryFailure) {
                (target, failure) = (
                    try CourierProcess.run(settings.courierProgram, request), nil
                )
            } catch {
                (target, failure) = (nil, error.reason)
            }
            do throws(AccountError) {
                try account?.settle(challenge, target: target)
            } catch {
                throw .account(error)
            }
            guard let target else {
                pam.tell(PromptText.notSent(settings.language))
                throw .delivery(failure ?? "")
            }
            challenge.noteTarget(target)
            report.sent = challenge
            return challenge
        }
    }

    /// Refuses where all that could let a person in is a code that no channel sends: a policy that cannot work.
    func refuseWithoutChannel(_ means: Means, under settings: Settings) throws(Refusal) {
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
        let target: DeliveryRequest.Target =
            switch settings.recipients {
            case .account: .contacts(means.address(for: challenge.method).map { [$0] } ?? [])
            case .topic(let name): .topic(name)
            case .directory(let name): .directory(name)
            }
        return DeliveryRequest(
            purpose: .send, deliveryFile: settings.deliveryFile,
            timeout: settings.deliveryTimeout, channel: settings.channel(for: challenge.method),
            method: challenge.method, target: target, code: code.text,
            number: Int(challenge.number), user: person.attributes.user,
            host: person.attributes.hostNames.first ?? "", source: person.attributes.address ?? "",
            time: time, lifetime: settings.codeLifetime, language: settings.language)
    }
}

extension Refusal {
    /// Whether a code of another method could still let the person in.
    var leavesOtherMethods: Bool {
        switch self {
        case .tooManyCodes, .delivery: true
        default: false
        }
    }
}

extension Settings {
    /// How much longer than its timeout a courier may take until it has been killed, in seconds.
    private static let courierMargin: Int64 = 3

    fileprivate var challengeRules: ChallengeRules {
        ChallengeRules(
            codeLength: codeLength, lifetime: Int64(codeLifetime), resendAfter: Int64(resendAfter),
            sendLimit: sendLimit.count, sendPeriod: Int64(sendLimit.period),
            deliveryTimeout: Int64(deliveryTimeout) + Self.courierMargin)
    }
}
