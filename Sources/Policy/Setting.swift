internal import Messages
internal import Vocabulary

/// One line of the policy: a keyword with the value read for it.
enum Setting: Sendable {
    case secondFactor(SecondFactor)
    case methods([Method])
    case unenrolled(Unenrolled)
    case enrolmentDeadline(CalendarDate?)
    case enrolment(Enrolment)
    case window(Int)
    case codeLength(Int)
    case codeLifetime(Int)
    case resendAfter(Int)
    case sendLimit(SendLimit)
    case hostSendLimit(SendLimit)
    case trustPeriod(Int)
    case trustBinds(TrustBinding)
    case lockAfter(Int)
    case lockFor(Int)
    case lockCap(Int)
    case language(Language)
    case emailVia(String?)
    case smsVia(String?)
    case dingTalkVia(String?)
    case recipients(Recipients)
    case echo(Bool)
    case splitAt(UInt8?)
    case keyOnlyLogin(KeyOnlyLogin)
    case stateDirectory(String)
    case keyFile(String)
    case deliveryFile(String)
    case courierProgram(String)
    case enrolmentProgram(String)
    case deliveryTimeout(Int)
}

extension Settings {
    /// Gives a setting the value of a line.
    mutating func apply(_ setting: Setting) {
        switch setting {
        case .secondFactor(let value): secondFactor = value
        case .methods(let value): methods = value
        case .unenrolled(let value): unenrolledUntilDeadline = value
        case .enrolmentDeadline(let value): enrolmentDeadline = value
        case .enrolment(let value): enrolment = value
        case .window(let value): window = value
        case .codeLength(let value): codeLength = value
        case .codeLifetime(let value): codeLifetime = value
        case .resendAfter(let value): resendAfter = value
        case .sendLimit(let value): sendLimit = value
        case .hostSendLimit(let value): hostSendLimit = value
        case .trustPeriod(let value): trustPeriod = value
        case .trustBinds(let value): trustBinds = value
        case .lockAfter(let value): lockAfter = value
        case .lockFor(let value): lockFor = value
        case .lockCap(let value): lockCap = value
        case .language(let value): language = value
        case .emailVia(let value): emailVia = value
        case .smsVia(let value): smsVia = value
        case .dingTalkVia(let value): dingTalkVia = value
        case .recipients(let value): recipients = value
        case .echo(let value): echo = value
        case .splitAt(let value): splitAt = value
        case .keyOnlyLogin(let value): keyOnlyLogin = value
        case .stateDirectory(let value): stateDirectory = value
        case .keyFile(let value): keyFile = value
        case .deliveryFile(let value): deliveryFile = value
        case .courierProgram(let value): courierProgram = value
        case .enrolmentProgram(let value): enrolmentProgram = value
        case .deliveryTimeout(let value): deliveryTimeout = value
        }
    }
}
