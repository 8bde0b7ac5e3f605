internal import OneTimePassword
internal import TextCoding

/// Reads `.google_authenticator`, the file of pam_google_authenticator(8).
///
/// The first line is the key in Base32; lines that begin with a quotation mark and a blank are
/// options, the first of a name counting; the others are scratch codes, each taken once.
package enum GoogleAuthenticatorFile {
    /// The longest file read, in bytes: four times what google-authenticator itself takes.
    package static let maximumLength = 256 << 10

    /// Reads a file's content.
    ///
    /// What cannot be used is among the findings; all else is read nevertheless. Lines that mean nothing to the old
    /// module are notes. Of a file without a key the old module takes no scratch codes either.
    package static func account(from text: Span<UInt8>) -> ImportedAccount {
        do throws(UnusableLine) { try ForeignFile.refuse(text) } catch {
            return ImportedAccount(unusable: error)
        }
        let text = text.extracting(ByteOrderMark.length(in: text)..<text.count)
        let lines = text.lines()
        var account = ImportedAccount()
        guard let first = lines.first,
            let key = KeyText.base32(text.extracting(first.bytes), asTyped: true)
        else {
            account.findings.append(
                ImportFinding(
                    line: 1, severity: .problem, text: "the first line is no key in Base32"))
            return account
        }
        var options = Options()
        for part in lines.dropFirst() where !text.words(in: part.bytes).isEmpty {
            if text[part.bytes.lowerBound] == UInt8(ascii: "\"") {
                account.findings += options.read(part, of: text)
            } else if let code = scratchCode(part, of: text) {
                if !account.scratchCodes.contains(code) { account.scratchCodes.append(code) }
            } else {
                account.findings.append(.ignored(part.line))
            }
        }
        // A device that was read in part would make other codes, or take one twice.
        guard options.areUnderstood else { return account }
        do throws(UnusableLine) {
            account.devices.append(
                ImportedDevice(
                    line: 1, movingFactor: try options.movingFactor(), key: key,
                    history: options.history))
        } catch {
            account.findings.insert(
                ImportFinding(line: 1, severity: .problem, text: error.reason), at: 0)
        }
        return account
    }

    /// Eight digits, the first of which is not 0, and nothing else on the line; nil for any other, which ends the codes
    /// for the old module.
    private static func scratchCode(_ part: TextRange, of text: Span<UInt8>) -> [UInt8]? {
        let words = text.words(in: part.bytes)
        guard words.count == 1, words[0].count == 8, let number = text.number(words[0]),
            number >= 10_000_000
        else { return nil }
        return words[0].map { text[$0] }
    }
}

extension ImportFinding {
    /// A line that the old module passes over.
    static func ignored(_ line: Int, _ reason: String = "") -> ImportFinding {
        ImportFinding(
            line: line, severity: .note, text: "the old module ignores this line" + reason)
    }
}
