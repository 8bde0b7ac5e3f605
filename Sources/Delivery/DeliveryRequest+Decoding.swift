internal import HostSystem
internal import Messages
internal import TextCoding
internal import Vocabulary

/// A request that is not in the form the courier reads.
package struct UnreadableRequest: Error {
    /// What is wrong with it.
    package let message: String
}

extension DeliveryRequest {
    /// How many seconds a code can be good: a day, more than any policy allows.
    private static let lifetimes = 0...86_400
    /// How many seconds a request can take: as many times more than any policy allows.
    private static let timeouts = 0...86_400
    /// What the number of a challenge can be; it stands in texts that have little room.
    private static let numbers = 0...9_999
    /// The seconds since 1970 that a request can tell of: until the end of the year 9999.
    private static let times = 0...253_402_300_799

    /// Reads a request.
    package init(decoding bytes: [UInt8]) throws(UnreadableRequest) {
        var values: [(field: Field, value: String)] = []
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            guard let blank = line.firstIndex(of: UInt8(ascii: " ")),
                let field = Field.allCases.first(where: {
                    $0.name.utf8.elementsEqual(line[..<blank])
                })
            else { throw UnreadableRequest(message: "a line of the request has no known name") }
            // Repaired it would be another name.
            guard let value = String(validating: line[(blank + 1)...], as: UTF8.self) else {
                throw UnreadableRequest(
                    message: compact("the line \(field.name) of the request is not valid UTF-8"))
            }
            values.append((field, value))
        }
        func all(_ field: Field) -> [String] {
            values.filter { $0.field == field }.map { $0.value }
        }
        func optional(_ field: Field) throws(UnreadableRequest) -> String? {
            let found = all(field)
            guard found.count <= 1 else {
                throw UnreadableRequest(message: compact("the request has two lines \(field.name)"))
            }
            return found.first
        }
        func value(_ field: Field) throws(UnreadableRequest) -> String {
            guard let value = try optional(field) else {
                throw UnreadableRequest(message: compact("the request has no line \(field.name)"))
            }
            return value
        }
        func number(
            _ field: Field, in range: ClosedRange<Int>
        ) throws(UnreadableRequest) -> Int {
            guard let number = Decimal.number(try value(field).utf8), range.contains(number) else {
                throw UnreadableRequest(
                    message: compact("\(field.name) is no number up to \(range.upperBound)"))
            }
            return number
        }
        func choice<Value>(
            _ field: Field, _ values: [Value], _ name: (Value) -> String
        ) throws(UnreadableRequest) -> Value {
            let text = Array(try value(field).utf8)
            guard let value = values.first(where: { name($0).utf8.elementsEqual(text) }) else {
                throw UnreadableRequest(message: compact("\(field.name) has no known value"))
            }
            return value
        }
        guard let language = Language(tag: try value(.language)) else {
            throw UnreadableRequest(
                message: compact("\(Field.language.name) has no known value"))
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
            deliveryFile: try value(.deliveryFile),
            timeout: try number(.timeout, in: Self.timeouts),
            channel: try optional(.channel),
            method: try choice(.method, Method.allCases) { $0.name }, target: target,
            code: try value(.code), number: try number(.number, in: Self.numbers),
            user: try value(.user), host: try value(.host), source: try value(.source),
            time: Int64(try number(.time, in: Self.times)),
            lifetime: try number(.lifetime, in: Self.lifetimes),
            language: language)
    }
}
