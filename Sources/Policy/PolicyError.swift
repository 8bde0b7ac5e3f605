/// What is wrong with a policy file, and where.
package struct PolicyError: Error, CustomStringConvertible {
    /// The number of the line, from 1.
    package let line: Int
    /// What is wrong, in printable ASCII, for the person who has to mend it.
    package let message: String

    /// The line and the message, as they are logged and printed.
    package var description: String {
        compact("line \(line): \(message)")
    }
}

/// What is wrong with a line or a value; the parser adds where.
struct InvalidText: Error {
    let message: String

    init(message: CompactText) { self.message = message.string }

    /// The same, with the keyword it is about before it.
    func about(_ keyword: String) -> InvalidText {
        InvalidText(message: "\(keyword): \(message)")
    }
}

/// Text from a file in quotes, fit for a message and a log line.
///
/// Bytes that are not printable ASCII are written as `\xNN`, and a long text is cut.
func quoted(_ bytes: [UInt8]) -> String {
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
func alternatives(_ names: [String]) -> String {
    var text = ""
    for (index, name) in names.enumerated() {
        if index > 0 { text += index == names.count - 1 ? " or " : ", " }
        text += name
    }
    return text
}
