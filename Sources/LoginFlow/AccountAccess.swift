package import Accounts
internal import Cryptography
internal import HostSystem
internal import Messages
package import OneTimePassword
package import Policy

extension Login {
    /// Opens the account of a person, if it has a method the policy allows.
    ///
    /// - Returns: nil for a person unknown or without a usable method. An account that cannot be read, or a
    ///   method this version does not have, is a refusal, never nil.
    func openAccount(
        of person: Person, under settings: Settings, using library: LibCrypto
    ) throws(Refusal) -> Account? {
        if let missing = settings.unavailableValues(of: .trustPeriod).first {
            throw .notAvailable(missing.message)
        }
        guard let user = person.user else { return nil }
        do throws(AccountError) {
            let store = try AccountStore(
                stateDirectory: settings.stateDirectory, keyFile: settings.keyFile, library: library
            )
            if let account = try store.account(of: user),
                try account.identity().hasMethod(of: settings)
            {
                return account
            }
        } catch {
            throw .account(error)
        }
        if let missing = settings.unavailableValues(of: .methods).first {
            throw .notAvailable(missing.message)
        }
        return nil
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
            return try account?.state().lock(at: time, limits: settings.limits)
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
            let account = try openAccount(of: person, under: settings, using: try loadLibrary())
            if account == nil {
                return try allowsUnenrolled(person, under: settings)
                    ? "would let in unenrolled" : "would refuse: \(Refusal.notEnrolled.reason)"
            }
            guard let lock = try lock(of: account, under: settings) else {
                return "would ask for a code"
            }
            throw .locked(lock)
        } catch {
            return "would refuse: \(error.reason)"
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

extension Identity {
    /// Whether the person has anything to show that the policy accepts.
    fileprivate borrowing func hasMethod(of settings: Settings) -> Bool {
        devices.contains { settings.methods.contains($0.method) }
            || settings.methods.contains(.recovery) && recovery != nil
    }
}
