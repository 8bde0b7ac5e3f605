internal import Policy

/// A request that is not in the form the courier reads.
package struct UnreadableRequest: Error {
    /// What is wrong with it.
    package let message: String
}

extension DeliveryRequest {
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
}
