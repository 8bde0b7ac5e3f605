package import Accounts
internal import Cryptography
internal import HostSystem
internal import Messages
package import OneTimePassword
package import Policy

extension Login {
    /// Opens the account of a person, if there is one.
    ///
    /// `makes` one for a person whom a topic or a directory reaches without: what was sent, and how often, must be
    /// kept somewhere.
    ///
    /// - Returns: nil for a person unknown or without an account. An account that cannot be read is a refusal,
    ///   never nil.
    func openAccount(
        of person: Person, under settings: Settings, using library: LibCrypto, makes: Bool = true
    ) throws(Refusal) -> Account? {
        guard let user = person.user else { return nil }
        do throws(AccountError) {
            let store = try AccountStore(
                stateDirectory: settings.stateDirectory, keyFile: settings.keyFile, library: library
            )
            if let account = try store.account(of: user) { return account }
            guard makes, settings.reachesWithoutAccount else { return nil }
            return try store.makeAccount(of: user)
        } catch {
            // Screen lockers and the like call PAM as the person, who must not read the key.
            guard CurrentProcess.isRoot else {
                throw .notPrivileged(error.description, service: person.attributes.service)
            }
            throw .account(error)
        }
    }

    /// What there is to know of a person before they are asked; the settings get the language they read.
    @inline(never)
    func standing(
        of account: borrowing Account?, under settings: inout Settings
    ) throws(Refusal) -> Standing {
        let time = try time()
        do throws(AccountError) {
            try account?.shortenLock(at: time, limits: settings.limits)
        } catch {
            throw .account(error)
        }
        switch account {
        case .none: return Standing(means: Means(under: settings), state: LoginState(), time: time)
        case .some(let account):
            settings.language = account.identity.contacts.language ?? settings.language
            let means = Means(of: account.identity, account.state, under: settings)
            return Standing(means: means, state: account.state, time: time)
        }
    }

    /// The same, of somebody whose login goes on without their account.
    @inline(never)
    func standing(
        of person: Person, under settings: Settings
    ) throws(Refusal) -> Standing {
        var settings = settings
        let account = try openAccount(
            of: person, under: settings, using: try loadLibrary(), makes: false)
        return try standing(of: account, under: &settings)
    }

    /// What becomes of a person without a usable method; `deny` also for everybody else.
    func beginning(
        of person: Person, _ standing: Standing, under settings: Settings
    ) throws(Refusal) -> Unenrolled {
        guard person.user != nil else { return .deny }
        return standing.beginning(under: settings, at: try time())
    }

    /// Shows a person something, where the stack lets it.
    func tell(_ text: String) {
        if converses { pam.tell(text) }
    }

    /// Tells a person who is let in without a code until when.
    func tellDeadline(under settings: Settings) {
        guard let deadline = settings.enrolmentDeadline else { return }
        tell(
            PromptText.codeRequired(
                after: (deadline.year, deadline.month, deadline.day), settings.language))
    }

    /// Says when the next code is taken, where none is now.
    func refuseIfLocked(_ standing: Standing, under settings: Settings) throws(Refusal) {
        guard let lock = standing.lock(under: settings) else { return }
        tell(lock, in: settings.language)
        throw .locked(lock)
    }

    /// Shows a person why no code is taken.
    func tell(_ lock: Lock, in language: Language) {
        switch lock {
        case .temporary(let remaining): tell(PromptText.locked(for: remaining, language))
        case .untilUnlocked: tell(PromptText.lockedUntilUnlocked(language))
        }
    }

    /// What would have happened, for `SecondFactor observe`.
    func observe(_ person: Person, under settings: Settings) -> String {
        do throws(Refusal) {
            let standing = try standing(of: person, under: settings)
            try refuseWithoutMethod(standing.means, under: settings)
            switch try beginning(of: person, standing, under: settings) {
            case .allow: return "would let in unenrolled"
            case .enrol: return "would let enrol"
            case .deny: if standing.hasNothing { throw .notEnrolled }
            }
            if let lock = standing.lock(under: settings) { throw .locked(lock) }
            return "would ask for a code"
        } catch {
            return compact("would refuse: \(error.reason)")
        }
    }
}

/// What there is to know of a person before they are asked.
struct Standing {
    /// What they can show.
    let means: Means
    /// What their logins have left; nothing where there is no account.
    let state: LoginState
    /// When that was read, in seconds since 1970.
    let time: Int64

    /// Whether they have nothing the policy accepts.
    var hasNothing: Bool { means.methods.isEmpty && !hasBypass }

    /// Whether they have nothing the policy accepts, and never had anything of their own.
    var isUnenrolled: Bool { hasNothing && !means.isEnrolled }

    /// Whether they have nothing the policy accepts, and no device any more, so that they may enrol another, with a
    /// ticket, where the policy lets people enrol.
    var mayEnrolAgain: Bool { hasNothing && means.isEnrolled && means.deviceDigits.isEmpty }

    /// What becomes of them where they have nothing the policy accepts; `deny` also where they have.
    ///
    /// Who had something once is never let in without a code: taking it away would switch the second factor off.
    func beginning(under settings: Settings, at time: Int64) -> Unenrolled {
        let unenrolled = settings.unenrolled(at: Int(clamping: time))
        if isUnenrolled { return unenrolled }
        switch unenrolled {
        case .enrol: return mayEnrolAgain ? .enrol : .deny
        case .deny, .allow: return .deny
        }
    }

    /// Whether an administrator has made a code that lets them in once.
    var hasBypass: Bool { state.bypass?.isLive(at: time) ?? false }

    /// Whether a code was sent that may still be typed.
    var hasLiveChallenge: Bool { state.challenge?.isLive(at: time) ?? false }

    /// The lock that holds now, if any.
    func lock(under settings: Settings) -> Lock? { state.lock(at: time, limits: settings.limits) }

    /// Whether a source has shown a code lately, so that no other is asked for.
    func trusts(_ source: LoginSource?, under settings: Settings) -> Bool {
        guard settings.trustPeriod > 0, let source else { return false }
        return state.trusts(
            source, binding: settings.trustBinds, period: Int64(settings.trustPeriod), at: time)
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

extension AuthenticatorURI.MovingFactor {
    /// The method the codes belong to.
    package var method: Method {
        switch self {
        case .time: .totp
        case .counter: .hotp
        }
    }
}
