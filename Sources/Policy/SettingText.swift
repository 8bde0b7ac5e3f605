internal import ConfigurationGrammar
internal import TextCoding

extension Settings {
    /// The value of a keyword as one would write it in the file.
    package func text(of keyword: Keyword) -> String {
        switch keyword {
        case .secondFactor: secondFactor.name
        case .methods: methods.map { $0.name }.joined(separator: " ")
        case .unenrolled: unenrolledUntilDeadline.name
        case .enrolmentDeadline: enrolmentDeadline?.description ?? Self.none
        case .enrolment: enrolment.name
        case .window: String(window)
        case .codeLength: String(codeLength)
        case .codeLifetime: TimeFormat.text(codeLifetime)
        case .resendAfter: TimeFormat.text(resendAfter)
        case .sendLimit: sendLimit.text
        case .hostSendLimit: hostSendLimit.text
        case .trustPeriod: TimeFormat.text(trustPeriod)
        case .trustBinds: trustBinds.name
        case .lockAfter: String(lockAfter)
        case .lockFor: TimeFormat.text(lockFor)
        case .lockCap: String(lockCap)
        case .language: language.name
        case .emailVia: emailVia ?? Self.none
        case .smsVia: smsVia ?? Self.none
        case .dingTalkVia: dingTalkVia ?? Self.none
        case .recipients: recipientsText
        case .echo: echo.name
        case .splitAt:
            splitAt.map { Word.written(String(decoding: [$0], as: UTF8.self)) } ?? Self.none
        case .keyOnlyLogin: keyOnlyLogin.name
        case .stateDirectory: Word.written(stateDirectory)
        case .keyFile: Word.written(keyFile)
        case .deliveryFile: Word.written(deliveryFile)
        case .courierProgram: Word.written(courierProgram)
        case .enrolmentProgram: Word.written(enrolmentProgram)
        case .deliveryTimeout: TimeFormat.text(deliveryTimeout)
        }
    }

    private static var none: String { "none" }

    private var recipientsText: String {
        switch recipients {
        case .account: "account"
        case .topic(let name): "topic \(name)"
        case .directory(let name): "ldap \(name)"
        }
    }
}

extension SendLimit {
    fileprivate var text: String { "\(count)/\(TimeFormat.text(period))" }
}
