package import HostSystem

/// What is wrong with a policy file, or another file in its grammar, and where.
package struct PolicyError: Error, CustomStringConvertible {
    /// The number of the line, from 1.
    package let line: Int
    /// What is wrong, in printable ASCII, for the person who has to mend it.
    package let message: String

    /// - Parameters:
    ///   - line: the number of the line, from 1.
    ///   - message: what is wrong, in printable ASCII.
    package init(line: Int, message: String) {
        self.line = line
        self.message = message
    }

    /// The line and the message, as they are logged and printed.
    package var description: String {
        compact("line \(line): \(message)")
    }
}

/// What is wrong with a line or a value; the parser adds where.
package struct InvalidText: Error {
    /// What is wrong, in printable ASCII.
    package let message: String

    /// - Parameter message: what is wrong, in printable ASCII.
    package init(message: CompactText) { self.message = message.string }

    /// The same, with the keyword it is about before it.
    package func about(_ keyword: String) -> InvalidText {
        InvalidText(message: "\(keyword): \(message)")
    }
}

/// Text from a file in quotes, fit for a message and a log line.
///
/// Bytes that are not printable ASCII are written as `\xNN`, and a long text is cut.
package func quoted(_ bytes: [UInt8]) -> String {
    let longest = 40
    let digits = Array("0123456789abcdef".utf8)
    let quote = UInt8(ascii: "\"")
    var text = [quote]
    for byte in bytes.prefix(longest) {
        switch byte {
        case quote, UInt8(ascii: "\\"): text += [UInt8(ascii: "\\"), byte]
        case 0x20...0x7e: text.append(byte)
        default: text += Array("\\x".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }
    if bytes.count > longest { text += Array("...".utf8) }
    return String(decoding: text + [quote], as: UTF8.self)
}

/// Names as a person would list them: `a`, `a or b`, `a, b or c`.
package func alternatives(_ names: [String]) -> String {
    var text = ""
    for (index, name) in names.enumerated() {
        if index > 0 { text += index == names.count - 1 ? " or " : ", " }
        text += name
    }
    return text
}
