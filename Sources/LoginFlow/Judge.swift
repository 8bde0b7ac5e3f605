internal import Accounts
internal import Messages
internal import OneTimePassword
internal import Policy
internal import TextCoding
internal import Vocabulary

/// Judges a code: charge, compare, and only then take the charge back.
struct Judge {
    let context: LoginContext
    /// Where the login comes from; nil where that is not known.
    let source: LoginSource?

    /// What a code came to, and what follows from it once the account's lock is open again.
    struct Ruling {
        /// What was shown, or why the code lets nobody in.
        let factor: Result<Factor, Refusal>
        /// What the person is told of by e-mail, whoever it was; nil for nothing.
        var notice: Notice?
        /// How many recovery codes are left, where the person should know; nil otherwise.
        var fewRecoveryCodes: Int?

        /// What the person is told who is let in; nil for nothing.
        var message: PromptText? { fewRecoveryCodes.map { .fewRecoveryCodes($0) } }
    }

    /// Compares a code with the account.
    func judge(
        _ code: TypedCode, with account: Account, at time: Int64
    ) throws(Refusal) -> Ruling {
        let settings = context.settings
        do throws(AccountError) {
            let attempt = try account.attempt(limits: settings.limits, at: time)
            let verdict = try attempt.settle(
                from: source, under: settings.trustTerms
            ) { (attempt) throws(AccountError) in try attempt.compare(code, under: settings) }
            switch verdict {
            case .right(let match, let isNewSource, let recoveryCodes):
                let factor = match.factor(recoveryCodes: recoveryCodes ?? 0)
                let few = recoveryCodes.flatMap { $0 <= RecoveryCode.few ? $0 : nil }
                return Ruling(
                    factor: .success(factor),
                    notice: factor.notice ?? (isNewSource ? .newSource : nil),
                    fewRecoveryCodes: settings.methods.contains(.recovery) ? few : nil)
            case .used: return Ruling(factor: .failure(.usedCode))
            case .expired: return Ruling(factor: .failure(.expiredCode))
            case .wrong(let missed):
                // Found out when others may go on.
                let miss = try missed.explain(code, under: settings, at: time)
                return Ruling(
                    factor: .failure(.wrongCode(miss)),
                    notice: missed.lock == nil ? nil : .locked)
            }
        } catch {
            throw Refusal(error)
        }
    }
}

extension Factor {
    /// What the person is told of, whoever it was.
    fileprivate var notice: Notice? {
        switch self {
        case .recoveryCode: .recoveryCodeUsed
        case .device, .sentCode, .shownNumber, .bypass, .enrolled: nil
        }
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
        rank < other.rank ? other : self
    }

    private var rank: Int {
        switch self {
        case .right: 3
        case .used: 2
        case .expired: 1
        case .wrong: 0
        }
    }
}

extension Attempt {
    /// Compares a code with everything the policy accepts.
    ///
    /// Every device is looked at, whether or not one before it fitted, so that the time taken says nothing.
    fileprivate borrowing func compare(
        _ code: TypedCode, under settings: Settings
    ) throws(AccountError) -> Comparison {
        switch code {
        // Judged where it was asked for, without the account.
        case .shown: return .wrong
        case .recovery(let code):
            var result = try compare(bypass: code)
            if settings.methods.contains(.recovery) {
                result = result.better(try compare(recoveryCode: code))
            }
            return result.better(try compare(spent: code))
        case .oneTime(let code):
            var result = Comparison.wrong
            for device in devices where settings.methods.contains(device.method) {
                let comparison = try compare(code, with: device, window: settings.window)
                result = result.better(comparison)
            }
            if let method = challengeMethod, settings.methods.contains(method) {
                result = result.better(try compare(sent: code))
            }
            // What `sallyport import` took over as recovery codes has eight digits.
            if code.length == RecoveryCode.importedLength, settings.methods.contains(.recovery) {
                result = result.better(try compare(recoveryCode: code.text.bytes))
            }
            return result.better(try compare(spent: code.text.bytes))
        }
    }
}

extension Attempt.Match {
    /// What it showed.
    fileprivate func factor(recoveryCodes: Int) -> Factor {
        if let challenge { return .sentCode(challenge) }
        if isBypass { return .bypass }
        guard let device else { return .recoveryCode(left: recoveryCodes) }
        return .device(label: device.label, method: device.method)
    }
}

extension MissedAttempt {
    /// How far around the present a code is looked for that was wrong, in steps: an hour at the usual 30 seconds,
    /// which is what a forgotten change to summer time makes.
    private static let searchedSteps = 130
    /// How far for all devices together: of more than four each gets its share, so that nobody makes the search
    /// long.
    private static let searchedStepsInAll = 520

    /// Finds out how a code is wrong, for the administrator who is asked why it does not work.
    fileprivate func explain(
        _ code: TypedCode, under settings: Settings, at time: Int64
    ) throws(AccountError) -> WrongCode {
        guard case .oneTime(let code) = code else { return .unrelated }
        let share = Self.searchedStepsInAll / max(devices.count, 1)
        let searched = min(share, Self.searchedSteps)
        for device in devices where settings.methods.contains(device.method) {
            let steps = try distance(of: code, from: device, within: searched, at: time)
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
