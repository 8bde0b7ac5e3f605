/// Text with values in it, put together by calls.
///
/// String's own interpolation is written out wherever it is used, at about a hundred bytes of machine code
/// for each part; the module has little room for that. Written as any other text: `"line \(number)"`.
package struct CompactText: ExpressibleByStringInterpolation, Sendable {
    /// The text.
    package let string: String

    package init(stringLiteral text: String) { string = text }

    package init(stringInterpolation parts: Parts) { string = String(bytes: parts.text) }

    /// The parts, as the compiler hands them over.
    package struct Parts: StringInterpolationProtocol {
        fileprivate var text: [UInt8] = []

        @inline(never)
        package init(literalCapacity: Int, interpolationCount: Int) {}

        @inline(never)
        package mutating func appendLiteral(_ literal: String) { text += literal.bytes }

        @inline(never)
        package mutating func appendInterpolation(_ value: String) { text += value.bytes }

        @inline(never)
        package mutating func appendInterpolation(_ value: Int) { text += String(value).bytes }

        @inline(never)
        package mutating func appendInterpolation(_ value: Int64) { text += String(value).bytes }
    }
}

/// The text with its values, as a String.
package func compact(_ text: CompactText) -> String { text.string }
