internal import FoundationEssentials

extension Session {
    /// Writes a value as one line of JSON, its keys in alphabetical order.
    func writeJSON(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try write(String(decoding: encoder.encode(value), as: UTF8.self) + "\n")
    }
}

/// A value that is written as null where there is none, so that a key is never missing.
@propertyWrapper
struct Nullable<Value: Encodable>: Encodable {
    var wrappedValue: Value?

    init(wrappedValue: Value? = nil) { self.wrappedValue = wrappedValue }

    init(_ value: Value?) { self.init(wrappedValue: value) }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let wrappedValue {
            try container.encode(wrappedValue)
        } else {
            try container.encodeNil()
        }
    }
}

/// A moment, written as RFC 3339 has it, in UTC and to the second.
struct Timestamp: Encodable, CustomStringConvertible {
    /// The last second that has a year of four digits.
    private static let last: Int64 = 253_402_300_799

    let description: String

    /// - Parameter seconds: Since 1970.
    init(_ seconds: Int64) {
        let time = TimeInterval(min(max(seconds, 0), Self.last))
        description = Date(timeIntervalSince1970: time).formatted(.iso8601)
    }

    /// The moment of something that may not have happened yet, which accounts write as 0.
    init?(ifAny seconds: Int64) {
        guard seconds != 0 else { return nil }
        self.init(seconds)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
