internal import HostSystem

internal import Messages
internal import Policy
internal import TextCoding
internal import ConfigurationGrammar
internal import Vocabulary

/// The kinds of values that only the delivery file has.
extension ValueReader {
    /// The longest text of a setting, in bytes.
    private static var longest: Int { 1_024 }

    /// Any text in one word; it has no control character in it, by the grammar of the file.
    func text(_ expected: CompactText) throws(InvalidText) -> String {
        guard let word = onlyWord, (1...Self.longest).contains(word.bytes.count) else {
            throw unexpected(expected)
        }
        return word.text
    }

    /// The name of a user.
    func userName() throws(InvalidText) -> String { try text("the name of a user") }

    /// A key, a number or a name that a provider gave out; it can stand in a URL and in a header as it is.
    func identifier() throws(InvalidText) -> String {
        guard let word = onlyWord, (1...256).contains(word.bytes.count),
            word.bytes.allSatisfy({ $0.isLetterOrDigit || "-._:".utf8.contains($0) })
        else {
            throw unexpected("ASCII letters, digits, - . _ and :, as the provider gave it out")
        }
        return word.text
    }

    /// A name that stands for a sender's number: 1 to 11 letters, digits, blanks and hyphens.
    func senderName() throws(InvalidText) -> String {
        guard let word = onlyWord, (1...11).contains(word.bytes.count),
            word.bytes.allSatisfy({
                $0.isLetterOrDigit || $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "-")
            })
        else { throw unexpected("1 to 11 ASCII letters, digits, blanks and hyphens") }
        return word.text
    }

    /// The sender of a text message: a telephone number, a short code or a name.
    func messageSender() throws(InvalidText) -> String {
        guard let word = onlyWord else {
            throw unexpected("a telephone number as +15551234567, or a name of at most 11 letters")
        }
        return word.bytes.first == UInt8(ascii: "+") ? try phone().text : try senderName()
    }

    /// The address of a server.
    func url(_ use: ServerURL.Use) throws(InvalidText) -> ServerURL {
        guard let word = onlyWord else { throw unexpected("\(use.expected)") }
        return try ServerURL(word, for: use)
    }

    /// A language, and the file with its template.
    func messageFile() throws(InvalidText) -> (language: Language, path: String) {
        guard words.count == 2 else {
            throw unexpected("\(Language.allNames), and the absolute path of a file", maximum: 2)
        }
        let language: Language = try ValueReader(words: [words[0]]).choice()
        return (language, try ValueReader(words: [words[1]]).absolutePath())
    }

    /// An e-mail address.
    func email() throws(InvalidText) -> EmailAddress {
        guard let text = onlyWord?.text else { throw unexpected("an e-mail address") }
        do throws(InvalidContact) { return try EmailAddress(text) } catch {
            throw InvalidText(message: "\(error.message)")
        }
    }

    /// A telephone number.
    func phone() throws(InvalidText) -> PhoneNumber {
        guard let text = onlyWord?.text else {
            throw unexpected("a telephone number as +8613800138000")
        }
        do throws(InvalidContact) { return try PhoneNumber(text) } catch {
            throw InvalidText(message: "\(error.message)")
        }
    }

    /// A line of a request's header: a name of RFC 9110 section 5.1, a colon and a value.
    func header() throws(InvalidText) -> String {
        guard let word = onlyWord, HeaderLine.isValid(word.bytes) else {
            throw unexpected("a header in quotes, such as \"X-Source: sallyport\"")
        }
        return word.text
    }

    /// The numbers of a range, such as `200-299`, or one number.
    func statusRange() throws(InvalidText) -> ClosedRange<Int> {
        let parts = onlyWord?.bytes.split(
            separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard let parts, parts.count <= 2, let first = parts.first, let last = parts.last,
            let lower = Decimal.number(first), let upper = Decimal.number(last),
            (100...599).contains(lower), (100...599).contains(upper), lower <= upper
        else {
            throw unexpected("a status such as 204, or two with a hyphen, such as 200-299")
        }
        return lower...upper
    }

    /// The name of a template's parameter, and what is put in there.
    func templateParameter() throws(InvalidText) -> TemplateParameter {
        guard words.count == 2 else {
            throw unexpected(
                "the name of a parameter, and one of \(alternatives(Placeholder.names))",
                maximum: 2)
        }
        return TemplateParameter(
            name: try ValueReader(words: [words[0]]).identifier(),
            placeholder: try ValueReader(words: [words[1]]).choice())
    }

    /// A program with an absolute path, and its arguments.
    func program() throws(InvalidText) -> [String] {
        let maximum = 64
        guard (1...maximum).contains(words.count) else {
            throw unexpected(
                "the absolute path of a program, and its arguments", maximum: maximum)
        }
        _ = try ValueReader(words: [words[0]]).absolutePath()
        return words.map { $0.text }
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

/// What makes a line of a request's header.
enum HeaderLine {
    /// Whether the bytes are a name, a colon and a value of visible ASCII and blanks.
    static func isValid(_ line: [UInt8]) -> Bool {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0 else { return false }
        let isToken = line[..<colon].allSatisfy {
            $0.isLetterOrDigit || "!#$%&'*+-.^_`|~".utf8.contains($0)
        }
        return isToken && line[colon...].allSatisfy { (0x20...0x7e).contains($0) }
    }
}
