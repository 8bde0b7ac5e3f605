internal import JSON

/// The body of a webhook's request: JSON, with placeholders in its strings.
package struct WebhookTemplate {
    private let template: JSON

    /// Reads a template.
    ///
    /// - Throws: ``DeliveryError`` where it is not JSON, or has a placeholder that does not exist.
    package init(_ text: [UInt8]) throws(DeliveryError) {
        template = try JSON(providers: text)
        _ = try template.mapStrings { (text) throws(DeliveryError) in
            _ = try Template<BodyPlaceholder>(parsing: Array(text.utf8))
            return text
        }
    }

    /// The body for one message, in which each value stays within its JSON string, whatever it has in it.
    package func body(
        for message: Message, to recipient: Recipient
    ) throws(DeliveryError) -> [UInt8] {
        try template.mapStrings { (text) throws(DeliveryError) in
            let template = try Template<BodyPlaceholder>(parsing: Array(text.utf8))
            let bytes = template.filled { Array(message.value(of: $0, for: recipient).utf8) }
            return String(decoding: bytes, as: UTF8.self)
        }.text()
    }
}
