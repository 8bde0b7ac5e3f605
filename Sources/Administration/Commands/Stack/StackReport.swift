internal import PAMStack

/// A finding of `sallyport stack check`, as it is printed.
struct StackReport: Encodable {
    /// What one module answers on the way that shows it.
    struct Step: Encodable {
        let file: String
        let line: Int
        let module: String
        let answer: String
        fileprivate let whereabouts: String

        private enum CodingKeys: CodingKey { case file, line, module, answer }
    }

    @Nullable private(set) var file: String?
    @Nullable private(set) var line: Int?
    let severity: String
    let message: String
    let way: [Step]
    private let place: String

    private enum CodingKeys: CodingKey { case file, line, severity, message, way }

    var isError: Bool { severity == "error" }

    init(_ finding: StackFinding, service: String) {
        file = finding.line?.place.file
        line = finding.line?.place.line
        place = finding.line?.whereabouts ?? service
        switch finding.severity {
        case .error: severity = "error"
        case .warning: severity = "warning"
        }
        message = finding.message
        way = finding.way.map { step in
            Step(
                file: step.line.place.file, line: step.line.place.line, module: step.line.module,
                answer: step.value.word, whereabouts: step.line.whereabouts)
        }
    }

    /// The finding as compilers print theirs, and the way below it.
    var text: String {
        "\(place): \(severity): \(message)\n"
            + way.map { "    \($0.whereabouts): \($0.module) says \($0.answer)\n" }.joined()
    }
}

extension StackLine {
    /// What answers in the line.
    fileprivate var module: String {
        switch content {
        case .module(let module): module.name
        case .substack, .broken: "libpam"
        }
    }
}

extension StackFinding {
    /// What is wrong, and what to do.
    fileprivate var message: String {
        switch kind {
        case .notNamed: "no line asks for a code: pam_sallyport.so is not in the phase auth"
        case .passesWithoutCode: "a login can get in without having been asked for a code"
        case .refusalIsForgotten:
            "a code that was refused can be made good; write \"required\" before pam_sallyport.so"
        case .codeAloneIsEnough:
            "a code alone can be enough: no line above ends the login after a wrong password"
        case .asksAfterWrongPassword:
            "a code is asked for after a wrong password too, so that somebody without the password could lock people "
                + "out and use up their codes; \"requisite\" or \"die\" ends such a login"
        case .noProofOfKey:
            "the word \"after=publickey\" is missing here, and stands in another line"
        case .speaksForServer(let module):
            "\(module) could set SSH_AUTH_INFO_0, in which sshd tells that the key was right; it must not stand above "
                + "a line that believes that"
        case .nobodyGetsIn: "nobody gets in, not with the right password and code either"
        case .exemptedAreRefused: "whom the policy asks for no code is refused"
        case .refusesEverybody(let reason): "libpam refuses everybody: \(reason)"
        case .readDifferently(let reason): "nothing can be proven: \(reason)"
        case .accountPasses:
            "\"KeyOnlyLogin deny\" can be passed by: put \"account required pam_sallyport.so\" first in the phase"
        case .accountNotAsked:
            "\"KeyOnlyLogin deny\" has no effect: pam_sallyport.so is not in the phase account"
        case .namedTwice:
            "pam_sallyport.so is in the stack a second time: people are asked for two codes"
        case .anotherSecondFactor(let module): "\(module) asks for a code as well"
        case .moduleIsMissing(let module): "\(module) is not there; libpam takes that for a failure"
        case .brokenLine(let reason): "libpam takes the line for a failure: \(reason)"
        }
    }
}
