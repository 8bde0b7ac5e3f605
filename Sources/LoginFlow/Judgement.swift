internal import Accounts
internal import Messages
internal import OneTimePassword
internal import Policy

extension Login {
    /// Compares a code with the account: charge, compare, and only then take the charge back.
    func judge(
        _ code: TypedCode, with account: borrowing Account, under settings: Settings
    ) throws(Refusal) -> Factor {
        let time = try time()
        let verdict: Result<Factor, Refusal>
        do throws(AccountError) {
            let attempt = try account.attempt(limits: settings.limits, at: time)
            switch try attempt.compare(code, under: settings, at: time) {
            case .right(let match):
                let factor = attempt.factor(match)
                try attempt.accept(match, at: time)
                verdict = .success(factor)
            case .used:
                try attempt.refuse()
                verdict = .failure(.usedCode)
            case .expired:
                try attempt.refuse()
                verdict = .failure(.expiredCode)
            case .wrong:
                let miss = try attempt.explainMiss(code, under: settings, at: time)
                try attempt.refuse()
                verdict = .failure(.wrongCode(miss))
            }
        } catch {
            verdict = .failure(Refusal(error))
        }
        switch verdict {
        case .failure(.locked(let lock)): tell(lock, in: settings.language)
        case .failure(.usedCode): pam.tell(PromptText.usedCode(settings.language))
        case .failure(.expiredCode): pam.tell(PromptText.expiredCode(settings.language))
        default: break
        }
        return try verdict.get()
    }
}

extension Refusal {
    /// The refusal an error of the account comes to.
    init(_ error: AccountError) {
        if case .locked(let lock) = error { self = .locked(lock) } else { self = .account(error) }
    }
}

extension Attempt.Comparison {
    /// The one of two that says more for the person: right, then right but used or late, then wrong.
    fileprivate func better(_ other: Self) -> Self {
        switch (self, other) {
        case (.right, _), (.used, .wrong), (.used, .used), (.used, .expired), (.expired, .wrong),
            (.expired, .expired):
            self
        default: other
        }
    }
}

extension Attempt {
    /// How far around the present a code is looked for that was wrong, in steps: an hour at the usual
    /// 30 seconds, which is what a forgotten change to summer time makes.
    private static let searchedSteps = 130

    /// Compares a code with everything the policy accepts.
    ///
    /// Every device is looked at, whether or not one before it fitted, so that the time taken says nothing.
    fileprivate borrowing func compare(
        _ code: TypedCode, under settings: Settings, at time: Int64
    ) throws(AccountError) -> Comparison {
        switch code {
        // Judged where it was asked for, without the account.
        case .shown: return .wrong
        case .recovery(let code):
            return settings.methods.contains(.recovery) ? try compare(recoveryCode: code) : .wrong
        case .oneTime(let code):
            var result = Comparison.wrong
            for device in identity.devices where settings.methods.contains(device.method) {
                let comparison = try compare(code, with: device, window: settings.window, at: time)
                result = result.better(comparison)
            }
            if let method = challengeMethod, settings.methods.contains(method) {
                result = result.better(try compare(sent: code, at: time))
            }
            return result
        }
    }

    /// What a right code showed.
    fileprivate borrowing func factor(_ match: Match) -> Factor {
        if let challenge = match.challenge { return .sentCode(challenge) }
        guard let device = match.device else { return .recoveryCode(left: unusedRecoveryCodes - 1) }
        return .device(label: device.label, method: device.method)
    }

    /// Finds out how a code is wrong, for the administrator who is asked why it does not work.
    fileprivate borrowing func explainMiss(
        _ code: TypedCode, under settings: Settings, at time: Int64
    ) throws(AccountError) -> Miss {
        guard case .oneTime(let code) = code else { return .unrelated }
        for device in identity.devices where settings.methods.contains(device.method) {
            let steps = try distance(of: code, from: device, within: Self.searchedSteps, at: time)
            guard let steps else { continue }
            switch device.movingFactor {
            case .time(let totp):
                return .time(device: device.label, seconds: steps * Int64(totp.period))
            case .counter: return .counter(device: device.label, presses: steps)
            }
        }
        return .unrelated
    }
}
