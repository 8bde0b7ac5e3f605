/// `key=value` pairs in one line of printable text, whatever the values hold.
package struct AuditLine {
    /// The most bytes of a value; a name longer than that is cut.
    private static let maximumValueLength = 256

    /// The line so far.
    package var text: String { String(bytes: bytes) }

    private var bytes: [UInt8] = []

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
        if !bytes.isEmpty { bytes.append(UInt8(ascii: " ")) }
        bytes += key.bytes
        bytes.append(UInt8(ascii: "="))
        let isPlain = !value.isEmpty && value.allSatisfy(Self.isPlain)
        bytes +=
            isPlain && value.count <= Self.maximumValueLength ? value : Self.quoted(value)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte.isLetterOrDigit || ".:_-@".has(byte)
    }

    private static func quoted(_ value: [UInt8]) -> [UInt8] {
        let quote = UInt8(ascii: "\"")
        return [quote] + shown(value, maximumValueLength, .escaped) + [quote]
    }
}
