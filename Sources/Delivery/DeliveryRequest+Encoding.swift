internal import Messages
internal import TextCoding

extension DeliveryRequest {
    /// The longest request, in bytes.
    package static let maximumLength = 16 * 1024

    /// The request as it is written to the courier.
    ///
    /// - Returns: nil where a value has a line break or a NUL in it, or all is too long: nothing that could be
    ///   sent has.
    package var encoded: [UInt8]? {
        var bytes: [UInt8] = []
        var isWritable = true
        func add(_ field: Field, _ value: String) {
            let value = Array(value.utf8)
            if value.contains(where: { $0 == UInt8(ascii: "\n") || $0 == 0 }) { isWritable = false }
            bytes += Array(field.name.utf8) + [UInt8(ascii: " ")] + value
            bytes.append(UInt8(ascii: "\n"))
        }
        add(.purpose, purpose.name)
        add(.deliveryFile, deliveryFile)
        add(.timeout, String(timeout))
        add(.method, method.name)
        add(.code, code)
        add(.number, String(number))
        add(.user, user)
        add(.host, host)
        add(.source, source)
        add(.time, String(time))
        add(.lifetime, String(lifetime))
        add(.language, language.name)
        if let channel { add(.channel, channel) }
        switch target {
        case .contacts(let contacts): for contact in contacts { add(.contact, contact) }
        case .topic(let name): add(.topic, name)
        case .directory(let name): add(.directory, name)
        }
        return isWritable && bytes.count <= Self.maximumLength ? bytes : nil
    }

    /// The name that a line begins with.
    enum Field: CaseIterable {
        case purpose, deliveryFile, timeout, channel, method, contact, topic, directory, code
        case number, user, host, source, time, lifetime, language

        var name: String {
            switch self {
            case .purpose: "purpose"
            case .deliveryFile: "delivery-file"
            case .timeout: "timeout"
            case .channel: "channel"
            case .method: "method"
            case .contact: "contact"
            case .topic: "topic"
            case .directory: "directory"
            case .code: "code"
            case .number: "number"
            case .user: "user"
            case .host: "host"
            case .source: "source"
            case .time: "time"
            case .lifetime: "lifetime"
            case .language: "language"
            }
        }
    }
}
