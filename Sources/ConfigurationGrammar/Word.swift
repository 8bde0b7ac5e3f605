internal import TextCoding

/// One word of a line, without its quotes.
///
/// It is kept as bytes: names are compared as the system compares them, byte by byte. Two Unicode
/// spellings of one letter are two different user names.
package struct Word: Sendable {
    /// Its bytes, valid UTF-8.
    package let bytes: [UInt8]

    /// - Parameter bytes: the word without its quotes, valid UTF-8.
    package init(bytes: [UInt8]) { self.bytes = bytes }

    /// The word as text.
    package var text: String {
        String(bytes: bytes)
    }

    /// Whether the word is this name, in upper or lower case.
    package func means(_ name: String) -> Bool {
        name.hasSameLetters(as: bytes)
    }

    /// A value as one would write it in the file: in quotes if a character in it asks for them.
    package static func written(_ value: String) -> String {
        let special: [UInt8] = " \t\"'\\#=".bytes
        guard value.utf8.isEmpty || value.utf8.contains(where: special.contains) else {
            return value
        }
        var bytes = [UInt8(ascii: "\"")]
        for byte in value.utf8 {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                bytes.append(UInt8(ascii: "\\"))
            }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
        return String(bytes: bytes)
    }
}

extension UInt8 {
    /// Whether the byte stands between two words.
    package var isBlank: Bool {
        self == UInt8(ascii: " ") || self == UInt8(ascii: "\t")
    }
}
