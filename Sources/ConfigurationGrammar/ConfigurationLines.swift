internal import TextCoding

/// The lines of a file in the grammar of sshd_config(5).
package enum ConfigurationLines {
    /// Gives each line without its end to `body`, or stops at the first that is wrong.
    ///
    /// A byte order mark of UTF-8 at the beginning is passed over.
    ///
    /// - Parameters:
    ///   - bytes: the content of the file.
    ///   - maximumSize: how many bytes the file may have.
    ///   - body: what is done with a line and its number, from 1.
    /// - Throws: what is wrong, with the number of its line.
    package static func forEach(
        _ bytes: [UInt8], maximumSize: Int,
        _ body: (ArraySlice<UInt8>, Int) throws(InvalidText) -> Void
    ) throws(ConfigurationError) {
        let newline = UInt8(ascii: "\n")
        guard bytes.count <= maximumSize else {
            throw ConfigurationError(
                line: bytes.prefix(maximumSize).count { $0 == newline } + 1,
                message: compact("the file is larger than \(maximumSize) bytes"))
        }
        guard !ByteOrderMark.isUTF16(bytes.span) else {
            throw ConfigurationError(line: 1, message: ByteOrderMark.utf16Advice)
        }
        var number = 0
        // As a slice: the module need not have the code for splitting arrays too.
        let text = bytes[ByteOrderMark.length(in: bytes.span)...]
        for line in text.split(separator: newline, omittingEmptySubsequences: false) {
            number += 1
            do throws(InvalidText) {
                try body(line.last == UInt8(ascii: "\r") ? line.dropLast() : line, number)
            } catch {
                throw ConfigurationError(line: number, message: error.message)
            }
        }
    }

    /// The error that a line begins with a word that is none of these keywords.
    package static func unknownKeyword(_ name: Word, among names: [String]) -> InvalidText {
        let hint =
            nearestSpelling(of: name, among: names).map { compact("; did you mean \($0)?") } ?? ""
        return InvalidText(message: "unknown keyword \(quoted(name.bytes))\(hint)")
    }
}
