internal import JSON

/// The exports of Ente Auth: otpauth URIs, one a line, or as `rawData` of each of the `items`.
///
/// How the app shows a device is beside the URI, or in its parameter `codeDisplay`.
enum EnteExport: ExportingApp {
    static var logName: String { "ente" }

    static func entries(in root: JSON) throws(UnusableLine) -> [JSON]? {
        if root.string("encryptedData") != nil { throw .encrypted }
        let items = root.elements("items")
        return items.contains { $0.member("rawData") != nil } ? items : nil
    }

    static func name(of entry: ExportEntry) throws(UnusableLine) -> String? {
        (try? uri(of: entry))?.name
    }

    static func device(
        of entry: ExportEntry, named name: String?
    ) throws(UnusableLine) -> ImportedDevice? {
        try uri(of: entry).device(line: nil)
    }

    static func exclusion(of entry: ExportEntry) throws(UnusableLine) -> String? {
        let isTrashed = try entry.entry("display")?.isTrue("trashed") ?? false
        let uri = try? uri(of: entry)
        return isTrashed || uri.map { Self.isTrashed($0) } == true ? inTrash : nil
    }

    /// Whether a URI is that of a device that was thrown away, and is in the app's trash still.
    static func isTrashed(_ uri: OTPAuthURI) -> Bool {
        guard let bytes = uri.codeDisplay else { return false }
        // The app writes commas so, in what is escaped already.
        let text = String(decoding: bytes, as: UTF8.self).replacing("%2C", with: ",")
        let display = try? JSON(parsing: Array(text.utf8).span, limit: 65_536)
        return display?.isTrue("trashed") ?? false
    }

    /// What is said of such a device.
    static var inTrash: String { "it is in the app's trash, and left out" }

    private static func uri(of entry: ExportEntry) throws(UnusableLine) -> OTPAuthURI {
        guard let text = try entry.text("rawData") else { throw UnusableLine("it has no URI") }
        return try OTPAuthURI(Array(text.utf8).span)
    }
}
