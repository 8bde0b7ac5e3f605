internal import HostSystem
internal import Wire

/// What the courier answers when its time is over and it does not get to an answer of its own.
///
/// The look-up of a name may go on after all deadlines, for as long as the resolver is set to ask name servers that are
/// silent. Nothing was sent then, and a courier that is killed without a word could not say so.
enum LastWords {
    /// Says from now on that nothing was sent, and why.
    static func begin(_ reason: String) {
        CurrentProcess.setLastWords(DeliveryReply(.failed, reason).encoded)
    }

    /// Says nothing any more: from now on something may be sent.
    static func end() { CurrentProcess.setLastWords(nil) }
}
