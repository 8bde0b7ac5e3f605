/// Reads otpauth URIs, one a line, as authenticator apps show and export them.
///
/// A line may also be an export of Google's app, which begins with `otpauth-migration:` and has
/// several devices.
package enum OTPAuthList {
    /// The longest text read, in bytes.
    package static let maximumLength = 1 << 20

    /// Reads a text.
    ///
    /// What cannot be used is among the findings; all else is read nevertheless.
    package static func account(from text: Span<UInt8>) -> ImportedAccount {
        var account = ImportedAccount()
        for part in text.lines() {
            guard let first = text.words(in: part.bytes).first,
                text[first.lowerBound] != UInt8(ascii: "#")
            else { continue }
            do throws(UnusableLine) {
                let uri = try OTPAuthURI(text.extracting(first.lowerBound..<part.bytes.upperBound))
                if uri.isMigration {
                    try MigrationExport.read(uri, line: part.line, into: &account)
                } else {
                    account.devices.append(try uri.device(line: part.line))
                }
            } catch {
                account.findings.append(
                    ImportFinding(line: part.line, severity: .problem, text: error.reason))
            }
        }
        return account
    }
}
