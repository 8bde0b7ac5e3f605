/// What is wrong with a policy file, and where.
package struct PolicyError: Error, CustomStringConvertible {
    /// The number of the line, from 1.
    package let line: Int
    /// What is wrong, in printable ASCII, for the person who has to mend it.
    package let message: String

    /// The line and the message, as they are logged and printed.
    package var description: String {
        "line \(line): \(message)"
    }
}

/// What is wrong with a line or a value; the parser adds where.
struct InvalidText: Error {
    let message: String
}

/// Text from a file in quotes, fit for a message and a log line.
///
/// Bytes that are not printable ASCII are written as `\xNN`, and a long text is cut.
func quoted(_ bytes: some Collection<UInt8>) -> String {
    let longest = 40
    var text = "\""
    for byte in bytes.prefix(longest) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            text += "\\" + String(Character(Unicode.Scalar(byte)))
        case 0x20...0x7e:
            text += String(Character(Unicode.Scalar(byte)))
        default:
            text += "\\x" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16)
        }
    }
    return text + (bytes.count > longest ? "...\"" : "\"")
}

/// Names as a person would list them: `a`, `a or b`, `a, b or c`.
func alternatives(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else {
        return names.first ?? ""
    }
    return names.dropLast().joined(separator: ", ") + " or " + last
}
