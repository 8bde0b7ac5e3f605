internal import Vocabulary

extension Settings {
    /// How much the value of a keyword lets through: of two values the smaller one asks or refuses more.
    ///
    /// - Returns: nil for a keyword whose values are not in such an order: those of `Methods` and `SendLimit` are
    ///   combined (see ``tighten(_:)``), and of the others none asks or refuses more than another.
    func laxness(of keyword: Keyword) -> Int? {
        switch keyword {
        case .secondFactor: secondFactor.rawValue
        case .unenrolled: unenrolledUntilDeadline.rawValue
        case .enrolmentDeadline: enrolmentDeadline?.end ?? .max
        case .enrolment: enrolment.rawValue
        case .window: window
        case .codeLength: -codeLength
        case .codeLifetime: codeLifetime
        case .resendAfter: -resendAfter
        case .trustPeriod: trustPeriod
        case .trustBinds: -trustBinds.rawValue
        case .lockAfter: lockAfter
        case .lockFor: -lockFor
        case .lockCap: lockCap
        case .keyOnlyLogin: -keyOnlyLogin.rawValue
        // Without a channel nothing is sent, and of two channels neither asks for more.
        case .emailVia: emailVia == nil ? 0 : 1
        case .smsVia: smsVia == nil ? 0 : 1
        case .dingTalkVia: dingTalkVia == nil ? 0 : 1
        // The others also reach people who have no account.
        case .recipients: if case .account = recipients { 0 } else { 1 }
        case .methods, .sendLimit: nil
        case .language, .echo, .splitAt, .deliveryTimeout: nil
        // Of these there is one for the whole host.
        case .hostSendLimit, .stateDirectory, .keyFile, .deliveryFile, .courierProgram,
            .enrolmentProgram:
            nil
        }
    }

    /// Takes of a line what asks or refuses more than what holds without it.
    ///
    /// Of `Methods` those that both take remain, which may be none, and of `SendLimit` the smaller number and the
    /// longer time. Where one has `screen`, which proves nothing, any method asks for at least as much.
    ///
    /// - Returns: Whether something has changed.
    mutating func tighten(_ statement: Statement) -> Bool {
        var other = self
        other.apply(statement.setting)
        switch statement.keyword {
        case .methods:
            let (own, new) = (methods, other.methods)
            methods = (own + new.filter { !own.contains($0) }).filter {
                own.accepts($0) && new.accepts($0)
            }
            return methods != own
        case .sendLimit:
            let (own, new) = (sendLimit, other.sendLimit)
            guard new.count < own.count || new.period > own.period else { return false }
            sendLimit = SendLimit(
                count: min(own.count, new.count), period: max(own.period, new.period))
        default:
            guard let own = laxness(of: statement.keyword),
                let new = other.laxness(of: statement.keyword), new < own
            else { return false }
            self = other
        }
        return true
    }
}

extension [Method] {
    /// Whether a method is one of these, or asks for more than one of them.
    fileprivate func accepts(_ method: Method) -> Bool { contains(method) || contains(.screen) }
}

// For the command only: what the module never calls would still change how it is compiled, and cost it size.
#if !hasFeature(Embedded)

    extension Keyword {
        /// Which of its values asks or refuses more, in words that complete "stricter is".
        package var stricterValue: String {
            switch self {
            case .secondFactor: "required, then observe, then off"
            case .unenrolled: "deny, then enrol, then allow"
            case .enrolmentDeadline: "an earlier date"
            case .enrolment: "invited"
            case .window, .lockAfter, .lockCap: "a smaller number"
            case .codeLength: "a larger number"
            case .codeLifetime, .trustPeriod: "a shorter time"
            case .resendAfter, .lockFor: "a longer time"
            case .trustBinds: "address+key"
            case .keyOnlyLogin: "deny"
            case .emailVia, .smsVia, .dingTalkVia: "none"
            case .recipients: "account"
            case .methods: "fewer methods: those that both have"
            case .sendLimit: "a smaller number in a longer time"
            case .language, .echo, .splitAt, .deliveryTimeout: "no value"
            case .hostSendLimit, .stateDirectory, .keyFile, .deliveryFile, .courierProgram,
                .enrolmentProgram:
                "no value"
            }
        }
    }

#endif
