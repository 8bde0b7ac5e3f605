/// Why something cannot be delivered, found before anything of it was sent.
///
/// Where a message may have left there is only ``SendingError``, which says what is known of it.
package struct DeliveryError: Error {
    /// The reason in words an administrator can act on; no code, no secret and no whole address is in it.
    package let reason: String

    package init(_ reason: String) { self.reason = reason }

    /// The same, with what it is about before it.
    package func about(_ subject: String) -> DeliveryError {
        DeliveryError("\(subject): \(reason)")
    }
}
