package import ConfigurationGrammar
internal import Messages
package import TextCoding
package import Vocabulary

/// The kinds of values that only the delivery file has.
extension ValueReader {
    /// The longest text of a setting, in bytes.
    private static var longest: Int { 1_024 }

    /// Any text in one word, without a control character: the grammar of the file leaves the tab alone.
    package func text(_ expected: CompactText) throws(InvalidText) -> String {
        guard let word = onlyWord, (1...Self.longest).contains(word.bytes.count),
            !word.bytes.contains(UInt8(ascii: "\t"))
        else { throw unexpected(expected) }
        return word.text
    }

    /// A key, a number or a name that a provider gave out; it can stand in a URL and in a header as it is.
    package func identifier() throws(InvalidText) -> String {
        guard let word = onlyWord, (1...256).contains(word.bytes.count),
            word.bytes.allSatisfy({ $0.isLetterOrDigit || "-._:".utf8.contains($0) })
        else {
            throw unexpected("ASCII letters, digits, - . _ and :, as the provider gave it out")
        }
        return word.text
    }

    /// A name that stands for a sender's number: 1 to 11 letters, digits, blanks and hyphens.
    package func senderName() throws(InvalidText) -> String {
        guard let word = onlyWord, (1...11).contains(word.bytes.count),
            word.bytes.allSatisfy({
                $0.isLetterOrDigit || $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "-")
            })
        else { throw unexpected("1 to 11 ASCII letters, digits, blanks and hyphens") }
        return word.text
    }

    /// The address of a server.
    func url(_ use: ServerURL.Use) throws(InvalidText) -> ServerURL {
        guard let word = onlyWord else { throw unexpected("\(use.expected)") }
        return try ServerURL(word, for: use)
    }

    /// A language, and the file with its template.
    func messagePath() throws(InvalidText) -> MessagePath {
        guard words.count == 2 else {
            throw unexpected("\(Language.allNames), and the absolute path of a file", maximum: 2)
        }
        let language: Language = try ValueReader(words: [words[0]]).choice()
        return MessagePath(
            language: language, path: try ValueReader(words: [words[1]]).absolutePath())
    }

    /// An e-mail address.
    package func email() throws(InvalidText) -> EmailAddress {
        guard let text = onlyWord?.text else { throw unexpected("an e-mail address") }
        do throws(InvalidContact) { return try EmailAddress(text) } catch {
            throw InvalidText(message: "\(error.message)")
        }
    }

    /// A telephone number.
    package func phone() throws(InvalidText) -> PhoneNumber {
        guard let text = onlyWord?.text else {
            throw unexpected("a telephone number as +8613800138000")
        }
        do throws(InvalidContact) { return try PhoneNumber(text) } catch {
            throw InvalidText(message: "\(error.message)")
        }
    }

    /// The name of an attribute (RFC 4512 section 2.5).
    func attribute() throws(InvalidText) -> String {
        guard let word = onlyWord, (1...64).contains(word.bytes.count),
            word.bytes.first?.isLetterOrDigit == true,
            word.bytes.allSatisfy({ $0.isLetterOrDigit || $0 == UInt8(ascii: "-") })
        else {
            throw unexpected("the name of an attribute: ASCII letters, digits and hyphens")
        }
        return word.text
    }
}
