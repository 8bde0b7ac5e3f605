internal import Policy

/// A request that is not in the form the courier reads.
package struct UnreadableRequest: Error {
    /// What is wrong with it.
    package let message: String
}

extension DeliveryRequest {
    /// The longest request, in bytes.
    package static let maximumLength = 16 * 1024

    /// The request as it is written to the courier.
    ///
    /// - Returns: nil where a value has a line break or a NUL in it, or all is too long: nothing that could be
    ///   sent has.
    package var encoded: [UInt8]? {
        var bytes: [UInt8] = []
        func add(_ field: Field, _ value: String) {
            bytes += Array(field.name.utf8) + [UInt8(ascii: " ")] + Array(value.utf8)
            bytes.append(UInt8(ascii: "\n"))
        }
        var fields: [(Field, String)] = [
            (.purpose, purpose.name), (.deliveryFile, deliveryFile), (.timeout, String(timeout)),
            (.method, method.name), (.code, code), (.number, String(number)), (.user, user),
            (.host, host), (.source, source), (.time, String(time)), (.lifetime, String(lifetime)),
            (.language, language.name),
        ]
        if let channel { fields.append((.channel, channel)) }
        switch target {
        case .contacts(let contacts): for contact in contacts { fields.append((.contact, contact)) }
        case .topic(let name): fields.append((.topic, name))
        case .directory(let name): fields.append((.directory, name))
        }
        for (field, value) in fields {
            guard value.utf8.allSatisfy({ $0 != UInt8(ascii: "\n") && $0 != 0 }) else { return nil }
            add(field, value)
        }
        return bytes.count <= Self.maximumLength ? bytes : nil
    }

    /// Reads a request.
    package init(decoding bytes: [UInt8]) throws(UnreadableRequest) {
        var values: [(field: Field, value: String)] = []
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            guard let blank = line.firstIndex(of: UInt8(ascii: " ")),
                let field = Field.allCases.first(where: {
                    $0.name.utf8.elementsEqual(line[..<blank])
                })
            else { throw UnreadableRequest(message: "a line of the request has no known name") }
            values.append((field, String(decoding: line[(blank + 1)...], as: UTF8.self)))
        }
        func all(_ field: Field) -> [String] {
            values.filter { $0.field == field }.map { $0.value }
        }
        func optional(_ field: Field) throws(UnreadableRequest) -> String? {
            let found = all(field)
            guard found.count <= 1 else {
                throw UnreadableRequest(message: "the request has two lines \(field.name)")
            }
            return found.first
        }
        func value(_ field: Field) throws(UnreadableRequest) -> String {
            guard let value = try optional(field) else {
                throw UnreadableRequest(message: "the request has no line \(field.name)")
            }
            return value
        }
        func number(_ field: Field) throws(UnreadableRequest) -> Int {
            guard let number = Int(try value(field)), number >= 0 else {
                throw UnreadableRequest(message: "\(field.name) is no number")
            }
            return number
        }
        func choice<Value>(
            _ field: Field, _ values: [Value], _ name: (Value) -> String
        ) throws(UnreadableRequest) -> Value {
            let text = Array(try value(field).utf8)
            guard let value = values.first(where: { name($0).utf8.elementsEqual(text) }) else {
                throw UnreadableRequest(message: "\(field.name) has no known value")
            }
            return value
        }
        let target: Target
        if let topic = try optional(.topic) {
            target = .topic(topic)
        } else if let directory = try optional(.directory) {
            target = .directory(directory)
        } else {
            target = .contacts(all(.contact))
        }
        self.init(
            purpose: try choice(.purpose, Purpose.allCases) { $0.name },
            deliveryFile: try value(.deliveryFile), timeout: try number(.timeout),
            channel: try optional(.channel),
            method: try choice(.method, Method.allCases) { $0.name }, target: target,
            code: try value(.code), number: try number(.number), user: try value(.user),
            host: try value(.host), source: try value(.source),
            time: Int64(try number(.time)), lifetime: try number(.lifetime),
            language: try choice(.language, Language.allCases) { $0.name })
    }

    private enum Field: CaseIterable {
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
