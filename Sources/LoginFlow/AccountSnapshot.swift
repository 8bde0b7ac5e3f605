package import Accounts
internal import Messages
internal import OneTimePassword
package import Policy
internal import TextCoding
package import Vocabulary

/// What there is to know of a person before they are asked, at one moment.
final class AccountSnapshot {
    /// What they can show that the policy accepts.
    let methods: UsableMethods
    /// What their logins have left; nothing where there is no account.
    let state: LoginState
    /// The language of their own; nil for the policy's.
    let language: Language?
    /// When all this was read, in seconds since 1970.
    let time: Int64

    /// Takes an account as it is, or the absence of one for what it is.
    // Not inlined: two places in the module need it.
    @inline(never)
    init(
        of account: Account?, under settings: Settings, _ clock: LoginClock
    ) throws(Refusal) {
        time = try clock.time()
        switch account {
        case .none:
            methods = UsableMethods(under: settings)
            state = LoginState()
            language = nil
        case .some(let account):
            methods = UsableMethods(of: account.identity, account.state, under: settings)
            state = account.state
            language = account.identity.contacts.language
        }
    }

    init(methods: UsableMethods, state: LoginState, time: Int64) {
        self.methods = methods
        self.state = state
        self.time = time
        language = nil
    }

    /// Whether they have nothing the policy accepts.
    var hasNothing: Bool { methods.all.isEmpty && !hasBypass }

    /// Whether they have nothing the policy accepts, and never had anything of their own.
    var isUnenrolled: Bool { hasNothing && !methods.isEnrolled }

    /// Whether they have nothing the policy accepts, and no device any more, so that they may enrol another, with a
    /// ticket, where the policy lets people enrol.
    var mayEnrolAgain: Bool {
        hasNothing && methods.isEnrolled && methods.deviceDigits.isEmpty
    }

    /// Whether an administrator has made a code that lets them in once.
    var hasBypass: Bool { state.bypass?.isLive(at: time) ?? false }

    /// Whether a code was sent that may still be typed.
    var hasLiveChallenge: Bool { state.challenge?.isLive(at: time) ?? false }

    /// What a login comes to before anything is asked.
    enum Disposition {
        /// They are let in unenrolled.
        case allow
        /// They enrol a device.
        case enrol
        /// No code is taken.
        case locked(Lock)
        /// The source has shown a code lately.
        case trusted
        /// A code is asked for; also of somebody who has none, and is refused at the end.
        case ask
    }

    /// What the login comes to before anything is asked, by the one order there is.
    ///
    /// Who had something once is never let in without a code: taking it away would switch the second factor off. For
    /// the same reason no source is trusted of somebody who has nothing the policy accepts any more.
    ///
    /// - Parameters:
    ///   - settings: What the policy says of them.
    ///   - source: Where the login comes from; nil where that is not known.
    /// - Returns: What is to be done next.
    /// - Throws: where the policy cannot work for them.
    func disposition(
        under settings: Settings, from source: LoginSource?
    ) throws(Refusal) -> Disposition {
        try requireMethod(under: settings)
        switch settings.unenrolled(at: Int(clamping: time)) {
        case .allow where isUnenrolled: return .allow
        case .enrol where isUnenrolled || mayEnrolAgain: return .enrol
        case .allow, .enrol, .deny: break
        }
        if let lock = state.lock(at: time, limits: settings.limits) { return .locked(lock) }
        return !hasNothing && trusts(source, under: settings) ? .trusted : .ask
    }

    /// Refuses where all that could let a person in is a code that no channel sends, a policy that cannot work, and
    /// where blocks that may hold have no method in common.
    private func requireMethod(under settings: Settings) throws(Refusal) {
        guard !settings.methods.isEmpty else {
            throw .policy(
                "Methods: no method stands in all blocks that may hold, and which do is not known; see "
                    + "sallyport policy explain")
        }
        guard methods.all.isEmpty else { return }
        for method in settings.methods where method.isSent && settings.channel(for: method) == nil {
            throw .policy(
                compact(
                    "Methods \(method.name): no channel sends it, see EmailVia, SMSVia and ChatVia"
                ))
        }
    }

    /// Whether a source has shown a code lately, so that no other is asked for.
    private func trusts(_ source: LoginSource?, under settings: Settings) -> Bool {
        guard settings.trustPeriod > 0, let source else { return false }
        return state.trusts(source, under: settings.trustTerms, at: time)
    }
}

extension Applicant {
    /// What there is to know of somebody whose login goes on without their account.
    func snapshot(
        under settings: Settings, _ clock: LoginClock
    ) throws(Refusal) -> AccountSnapshot {
        let account = try openAccount(under: settings, using: try .found(), makes: false)
        return try AccountSnapshot(of: account, under: settings, clock)
    }

    /// What would have happened, for `SecondFactor observe`.
    func observed(under settings: Settings, _ clock: LoginClock) -> String {
        do throws(Refusal) {
            let snapshot = try snapshot(under: settings, clock)
            let source = try source(under: settings, using: .found())
            switch try snapshot.disposition(under: settings, from: source) {
            case .allow: return "would let in unenrolled"
            case .enrol: return "would let enrol"
            case .locked(let lock): throw .locked(lock)
            case .trusted: return "would let in a trusted source"
            case .ask: if snapshot.hasNothing { throw .notEnrolled }
            }
            return "would ask for a code"
        } catch {
            return compact("would refuse: \(error.reason)")
        }
    }
}

extension Settings {
    /// How many wrong codes an account may collect.
    package var limits: AttemptLimits {
        AttemptLimits(
            lockAfter: UInt32(clamping: lockAfter), lockFor: Int64(lockFor),
            lockCap: UInt32(clamping: lockCap))
    }
}

extension Device {
    /// The method its codes belong to.
    package var method: Method { movingFactor.method }
}
