package import TextCoding

/// Why something cannot be delivered, found before anything of it was sent.
///
/// Where a message may have left there is only ``SendingError``, which says what is known of it.
package struct DeliveryError: Error {
    /// The reason in words an administrator can act on; no code, no secret and no whole address is in it.
    package let reason: String

    /// A reason that is a text already.
    @_disfavoredOverload
    package init(_ reason: String) { self.reason = reason }

    /// A reason with values in it.
    @inline(never)
    package init(_ reason: CompactText) { self.reason = reason.string }

    /// The same, with what it is about before it.
    package func about(_ subject: CompactText) -> DeliveryError {
        DeliveryError("\(subject.string): \(reason)")
    }
}
