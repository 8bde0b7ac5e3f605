/// Why a message was not delivered, in words an administrator can act on.
///
/// The text has no secret in it: it goes to the log and to whoever started the courier.
package struct DeliveryError: Error {
    /// What happened.
    package let message: String

    package init(_ message: String) { self.message = message }
}
