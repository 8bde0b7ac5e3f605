internal import TextCoding

/// Reads what authenticator apps show and export: otpauth URIs, one a line, or the JSON of an app.
///
/// A line may also be an export of Google's app, which begins with `otpauth-migration:` and has
/// several devices.
package enum OTPAuthList {
    /// The longest text read, in bytes: exports of apps have pictures in them.
    package static let maximumLength = 8 << 20

    /// Reads a text.
    ///
    /// What cannot be used is among the findings; all else is read nevertheless. Of a file of another kind there is one
    /// finding.
    package static func account(from text: Span<UInt8>) -> ImportedAccount {
        do throws(UnusableLine) {
            try ForeignFile.refuse(text)
            let text = text.extracting(ByteOrderMark.length(in: text)..<text.count)
            if AppExport.isJSON(text) { return try AppExport.account(from: text) }
            return try lines(of: text)
        } catch {
            return ImportedAccount(unusable: error)
        }
    }

    private static func lines(of text: Span<UInt8>) throws(UnusableLine) -> ImportedAccount {
        var account = ImportedAccount()
        var hasURI = false
        for part in text.lines() {
            guard let first = text.words(in: part.bytes).first,
                text[first.lowerBound] != UInt8(ascii: "#")
            else { continue }
            do throws(UnusableLine) {
                let line = text.extracting(first.lowerBound..<part.bytes.upperBound)
                if OTPAuthURI.isOne(line) { hasURI = true }
                let uri = try OTPAuthURI(line)
                if uri.isMigration {
                    try GoogleMigration.read(uri, line: part.line, into: &account)
                } else if EnteExport.isTrashed(uri) {
                    account.findings.append(
                        ImportFinding(
                            line: part.line, severity: .note, text: EnteExport.inTrash,
                            device: uri.name))
                } else {
                    account.add(try uri.device(line: part.line))
                }
            } catch {
                account.findings.append(
                    ImportFinding(line: part.line, severity: .problem, text: error.reason))
            }
        }
        guard hasURI || account.findings.isEmpty else {
            throw UnusableLine(
                "no otpauth URI and no export of an app that is known: \(AppExport.names); one with a password has to "
                    + "be exported without it")
        }
        return account
    }
}

extension ImportedAccount {
    /// Adds a device, and says where its name stays out.
    mutating func add(_ device: ImportedDevice, place: String = "") {
        devices.append(device)
        guard device.hidesName else { return }
        findings.append(
            ImportFinding(
                line: device.line, severity: .note,
                text: place + "its name has something like a key in it, and is not taken over"))
    }
}
