/// `key=value` pairs in one line of printable text, whatever the values hold.
package struct AuditLine {
    /// The most bytes of a value; a name longer than that is cut.
    private static let maximumValueLength = 256

    /// The line so far.
    package private(set) var text = ""

    package init() {}

    /// Adds a pair.
    ///
    /// A value with anything but ASCII letters, digits and plain punctuation stands in quotes, where `"`, `\` and every
    /// byte of what is not printable are `\x` and two hexadecimal digits.
    @inline(never)
    package mutating func add(_ key: String, _ value: String) { add(key, value.bytes) }

    /// Adds a pair whose value is a number.
    package mutating func add(_ key: String, _ number: Int) { add(key, String(number)) }

    /// Adds a pair whose value need not be UTF-8.
    package mutating func add(_ key: String, _ value: [UInt8]) {
        if !text.isEmpty { text += " " }
        text += key + "="
        let isPlain = !value.isEmpty && value.allSatisfy(Self.isPlain)
        text +=
            isPlain && value.count <= Self.maximumValueLength
            ? String(bytes: value) : Self.quoted(value)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte.isLetterOrDigit || ".:_-@".utf8.contains(byte)
    }

    private static func quoted(_ value: [UInt8]) -> String {
        let quote = UInt8(ascii: "\"")
        return String(bytes: [quote] + shown(value, maximumValueLength, .escaped) + [quote])
    }
}
