internal import ConfigurationGrammar
internal import Vocabulary

/// A keyword of the policy file, in the order in which settings are listed.
package enum Keyword: Sendable, CaseIterable {
    case secondFactor
    case methods
    case unenrolled
    case enrolmentDeadline
    case enrolment
    case window
    case codeLength
    case codeLifetime
    case resendAfter
    case sendLimit
    case hostSendLimit
    case trustPeriod
    case trustBinds
    case lockAfter
    case lockFor
    case lockCap
    case language
    case emailVia
    case smsVia
    case dingTalkVia
    case recipients
    case echo
    case splitAt
    case keyOnlyLogin
    case stateDirectory
    case keyFile
    case deliveryFile
    case courierProgram
    case enrolmentProgram
    case deliveryTimeout

    /// Finds the keyword of this name, in upper or lower case; nil if there is none.
    init?(_ name: Word) {
        guard let keyword = Self.allCases.first(where: { name.means($0.name) }) else {
            return nil
        }
        self = keyword
    }

    /// The keyword as it is written in the file.
    package var name: String {
        switch self {
        case .secondFactor: "SecondFactor"
        case .methods: "Methods"
        case .unenrolled: "Unenrolled"
        case .enrolmentDeadline: "EnrolmentDeadline"
        case .enrolment: "Enrolment"
        case .window: "Window"
        case .codeLength: "CodeLength"
        case .codeLifetime: "CodeLifetime"
        case .resendAfter: "ResendAfter"
        case .sendLimit: "SendLimit"
        case .hostSendLimit: "HostSendLimit"
        case .trustPeriod: "TrustPeriod"
        case .trustBinds: "TrustBinds"
        case .lockAfter: "LockAfter"
        case .lockFor: "LockFor"
        case .lockCap: "LockCap"
        case .language: "Language"
        case .emailVia: "EmailVia"
        case .smsVia: "SMSVia"
        case .dingTalkVia: "DingTalkVia"
        case .recipients: "Recipients"
        case .echo: "Echo"
        case .splitAt: "SplitAt"
        case .keyOnlyLogin: "KeyOnlyLogin"
        case .stateDirectory: "StateDirectory"
        case .keyFile: "KeyFile"
        case .deliveryFile: "DeliveryFile"
        case .courierProgram: "CourierProgram"
        case .enrolmentProgram: "EnrolmentProgram"
        case .deliveryTimeout: "DeliveryTimeout"
        }
    }

    /// Whether the keyword holds for the whole host and so cannot be in a Match block.
    var isGlobalOnly: Bool {
        switch self {
        case .hostSendLimit, .stateDirectory, .keyFile, .deliveryFile, .courierProgram,
            .enrolmentProgram:
            true
        default: false
        }
    }
}
