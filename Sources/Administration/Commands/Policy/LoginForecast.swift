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
    ///   - status: What they have; nil where that is not known.
    ///   - time: Now, in seconds since 1970.
    init(of name: String, under settings: Settings, _ status: EnrolmentStatus?, at time: Int) {
        switch settings.secondFactor {
        case .off:
            outcome = .admitted
            text = "\(name) is asked for no code: SecondFactor is off."
            return
        case .observe:
            outcome = .admitted
            text =
                "\(name) is asked for no code, and the log says what would have happened: SecondFactor is observe."
            return
        case .required: break
        }
        guard !settings.methods.isEmpty else {
            outcome = .refused
            text = "\(name) is refused: the blocks that may hold have no method in common."
            return
        }
        let question = "\(name) is asked for \(settings.codes)\(settings.exemption)."
        switch status {
        case .usable, nil:
            outcome = .asked
            text = question
        case .unusable:
            outcome = .refused
            text = question + " \(name) has none of these, and is refused."
        case .withoutDevice:
            let mayEnrol = settings.unenrolled(at: time) == .enrol
            outcome = mayEnrol ? .enrols : .refused
            text =
                question
                + (mayEnrol
                    ? " \(name) has none any more, and enrols again with a ticket of `sallyport invite`."
                    : " \(name) has none any more, and is refused.")
        case .unenrolled:
            switch settings.unenrolled(at: time) {
            case .deny:
                outcome = .refused
                text = question + " \(name) has nothing enrolled, and is refused."
            case .enrol:
                outcome = .enrols
                let ticket =
                    settings.enrolment == .invited ? ", with a ticket of `sallyport invite`" : ""
                text =
                    question
                    + " \(name) has nothing enrolled, and enrols an app at the login\(ticket)."
            case .allow:
                outcome = .admitted
                text = question + " \(name) has nothing enrolled, and is let in without a code."
            }
        }
    }
}

extension Host {
    /// What a login of a user to sshd comes to, from no address in particular; nil where their account cannot be read.
    func forecast(
        of user: User, in accounts: borrowing AccountStore, at time: Int64
    ) -> LoginForecast? {
        let settings = settings(for: user)
        do throws(AccountError) {
            let account = try accounts.account(of: user)
            return LoginForecast(
                of: user.name, under: settings, settings.enrolmentStatus(of: account, at: time),
                at: Int(clamping: time))
        } catch {
            return nil
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
