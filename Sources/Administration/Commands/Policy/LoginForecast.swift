internal import Accounts
internal import ConfigurationGrammar
internal import HostSystem
internal import LoginFlow
internal import Policy
internal import TextCoding
internal import Vocabulary

/// What a login will look like, as far as it is known before it is made.
struct LoginForecast {
    /// What the login comes to.
    enum Outcome {
        /// Nobody is asked for a code: off, observe, or unenrolled and let in.
        case admitted
        /// A code is asked for that the person can show, as far as that is known.
        case asked
        /// The person enrols first.
        case enrols
        /// Nothing that can be typed lets them in.
        case refused
    }

    /// What the login comes to.
    let outcome: Outcome
    /// The same in sentences.
    let text: String

    /// - Parameters:
    ///   - name: Who logs in.
    ///   - settings: What holds for the login.
    ///   - person: What there is to know of them.
    ///   - time: Now, in seconds since 1970.
    init(of name: String, under settings: Settings, _ person: Applicant, at time: Int) {
        if case .unknownUser = person {
            self.init(.refused, "\(name) is refused: this system knows no such user now.")
            return
        }
        switch settings.secondFactor {
        case .off:
            self.init(.admitted, "\(name) is asked for no code: SecondFactor is off.")
            return
        case .observe:
            self.init(
                .admitted,
                "\(name) is asked for no code, and the log says what would have happened: SecondFactor is observe."
            )
            return
        case .required: break
        }
        guard !settings.methods.isEmpty else {
            self.init(
                .refused, "\(name) is refused: the blocks that may hold have no method in common.")
            return
        }
        switch person {
        case .unknownUser, .unreadable:
            self.init(.refused, "\(name) is refused: what they have enrolled cannot be read.")
        case .person(let status, let lock):
            self.init(of: name, under: settings, status, lock, at: time)
        }
    }

    private init(
        of name: String, under settings: Settings, _ status: EnrolmentStatus, _ lock: Lock?,
        at time: Int
    ) {
        let need = "\(name) needs \(settings.codes)"
        let ticket = "a ticket of `sallyport invite`"
        switch (status, settings.unenrolled(at: time)) {
        case (.usable, _):
            guard lock == nil else {
                self.init(
                    .refused,
                    "\(name) is locked: no code is taken before `sallyport unlock \(name)`, or the lock's end."
                )
                return
            }
            self.init(.asked, "\(name) is asked for \(settings.codes)\(settings.exemption).")
        case (.unusable, _): self.init(.refused, need + ", has none of these, and is refused.")
        case (.withoutDevice, .enrol):
            self.init(.enrols, need + ", has none any more, and enrols again with \(ticket).")
        case (.withoutDevice, _): self.init(.refused, need + ", has none any more, and is refused.")
        case (.unenrolled, .deny):
            self.init(.refused, need + ", has nothing enrolled, and is refused.")
        case (.unenrolled, .enrol):
            let with = settings.enrolment == .invited ? ", with \(ticket)" : ""
            self.init(
                .enrols, need + ", has nothing enrolled, and enrols an app at the login\(with).")
        case (.unenrolled, .allow):
            self.init(.admitted, "\(name) has nothing enrolled, and is let in without a code.")
        }
    }

    private init(_ outcome: Outcome, _ text: String) {
        self.outcome = outcome
        self.text = text
    }

    /// What there is to know of a person.
    enum Applicant {
        /// The system knows no such user.
        case unknownUser
        /// Their account cannot be read, or none can.
        case unreadable
        /// What they have, and the lock that holds.
        case person(EnrolmentStatus, Lock?)

        /// Reads the account of a user.
        init(
            _ user: User, in accounts: borrowing AccountStore, under settings: Settings,
            at time: Int64
        ) {
            do throws(AccountError) {
                let account = try accounts.account(of: user)
                self = .person(
                    settings.enrolmentStatus(of: account, at: time),
                    account?.state.lock(at: time, limits: settings.limits))
            } catch {
                self = .unreadable
            }
        }
    }
}

extension Settings {
    /// The methods in words: "a code from an app (totp) or a recovery code (recovery)".
    fileprivate var codes: String {
        let texts = methods.map { "\($0.codeInWords) (\($0.name))" }
        guard let last = texts.last, texts.count > 1 else { return texts.joined() }
        return texts.dropLast().joined(separator: ", ") + " or " + last
    }

    /// Who is not asked although a code is asked for, in words.
    fileprivate var exemption: String {
        trustPeriod == 0
            ? ""
            : ", but not where one was shown within the last \(TimeFormat.text(trustPeriod)) (TrustPeriod)"
    }
}

extension Method {
    /// What is typed, in words.
    fileprivate var codeInWords: String {
        switch self {
        case .totp: "a code from an app"
        case .hotp: "a code from a counter-based token"
        case .email: "a code sent by e-mail"
        case .sms: "a code sent by text message"
        case .chat: "a code sent by chat"
        case .recovery: "a recovery code"
        case .screen: "the number on the screen"
        }
    }
}
