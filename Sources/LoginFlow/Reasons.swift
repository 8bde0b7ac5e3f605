internal import Accounts
internal import Cryptography
internal import HostSystem
internal import TextCoding

extension Exemption {
    /// Why no code was asked for, in words for the log.
    var reason: String {
        switch self {
        case .off: "SecondFactor off"
        case .observed(let what): compact("SecondFactor observe: \(what)")
        case .unenrolled: "no usable device, Unenrolled allow"
        case .trusted: "trusted source, see TrustPeriod"
        case .split, .account: ""
        }
    }
}

extension Refusal {
    /// Why, in words an administrator can act on.
    var reason: String {
        switch self {
        case .wrongCode(let miss): miss.reason
        case .usedCode: "code used before, not counted"
        case .expiredCode:
            "code typed too late, not counted; see CodeLifetime for those that are sent"
        case .malformedAnswer: "answer is no code, not counted"
        case .emptyAnswer: "no answer, not counted"
        case .standInAnswer:
            "sshd refuses this user itself (AllowUsers, PermitRootLogin ...), not counted"
        case .passwordAsAnswer:
            "the client answered with the password, not counted; such clients need the split stack"
        case .userNameAsAnswer:
            "the client answered with the user name, not counted; such clients need the split stack, its "
                + "last line with noask"
        case .noCodeWithPassword:
            "no code came behind the password, and noask: none can be asked for, not counted"
        case .conversation:
            "the client could not be asked, not counted; clients with passwords only need the split stack"
        case .codeToAppend:
            "a code was sent, the client could not be asked for it, not counted; in the split "
                + "stack the next try has it behind the password"
        case .notSentNow(.tooSoon(let remaining)):
            compact("a code was sent less than ResendAfter ago; the next in \(remaining) s")
        case .notSentNow(.tooMany(let remaining)):
            compact(
                "too many codes sent, see SendLimit and HostSendLimit; the next in \(remaining) s")
        case .notSentNow(.failing(let remaining)):
            compact(
                "codes could not be sent lately, sallyport send-test tells why; the next is tried in \(remaining) s"
            )
        case .locked(.temporary(let remaining)):
            compact("locked after wrong codes, for \(remaining) s more; sallyport unlock ends it")
        case .locked(.untilUnlocked): "locked after too many wrong codes; sallyport unlock ends it"
        case .unknownUser: "unknown user"
        case .notEnrolled:
            "no usable device or contact; sallyport enrol or sallyport contact makes one"
        case .keyOnlyLogin(let service):
            service.isEmpty || service.hasSameBytes(as: "sshd")
                ? "no code was asked for and KeyOnlyLogin is deny; see AuthenticationMethods"
                : compact(
                    "no code was asked for and KeyOnlyLogin of the policy is deny for the service \(service)"
                )
        case .keyNotTold:
            "after=publickey: sshd does not say that a key was checked; see AuthenticationMethods of "
                + "sshd_config. sshd says it since 7.8, and is believed for the service sshd only"
        case .notEnrolledNow(let what): compact("enrolment: \(what)")
        case .enrolmentProgram(let what): compact("EnrolmentProgram: \(what)")
        case .arguments(let what), .policy(let what), .delivery(let what, nil): what
        case .delivery(let what, _?): compact("\(what); it may have been sent, and counts")
        case .account(let error): error.description
        case .notPrivileged(let what, let service):
            compact(
                """
                \(what): this application calls PAM as the person and not as root; 'Match service \
                \(service)' with 'SecondFactor off' in the policy spares it
                """)
        case .userDatabase(let error): error.description
        case .cryptography(let error): error.description
        case .clock: "the system has no time of day"
        }
    }

    /// Whether something is broken that an administrator has to mend.
    var isFault: Bool {
        switch self {
        case .wrongCode, .usedCode, .expiredCode, .malformedAnswer, .emptyAnswer, .standInAnswer,
            .passwordAsAnswer, .userNameAsAnswer, .noCodeWithPassword, .conversation, .codeToAppend,
            .locked, .unknownUser, .notEnrolled, .notEnrolledNow, .keyOnlyLogin, .notSentNow:
            false
        case .arguments, .policy, .account, .notPrivileged, .userDatabase, .cryptography, .clock,
            .delivery, .enrolmentProgram, .keyNotTold:
            true
        }
    }
}

extension WrongCode {
    fileprivate var reason: String {
        switch self {
        case .unrelated: "wrong code"
        case .time(let device, let seconds):
            compact(
                """
                wrong code, but right for device \(device) at another time: the clocks differ by about \
                \(abs(seconds)) s, the device is \(seconds < 0 ? "behind" : "ahead")
                """)
        case .counter(let device, let presses):
            compact(
                "wrong code, but right for device \(device) \(presses) presses ahead of its counter"
            )
        }
    }
}
