internal import ConfigurationGrammar

extension Keyword {
    /// All keywords, in the order in which settings are listed.
    package static let all: [Keyword] = [
        .secondFactor, .methods, .unenrolled, .enrolmentDeadline, .enrolment, .maxDevices,
        .window, .codeLength, .codeLifetime, .resendAfter, .sendLimit, .hostSendLimit,
        .trustPeriod, .trustBinds,
        .lockAfter, .lockFor, .lockCap,
        .language,
        .emailVia, .smsVia, .chatVia, .recipients,
        .echo, .splitAt, .keyOnlyLogin,
        .stateDirectory, .keyFile, .deliveryFile, .courierProgram, .enrolmentProgram,
        .deliveryTimeout,
    ]
}

extension [Keyword] {
    /// The keyword of this name, in upper or lower case; nil if there is none.
    func first(named name: Word) -> Keyword? { first { name.means($0.name) } }
}
