internal import OneTimePassword
internal import TextCoding

/// Reads the users file of pam_oath, such as /etc/users.oath.
///
/// A line has a type, a user, a password, the key in hexadecimal, and, once it was used, the moving
/// factor, the last code and the time of its use. The format knows SHA-1 only.
package enum OATHUsersFile {
    /// The longest file read, in bytes: room for tens of thousands of users.
    package static let maximumLength = 8 << 20

    /// A line of a user's, and what it came to.
    package struct Entry {
        /// What became of a line.
        package enum Outcome {
            case device(ImportedDevice)
            /// The old module passes over it, and why.
            case ignored(String)
            /// It cannot be imported, and why.
            case unusable(String)
        }

        /// The number of the line, from 1.
        package let line: Int
        /// The name of the user; empty where the line has none that is UTF-8.
        package let user: String
        /// The device, or why there is none.
        package let outcome: Outcome
    }

    /// Reads a file's content: an entry for each line that is neither empty nor a comment.
    ///
    /// - Throws: where the file is of another kind.
    package static func entries(in text: Span<UInt8>) throws(UnusableLine) -> [Entry] {
        try ForeignFile.refuse(text)
        let text = text.extracting(ByteOrderMark.length(in: text)..<text.count)
        var entries: [Entry] = []
        var hasType = false
        for part in text.lines() {
            let words = text.words(in: part.bytes)
            guard let first = words.first, text[first.lowerBound] != UInt8(ascii: "#") else {
                continue
            }
            let type = TokenType(text.text(first))
            if type != nil { hasType = true }
            entries.append(entry(words, type, line: part.line, of: text))
        }
        guard hasType || entries.isEmpty else {
            throw UnusableLine("no line has a type that pam_oath knows; this is no users file")
        }
        return entries
    }

    private static func entry(
        _ words: [Range<Int>], _ type: TokenType?, line: Int, of text: Span<UInt8>
    ) -> Entry {
        var user = ""
        let outcome: Entry.Outcome
        do throws(UnusableLine) {
            if words.count > 1 { user = try text.name(words[1]) }
            if let type, words.count >= 4 {
                outcome = .device(try device(words, type, line: line, of: text))
            } else {
                let reason =
                    type == nil
                    ? "the type is none of HOTP, HOTP/E, HOTP/T30 and HOTP/T60, with 6 to 8 digits"
                    : "a line has a type, a user, a password and a key"
                outcome = .ignored("the old module ignores this line: " + reason)
            }
        } catch {
            outcome = .unusable(error.reason)
        }
        return Entry(line: line, user: user, outcome: outcome)
    }

    /// A code as the old module writes it: digits, and not what a person may type for them.
    private static func code(_ text: Span<UInt8>) -> OneTimeCode? {
        text.indices.allSatisfy { text[$0].isDigit } ? OneTimeCode(typed: text) : nil
    }

    private static func device(
        _ words: [Range<Int>], _ type: TokenType, line: Int, of text: Span<UInt8>
    ) throws(UnusableLine) -> ImportedDevice {
        // `-` is no password, `+` one that was checked before.
        guard ["-", "+"].contains(text.text(words[2])) else {
            throw UnusableLine(
                "a password of its own is not supported, another line of the stack checks passwords; "
                    + "with - in its place the line is imported"
            )
        }
        guard let key = KeyText.hexadecimal(text.extracting(words[3])) else {
            throw UnusableLine("the key is not hexadecimal")
        }
        guard let factor = words.count > 4 ? text.number(words[4]) : 0 else {
            throw UnusableLine("the moving factor is no number")
        }
        let lastCode = words.count > 5 ? code(text.extracting(words[5])) : nil
        guard words.count <= 5 || lastCode != nil else {
            throw UnusableLine("the last code is none")
        }
        guard words.count <= 6 || isTime(text.text(words[6])) else {
            throw UnusableLine("the time of the last code is none")
        }
        guard words.count <= 7 else { throw UnusableLine("there is too much on the line") }
        var settings = DeviceSettings(digits: type.digits)
        if let period = type.period {
            settings.period = period
            return ImportedDevice(
                line: line, movingFactor: try settings.movingFactor(), key: key,
                history: CodeHistory(lastCode: lastCode))
        }
        // The moving factor is that of the last code, or of the first one while none was used.
        let (next, overflow) = factor.addingReportingOverflow(lastCode == nil ? 0 : 1)
        guard !overflow, ImportedDevice.counters.contains(next) else {
            throw UnusableLine("the moving factor is too big")
        }
        settings.kind = .counter
        settings.counter = next
        return ImportedDevice(line: line, movingFactor: try settings.movingFactor(), key: key)
    }

    /// Whether a text is a time as pam_oath writes it: `2026-01-02T03:04:05L`.
    private static func isTime(_ text: String) -> Bool {
        let form = Array("0000-00-00T00:00:00L".utf8)
        return text.utf8.count == form.count
            && zip(text.utf8, form).allSatisfy { $1 == UInt8(ascii: "0") ? $0.isDigit : $0 == $1 }
    }

    /// The first word of a line: HOTP, HOTP/E/8, HOTP/T30, HOTP/T60/7 and the like.
    private struct TokenType {
        let digits: Int
        /// The length of a time step in seconds; nil for a counter.
        let period: Int?

        /// - Returns: nil for what pam_oath does not know.
        init?(_ word: String) {
            let parts = word.split(separator: "/", omittingEmptySubsequences: false)
            guard parts[0] == "HOTP", parts.count <= 3 else { return nil }
            switch parts.count > 1 ? parts[1] : "E" {
            case "E": period = nil
            case "T30": period = 30
            case "T60": period = 60
            default: return nil
            }
            switch parts.count > 2 ? parts[2] : "6" {
            case "6": digits = 6
            case "7": digits = 7
            case "8": digits = 8
            default: return nil
            }
        }
    }
}
