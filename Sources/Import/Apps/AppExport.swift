internal import JSON
internal import TextCoding

/// An app whose exports are JSON.
///
/// A file is known by what is in it, since nobody keeps the names of such files.
protocol ExportingApp {
    /// The app, as the log names it.
    static var logName: String { get }

    /// The devices of an export, each a value of its own.
    ///
    /// - Returns: nil where the file is another app's.
    /// - Throws: where nothing of the file can be read: it is encrypted, or of a version that is not known.
    static func entries(in root: JSON) throws(UnusableLine) -> [JSON]?

    /// What the app calls a device; nil where it has no name.
    static func name(of entry: ExportEntry) throws(UnusableLine) -> String?

    /// The device of an entry; nil for an entry that has none.
    static func device(
        of entry: ExportEntry, named name: String?
    ) throws(UnusableLine) -> ImportedDevice?

    /// Why a device is left out that could be imported; nil for all others.
    static func exclusion(of entry: ExportEntry) throws(UnusableLine) -> String?
}

extension ExportingApp {
    static func exclusion(of entry: ExportEntry) throws(UnusableLine) -> String? { nil }
}

/// Reads the exports of apps that are JSON.
enum AppExport {
    /// The apps, as people know them.
    static var names: String { "Aegis, 2FAS, Bitwarden, andOTP, FreeOTP+, Ente Auth, Google" }

    private static var apps: [any ExportingApp.Type] {
        [
            AegisExport.self, TwoFASExport.self, EnteExport.self, BitwardenExport.self,
            FreeOTPPlusExport.self, AndOTPExport.self,
        ]
    }

    /// Whether a text can be nothing but JSON: no line of the other kinds begins like it.
    static func isJSON(_ text: Span<UInt8>) -> Bool {
        for index in text.indices where !" \t\r\n".utf8.contains(text[index]) {
            return text[index] == UInt8(ascii: "{") || text[index] == UInt8(ascii: "[")
        }
        return false
    }

    /// Reads an export.
    ///
    /// - Throws: where nothing of it can be used.
    static func account(from text: Span<UInt8>) throws(UnusableLine) -> ImportedAccount {
        let root: JSON
        do throws(JSONError) {
            root = try JSON(parsing: text, limit: OTPAuthList.maximumLength)
        } catch {
            throw UnusableLine(error.reason)
        }
        for app in apps {
            guard let entries = try app.entries(in: root) else { continue }
            var account = ImportedAccount()
            account.app = app.logName
            for (index, entry) in entries.enumerated() {
                account.read(entry, number: index + 1, of: app)
            }
            return account
        }
        throw UnusableLine("this is JSON, but no export of an app that is known: \(names)")
    }
}

extension UnusableLine {
    /// An export that a password protects.
    static var encrypted: UnusableLine {
        UnusableLine("the export is encrypted; export it without a password")
    }

    /// An export of a version that came later.
    static func version(_ number: Int?) -> UnusableLine {
        UnusableLine(
            "the export has a version that is not known: \(number.map { "\($0)" } ?? "none")")
    }
}

extension ImportedAccount {
    fileprivate mutating func read(_ value: JSON, number: Int, of app: any ExportingApp.Type) {
        let place = "entry \(number): "
        var name: String?
        do throws(UnusableLine) {
            let entry = try ExportEntry(value)
            name = try app.name(of: entry)
            if let reason = try app.exclusion(of: entry) {
                return findings.append(
                    ImportFinding(line: nil, severity: .note, text: place + reason, device: name))
            }
            guard let device = try app.device(of: entry, named: name) else { return }
            add(device, place: place)
        } catch {
            findings.append(
                ImportFinding(
                    line: nil, severity: .problem, text: place + error.reason, device: name))
        }
    }
}
