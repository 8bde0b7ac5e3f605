internal import Accounts
internal import Delivery
internal import OneTimePassword
internal import Policy
internal import Vocabulary
internal import Wire

/// Sends a person a code, if there is none that was sent before and is still good.
///
/// Only what was right before this line may send anything, and so nothing is sent for somebody whom sshd refuses
/// itself.
struct CodeSending {
    let context: LoginContext

    private var settings: Settings { context.settings }

    /// Which code the person is to type.
    // Indirect as ``Refusal``.
    indirect enum Opening {
        /// None: somebody without an account gets nothing.
        case none
        /// One that was sent before; where another was wanted, in how many seconds that may be sent.
        case waiting(Challenge, nextIn: Int64?)
        /// One that was sent just now.
        case sent(Challenge)
        /// One that was sent before, since another could not be.
        case notSent(Refusal, Challenge)
    }

    /// Opens a challenge, and sends the code where it is a new one.
    ///
    /// - Parameters:
    ///   - method: How it is sent.
    ///   - isAsked: Whether the person asked for a new one.
    ///   - account: The person's account; nil for none.
    ///   - time: Now, in seconds since 1970.
    /// - Returns: The code the person is to type.
    /// - Throws: where there is none.
    func open(
        by method: Method, isAsked: Bool, with account: Account?, at time: Int64
    ) throws(Refusal) -> Opening {
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
        case nil: return .none
        case .waiting(let challenge, let nextIn): return .waiting(challenge, nextIn: nextIn)
        case .refused(let refusal): throw .notSentNow(refusal)
        case .new(let challenge, let code, let replaced):
            return try send(challenge, code, replacing: replaced, with: account, at: time)
        }
    }

    private func send(
        _ new: Challenge, _ code: OneTimeCode, replacing replaced: Challenge?,
        with account: Account?, at time: Int64
    ) throws(Refusal) -> Opening {
        var challenge = new
        let request = request(challenge, code, at: time)
        let outcome: SendOutcome
        var failure = ""
        do throws(DeliveryFailure) {
            outcome = .sent(to: try CourierProcess.run(settings.courierProgram, request))
        } catch {
            outcome = error.isCertain ? .notSent : .unknown
            failure = error.reason
        }
        try settle(challenge, outcome, replacing: replaced, with: account, at: time)
        switch outcome {
        case .sent(let target):
            challenge.noteTarget(target)
            return .sent(challenge)
        case .notSent:
            let refusal = Refusal.delivery(failure, perhaps: nil)
            guard let replaced else { throw refusal }
            return .notSent(refusal, replaced)
        case .unknown: throw .delivery(failure, perhaps: challenge.number)
        }
    }

    /// Keeps what became of a code.
    private func settle(
        _ challenge: Challenge, _ outcome: SendOutcome, replacing replaced: Challenge?,
        with account: Account?, at time: Int64
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

    private func request(
        _ challenge: Challenge, _ code: OneTimeCode, at time: Int64
    ) -> DeliveryRequest {
        let target: OutgoingMessage.Target =
            switch settings.recipients {
            case .account: .contacts(context.methods.contacts(for: challenge.method))
            case .topic(let name): .topic(name)
            case .directory(let name): .directory(name)
            }
        let applicant = context.applicant
        let message = OutgoingMessage(
            channel: settings.channel(for: challenge.method) ?? "", method: challenge.method,
            target: target, user: applicant.name, host: applicant.hostNames.first ?? "",
            source: applicant.application.address ?? "", time: time, language: settings.language)
        let code = CodeToSend(
            text: code.text, number: Int(challenge.number), lifetime: settings.codeLifetime)
        return DeliveryRequest(
            deliveryFile: settings.deliveryFile, timeout: settings.deliveryTimeout,
            task: .send(code, message, tellsSteps: false))
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
