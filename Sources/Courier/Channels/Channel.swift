internal import CLibcurl
package import Vocabulary

/// A way to deliver messages. A type that is one stands in a file of its own, with all that is particular to its
/// ``ChannelKind``: the keywords, what it needs to know of a person, the check and the sending.
// Of classes only: Embedded Swift has no other values of a type that is not known.
package protocol Channel: AnyObject {
    /// Whom it sends the codes of a method to; nil where it cannot send them.
    func audience(of method: Method) -> Audience?

    /// Whether what it sends are text messages, which must fit in one segment.
    var sendsTextMessages: Bool { get }

    /// Checks what only this kind has, without asking anybody.
    ///
    /// - Returns: What is good, such as `CacheDirectory /x can be used`; nil where there is nothing to check.
    /// - Throws: what is wrong.
    func inspect() throws(DeliveryError) -> String?

    /// Connects to a server of the channel as for a message, and sends none.
    func connect(to server: ServerURL, _ attempt: DeliveryAttempt) throws(DeliveryError)

    /// Sends a message to one recipient, who is of the ``audience(of:)``.
    ///
    /// - Throws: why it was not taken, or why nobody knows whether it was. Where nothing is thrown the other side
    ///   took it, which for most is all that can be known.
    func send(
        _ message: Message, to recipient: Recipient, _ attempt: DeliveryAttempt
    ) throws(SendingError)
}

extension Channel {
    package var sendsTextMessages: Bool { false }

    package func inspect() throws(DeliveryError) -> String? { nil }

    package func connect(
        to server: ServerURL, _ attempt: DeliveryAttempt
    ) throws(DeliveryError) {
        let library = try LibCurl()
        do throws(TransferError) {
            let transfer = try Transfer(
                library, server: server, caFile: attempt.caFile, deadline: attempt.deadline)
            try transfer.handle.set(CURLOPT_CONNECT_ONLY, 1)
            _ = try transfer.perform()
        } catch {
            throw DeliveryError(error.message)
        }
    }
}
