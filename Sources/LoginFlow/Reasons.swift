internal import Accounts
internal import Cryptography
internal import HostSystem

extension Exemption {
    /// Why no code was asked for, in words for the log.
    var reason: String {
        switch self {
        case .off: "SecondFactor off"
        case .observed(let what): "SecondFactor observe: \(what)"
        case .unenrolled: "no usable device, Unenrolled allow"
        case .split, .account: ""
        }
    }
}

extension Refusal {
    /// Why, in words an administrator can act on.
    var reason: String {
        switch self {
        case .wrongCode(let miss): miss.reason
        case .usedCode: "code used before"
        case .malformedAnswer: "answer is no code, not counted"
        case .emptyAnswer: "no answer, not counted"
        case .standInAnswer:
            "sshd refuses this user itself (AllowUsers, PermitRootLogin ...), not counted"
        case .passwordAsAnswer:
            "the client answered with the password, not counted; such clients need the split stack"
        case .conversation:
            "the client could not be asked, not counted; clients with passwords only need the split stack"
        case .locked(.temporary(let remaining)):
            "locked after wrong codes, for \(remaining) s more; sallyport unlock ends it"
        case .locked(.untilUnlocked): "locked after too many wrong codes; sallyport unlock ends it"
        case .unknownUser: "unknown user"
        case .notEnrolled: "no usable device; sallyport enrol makes one"
        case .keyOnlyLogin:
            "no code was asked for and KeyOnlyLogin is deny; see AuthenticationMethods"
        case .arguments(let what), .policy(let what), .notAvailable(let what): what
        case .account(let error): error.description
        case .userDatabase(let error): error.description
        case .cryptography(let error): error.description
        case .clock: "the system has no time of day"
        }
    }

    /// Whether something is broken that an administrator has to mend.
    var isFault: Bool {
        switch self {
        case .wrongCode, .usedCode, .malformedAnswer, .emptyAnswer, .standInAnswer,
            .passwordAsAnswer,
            .conversation, .locked, .unknownUser, .notEnrolled, .keyOnlyLogin:
            false
        case .arguments, .policy, .notAvailable, .account, .userDatabase, .cryptography, .clock:
            true
        }
    }
}

extension Miss {
    fileprivate var reason: String {
        switch self {
        case .unrelated: "wrong code"
        case .time(let device, let seconds):
            "wrong code, but right for device \(device) at another time: the clocks differ by about "
                + "\(abs(seconds)) s, the device is \(seconds < 0 ? "behind" : "ahead")"
        case .counter(let device, let presses):
            "wrong code, but right for device \(device) \(presses) presses ahead of its counter"
        }
    }
}
