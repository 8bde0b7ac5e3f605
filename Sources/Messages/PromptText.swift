/// What a person is asked and told at a login, in the order they meet it.
package enum PromptText: Sendable {
    /// The question for a code, with the names of the methods that may be typed instead, separated by commas; may
    /// be empty.
    case verificationCode(alternatives: String)

    /// The question for a code that was sent, with its number, to whom the masked `target` says; empty where nobody
    /// knows yet whether it was. `alternatives` can be typed to be sent another, with commas; empty for none. Two lines.
    case sentCode(Int, to: String, alternatives: String)
    /// The same for a person whose client cannot ask: that they type it behind what they typed now.
    case appendSentCode(Int, to: String)
    /// Another code can be sent in so many seconds; before the question for the one that was sent, or alone.
    case nextCode(in: Int64)
    /// What was typed has the form of no code.
    case notACode
    /// Too many codes were sent; the next may be in so many seconds.
    case tooManyCodes(for: Int64)
    /// Several codes could not be sent; the next is tried in so many seconds.
    case sendingFails(for: Int64)
    /// The code could not be sent.
    case notSent
    /// Nobody knows whether the code with this number was sent, and it is not asked for now.
    case perhapsSent(Int)

    /// The question that shows the number which is to be typed, for the method `screen`.
    case shownNumber(String)

    /// The code was right once.
    case usedCode
    /// The code was right, and came too late.
    case expiredCode
    /// The account is locked for so many seconds more.
    case locked(for: Int64)
    /// The account is locked until somebody unlocks it.
    case lockedUntilUnlocked

    /// So many recovery codes are left, which is few; after one was used.
    case fewRecoveryCodes(Int)
    /// A code will be required after a day, and is not yet; to a person who was let in without one.
    case codeRequired(afterYear: Int, month: Int, day: Int)
}

extension Int64 {
    /// A number of seconds in minutes: rounded up, and at least one.
    var wholeMinutes: Int64 {
        Swift.max(1, self / 60 + (self % 60 > 0 ? 1 : 0))
    }
}
