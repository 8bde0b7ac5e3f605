internal import HostSystem

/// The clocks of a login.
package struct LoginClock {
    /// The time of day, in seconds since 1970; nil where the system has none.
    let timeOfDay: () -> Int64?
    /// A time that only grows, in milliseconds from an arbitrary start.
    let milliseconds: () -> Int64?
    /// Waits for so many milliseconds.
    let wait: (Int64) -> Void

    /// The clocks of the system, but for the time of day.
    package init(timeOfDay: @escaping () -> Int64?) {
        self.init(
            timeOfDay: timeOfDay, milliseconds: { SystemClock.monotonicMilliseconds() },
            wait: { SystemClock.sleep(microseconds: Int(clamping: $0) * 1000) })
    }

    /// These clocks.
    package init(
        timeOfDay: @escaping () -> Int64?, milliseconds: @escaping () -> Int64?,
        wait: @escaping (Int64) -> Void
    ) {
        self.timeOfDay = timeOfDay
        self.milliseconds = milliseconds
        self.wait = wait
    }

    /// The time of day, without which neither codes nor locks mean anything, in seconds since 1970.
    func time() throws(Refusal) -> Int64 {
        guard let time = timeOfDay() else { throw .clock }
        return time
    }

    /// How long after the answer every refusal of a guess comes, in milliseconds: several times what the slowest of
    /// them takes, so that its time does not tell an unknown user from a wrong code.
    private static var refusalTime: Int64 { 5 }

    /// Waits until a refusal takes as long as any other since the answer was there.
    ///
    /// Not after a code that was right once: whoever has one knows that the account exists, and a guess that is
    /// one by chance says no more about the others.
    func waitUntilEvenlyLate(_ refusal: Refusal, answeredAt: Int64?) {
        guard !refusal.isOfKnownCode, let answeredAt, let now = milliseconds() else { return }
        let remaining = Self.refusalTime - (now - answeredAt)
        if remaining > 0 { wait(remaining) }
    }
}

extension Refusal {
    /// Whether the code was right once.
    fileprivate var isOfKnownCode: Bool {
        switch self {
        case .usedCode, .expiredCode: true
        case .wrongCode, .malformedAnswer, .emptyAnswer, .standInAnswer, .passwordAsAnswer,
            .userNameAsAnswer, .noCodeWithPassword, .conversation, .codeToAppend, .locked,
            .unknownUser, .notEnrolled, .notEnrolledNow, .keyOnlyLogin, .keyNotTold, .notSentNow,
            .arguments, .policy, .account, .notPrivileged, .userDatabase, .cryptography, .delivery,
            .enrolmentProgram, .clock:
            false
        }
    }
}
