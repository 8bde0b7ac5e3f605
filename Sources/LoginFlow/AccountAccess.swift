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
        if let missing = settings.unavailableValues(of: .trustPeriod).first {
            throw .notAvailable(missing.message)
        }
        guard let user = person.user else { return nil }
        do throws(AccountError) {
            let store = try AccountStore(
                stateDirectory: settings.stateDirectory, keyFile: settings.keyFile, library: library
            )
            if let account = try store.account(of: user) { return account }
            guard makes, settings.reachesWithoutAccount else { return nil }
            return try store.makeAccount(of: user)
        } catch {
            throw .account(error)
        }
    }

    /// What a person can show, and the language they read, which the settings get.
    func means(
        of account: borrowing Account?, under settings: inout Settings
    ) throws(Refusal) -> Means {
        do throws(AccountError) {
            guard let identity = try account?.identity() else { return Means(under: settings) }
            settings.language = identity.contacts.language ?? settings.language
            return Means(of: identity, under: settings)
        } catch {
            throw .account(error)
        }
    }

    /// Whether a person without a usable method is let past.
    func allowsUnenrolled(_ person: Person, under settings: Settings) throws(Refusal) -> Bool {
        guard person.user != nil else { return false }
        switch settings.unenrolled(at: Int(clamping: try time())) {
        case .allow: return true
        case .deny: return false
        case .enrol:
            throw .notAvailable(settings.unavailableValues(of: .unenrolled).first?.message ?? "")
        }
    }

    /// The lock of an account, if it has one now.
    func lock(of account: borrowing Account?, under settings: Settings) throws(Refusal) -> Lock? {
        let time = try time()
        do throws(AccountError) {
            return try account?.currentLock(at: time, limits: settings.limits)
        } catch {
            throw .account(error)
        }
    }

    /// Says when the next code is taken, where none is now.
    func refuseIfLocked(_ account: borrowing Account?, under settings: Settings) throws(Refusal) {
        guard let lock = try lock(of: account, under: settings) else { return }
        tell(lock, in: settings.language)
        throw .locked(lock)
    }

    /// Shows a person why no code is taken.
    func tell(_ lock: Lock, in language: Language) {
        switch lock {
        case .temporary(let remaining): pam.tell(PromptText.locked(for: remaining, language))
        case .untilUnlocked: pam.tell(PromptText.lockedUntilUnlocked(language))
        }
    }

    /// What would have happened, for `SecondFactor observe`.
    func observe(_ person: Person, under settings: Settings) -> String {
        do throws(Refusal) {
            var settings = settings
            let account = try openAccount(
                of: person, under: settings, using: try loadLibrary(), makes: false)
            let means = try means(of: account, under: &settings)
            if means.methods.isEmpty {
                let isLetIn =
                    means.isEnrolled ? false : try allowsUnenrolled(person, under: settings)
                return isLetIn
                    ? "would let in unenrolled"
                    : compact("would refuse: \(Refusal.notEnrolled.reason)")
            }
            guard let lock = try lock(of: account, under: settings) else {
                return "would ask for a code"
            }
            throw .locked(lock)
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

extension AuthenticatorURI.MovingFactor {
    /// The method the codes belong to.
    package var method: Method {
        switch self {
        case .time: .totp
        case .counter: .hotp
        }
    }
}
