/// A text of somebody else's as printable ASCII, cut to `limit` characters: fit for a log and a terminal.
package func printable(_ bytes: some Sequence<UInt8>, limit: Int = 200) -> String {
    let visible = bytes.prefix(limit).map { (0x20...0x7e).contains($0) ? $0 : UInt8(ascii: "?") }
    return String(bytes: visible)
}

/// A text with asterisks where a secret stood: what others say may repeat what they were given.
package func hiding(_ secrets: [String], in text: String) -> [UInt8] {
    var rest = text.bytes[...]
    var result: [UInt8] = []
    while let byte = rest.first {
        if let secret = secrets.first(where: { !$0.utf8.isEmpty && rest.starts(with: $0.utf8) }) {
            result += "***".bytes
            rest = rest.dropFirst(secret.utf8.count)
        } else {
            result.append(byte)
            rest = rest.dropFirst()
        }
    }
    return result
}

/// Text from a file in quotes, fit for a message and a log line.
///
/// Bytes that are not printable ASCII are written as `\xNN`, and a long text is cut.
package func quoted(_ bytes: [UInt8]) -> String {
    let longest = 40
    let quote = UInt8(ascii: "\"")
    var text = [quote]
    for byte in bytes.prefix(longest) {
        switch byte {
        case quote, UInt8(ascii: "\\"): text += [UInt8(ascii: "\\"), byte]
        case 0x20...0x7e: text.append(byte)
        default: text += "\\x".bytes + Hexadecimal.digits(of: byte)
        }
    }
    if bytes.count > longest { text += "...".bytes }
    return String(bytes: text + [quote])
}
