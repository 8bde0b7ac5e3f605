package import Messages

/// What the program that lets people enrol needs to know of a login: all of it was decided by the policy.
package struct EnrolmentRequest {
    /// The user who enrols.
    package var user: String
    /// StateDirectory of the policy.
    package var stateDirectory: String
    /// KeyFile of the policy.
    package var keyFile: String
    /// Whether a ticket is asked for.
    package var needsTicket: Bool
    /// Whether recovery codes are made: whether Methods has them.
    package var makesRecoveryCodes: Bool
    /// Window of the policy, in steps.
    package var window: Int
    /// LockAfter, LockFor (in seconds) and LockCap of the policy.
    package var limits: (after: Int, duration: Int, cap: Int)
    /// Whether what is typed may show: Echo of the policy.
    package var echo: Bool
    /// The name of this host, which the app shows.
    package var host: String
    /// The language of the dialogue.
    package var language: Language

    /// The most bytes of a request's fields: several times what its paths and names can have.
    package static let maximumLength = 16 * 1024
    /// What stands in the frame.
    static let kind: UInt8 = 0x20

    package init(
        user: String, stateDirectory: String, keyFile: String, needsTicket: Bool,
        makesRecoveryCodes: Bool, window: Int, limits: (after: Int, duration: Int, cap: Int),
        echo: Bool, host: String, language: Language
    ) {
        self.user = user
        self.stateDirectory = stateDirectory
        self.keyFile = keyFile
        self.needsTicket = needsTicket
        self.makesRecoveryCodes = makesRecoveryCodes
        self.window = window
        self.limits = limits
        self.echo = echo
        self.host = host
        self.language = language
    }

    /// The request as it is written; nil where it is too long.
    package var encoded: [UInt8]? {
        var frame = Frame(kind: Self.kind)
        frame.add("user", user)
        frame.add("state-directory", stateDirectory)
        frame.add("key-file", keyFile)
        frame.add("needs-ticket", needsTicket)
        frame.add("recovery-codes", makesRecoveryCodes)
        frame.add("window", window)
        frame.add("lock-after", limits.after)
        frame.add("lock-for", limits.duration)
        frame.add("lock-cap", limits.cap)
        frame.add("echo", echo)
        frame.add("host", host)
        frame.add("language", language.name)
        return frame.encoded(limit: Self.maximumLength)
    }
}
