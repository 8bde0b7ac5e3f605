internal import OneTimePassword

/// Reads the users file of pam_oath, such as /etc/users.oath.
///
/// A line has a type, a user, a password, the key in hexadecimal, and, once it was used, the moving
/// factor, the last code and the time of its use. The format knows SHA-1 only.
package enum OATHUsersFile {
    /// The longest file read, in bytes: room for tens of thousands of users.
    package static let maximumLength = 8 << 20

    /// A line of a user's, and what it came to.
    package struct Entry {
        /// The number of the line, from 1.
        package let line: Int
        /// The name of the user; empty where the line has none that is UTF-8.
        package let user: String
        /// The device, or why there is none.
        package let device: Result<ImportedDevice, UnusableLine>
    }

    /// Reads a file's content: an entry for each line that is neither empty nor a comment.
    package static func entries(in text: Span<UInt8>) -> [Entry] {
        var entries: [Entry] = []
        for part in text.lines() {
            let words = text.words(in: part.bytes)
            guard let first = words.first, text[first.lowerBound] != UInt8(ascii: "#") else {
                continue
            }
            let device: Result<ImportedDevice, UnusableLine>
            var user = ""
            do throws(UnusableLine) {
                if words.count > 1 { user = try text.name(words[1]) }
                device = .success(try Self.device(words, line: part.line, of: text))
            } catch {
                device = .failure(error)
            }
            entries.append(Entry(line: part.line, user: user, device: device))
        }
        return entries
    }

    private static func device(
        _ words: [Range<Int>], line: Int, of text: Span<UInt8>
    ) throws(UnusableLine) -> ImportedDevice {
        let type = try TokenType(text.text(words[0]))
        guard words.count >= 4 else {
            throw UnusableLine("a line has a type, a user, a password and a key")
        }
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
        let lastCode = words.count > 5 ? OneTimeCode(typed: text.extracting(words[5])) : nil
        guard words.count <= 5 || lastCode != nil else {
            throw UnusableLine("the last code is none")
        }
        if let period = type.period {
            guard let totp = TOTP(hotp: type.hotp, period: period) else {
                let periods = TOTP.periods
                throw UnusableLine(
                    "a time step has \(periods.lowerBound) to \(periods.upperBound) seconds")
            }
            return ImportedDevice(
                line: line, movingFactor: .time(totp), key: key,
                history: CodeHistory(lastCode: lastCode))
        }
        // The moving factor is that of the last code, or of the first one while none was used.
        let (next, overflow) = factor.addingReportingOverflow(lastCode == nil ? 0 : 1)
        guard !overflow, ImportedDevice.counters.contains(next) else {
            throw UnusableLine("the moving factor is too big")
        }
        return ImportedDevice(
            line: line, movingFactor: .counter(type.hotp, start: next), key: key)
    }

    /// The first word of a line: HOTP, HOTP/E/8, HOTP/T30, HOTP/T60/7 and the like.
    private struct TokenType {
        let hotp: HOTP
        /// The length of a time step in seconds; nil for a counter.
        let period: Int?

        init(_ word: String) throws(UnusableLine) {
            let parts = word.split(separator: "/", omittingEmptySubsequences: false)
            guard parts[0] == "HOTP", parts.count <= 3 else {
                throw UnusableLine(
                    "the type is not supported: it is HOTP, with /E or /T and seconds, and digits"
                )
            }
            guard let hotp = HOTP(digits: parts.count > 2 ? Int(parts[2]) ?? 0 : 6) else {
                throw UnusableLine("a code has 6 to 8 digits")
            }
            self.hotp = hotp
            let moving = parts.count > 1 ? parts[1] : "E"
            if moving == "E" {
                period = nil
            } else if moving.first == "T", let seconds = Int(moving.dropFirst()) {
                period = seconds
            } else {
                throw UnusableLine("codes move by /E, a counter, or by /T and seconds")
            }
        }
    }
}
