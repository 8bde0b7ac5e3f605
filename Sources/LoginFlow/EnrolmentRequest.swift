internal import HostSystem
package import Messages
package import Policy
internal import TextCoding
internal import Vocabulary

/// What the program that lets people enrol needs to know of a login: all of it was decided by the policy.
package struct EnrolmentRequest {
    /// The user who enrols.
    package var user: String
    /// StateDirectory of the policy.
    package var stateDirectory: String
    /// KeyFile of the policy.
    package var keyFile: String
    /// Whether a ticket is asked for: Enrolment of the policy.
    package var enrolment: Enrolment
    /// Whether recovery codes are made: whether Methods has them.
    package var makesRecoveryCodes: Bool
    /// Window of the policy, in steps.
    package var window: Int
    /// LockAfter, LockFor (in seconds) and LockCap of the policy.
    package var limits: (after: Int, duration: Int, cap: Int)
    /// The name of this host, which the app shows.
    package var host: String
    /// The language of the dialogue.
    package var language: Language

    package init(
        user: String, stateDirectory: String, keyFile: String, enrolment: Enrolment,
        makesRecoveryCodes: Bool, window: Int, limits: (after: Int, duration: Int, cap: Int),
        host: String, language: Language
    ) {
        self.user = user
        self.stateDirectory = stateDirectory
        self.keyFile = keyFile
        self.enrolment = enrolment
        self.makesRecoveryCodes = makesRecoveryCodes
        self.window = window
        self.limits = limits
        self.host = host
        self.language = language
    }

    /// The request as it is written: one line for each field, in their order, and an empty one.
    ///
    /// - Returns: nil where a value has a line break in it: no user, host or path that could be right has.
    package var encoded: [UInt8]? {
        let lines =
            compact("\(user)\n\(stateDirectory)\n\(keyFile)\n\(enrolment.name)\n")
            + compact("\(makesRecoveryCodes ? 1 : 0)\n\(window)\n")
            + compact("\(limits.after)\n\(limits.duration)\n\(limits.cap)\n")
            + compact("\(host)\n\(language.name)\n\n")
        let bytes = Array(lines.utf8)
        let count = bytes.count { $0 == UInt8(ascii: "\n") }
        return count == Self.lineCount ? bytes : nil
    }

    /// How many lines a request has, with the empty one at its end.
    package static let lineCount = 12
}
