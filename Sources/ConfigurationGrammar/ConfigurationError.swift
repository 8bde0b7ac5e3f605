package import TextCoding

/// What is wrong with a file of keywords, and where.
package struct ConfigurationError: Error, CustomStringConvertible {
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
