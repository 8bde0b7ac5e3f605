internal import JSON

/// The plain backup of andOTP: an array of devices.
///
/// The first versions had neither types nor issuers.
enum AndOTPExport: ExportingApp {
    static var logName: String { "andotp" }

    static func entries(in root: JSON) throws(UnusableLine) -> [JSON]? {
        guard root.isArray else { return nil }
        let entries = root.elements()
        return entries.contains { $0.member("secret") != nil } ? entries : nil
    }

    static func name(of entry: ExportEntry) throws(UnusableLine) -> String? {
        DeviceName.made(issuer: try entry.text("issuer"), account: try entry.text("label") ?? "")
    }

    static func device(
        of entry: ExportEntry, named name: String?
    ) throws(UnusableLine) -> ImportedDevice? {
        var settings = DeviceSettings()
        settings.kind = try DeviceSettings.Kind(named: try entry.text("type") ?? "totp")
        try entry.requireKnown([
            "secret", "issuer", "label", "digits", "type", "algorithm", "period", "counter",
            "thumbnail", "last_used", "used_frequency", "tags",
        ])
        try settings.read(entry, algorithm: "algorithm")
        return ImportedDevice(
            line: nil, name: name, movingFactor: try settings.movingFactor(),
            key: try entry.key("secret"))
    }
}
