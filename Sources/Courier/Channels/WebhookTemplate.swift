internal import HostSystem
internal import Policy

/// The body of a webhook's request: JSON, with placeholders in its strings.
///
/// Those of a message's template, and `{text}`, `{subject}` and `{target}`.
package struct WebhookTemplate {
    private let template: JSON

    /// Reads a template.
    ///
    /// - Throws: ``DeliveryError`` where it is no JSON, or has a placeholder that does not exist.
    package init(_ text: [UInt8]) throws(DeliveryError) {
        template = try JSON(parsing: text)
        try check()
    }

    /// The body for one message, in which each value is a part of a JSON string, whatever it has in it.
    package func text(for message: Message, _ recipient: Recipient) throws(DeliveryError) -> [UInt8]
    {
        try template.mapStrings { text in
            Self.fill(text) { Self.value($0, message, recipient) ?? "" }
        }.serialised()
    }

    private func check() throws(DeliveryError) {
        var unknown: String?
        _ = try template.mapStrings { text in
            Self.fill(text) { name in
                if !Self.names.contains(where: { $0.hasSameBytes(as: name) }) { unknown = name }
                return ""
            }
        }
        if let unknown {
            throw DeliveryError("there is no placeholder {\(unknown)}")
        }
    }

    private static let names = Placeholder.allCases.map { $0.name } + ["text", "subject", "target"]

    private static func value(
        _ name: String, _ message: Message, _ recipient: Recipient
    ) -> String? {
        if name.hasSameBytes(as: "text") { return message.text }
        if name.hasSameBytes(as: "subject") { return message.subject }
        if name.hasSameBytes(as: "target") { return recipient.text }
        return Placeholder.allCases.first { $0.name.hasSameBytes(as: name) }
            .map { message.values.value(of: $0) }
    }

    /// The text with each `{name}` of lower-case letters replaced; what a value brings is not looked at again.
    private static func fill(_ text: String, _ value: (String) -> String) -> String {
        var result: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.first {
            rest = rest.dropFirst()
            let name = rest.prefix { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
            let end = rest.dropFirst(name.count)
            if byte == UInt8(ascii: "{"), !name.isEmpty, end.first == UInt8(ascii: "}") {
                result += Array(value(String(decoding: name, as: UTF8.self)).utf8)
                rest = end.dropFirst()
            } else {
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
