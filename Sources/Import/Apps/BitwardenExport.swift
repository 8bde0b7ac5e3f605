internal import JSON

/// The exports of Bitwarden, its vault and its authenticator.
///
/// They have `items`, where `login.totp` is an otpauth URI or a key alone; many have passwords only.
enum BitwardenExport: ExportingApp {
    static var logName: String { "bitwarden" }

    static func entries(in root: JSON) throws(UnusableLine) -> [JSON]? {
        if root.isTrue("encrypted") { throw .encrypted }
        guard let items = root.member("items"), items.isArray else { return nil }
        return items.elements()
    }

    static func name(of entry: ExportEntry) throws(UnusableLine) -> String? {
        let login = try entry.entry("login")
        if let text = try login?.text("totp"), let name = uri(text)?.name { return name }
        var issuer = try login?.text("issuer")
        if issuer == nil { issuer = try entry.text("name") }
        return DeviceName.made(issuer: issuer, account: try login?.text("username") ?? "")
    }

    static func device(
        of entry: ExportEntry, named name: String?
    ) throws(UnusableLine) -> ImportedDevice? {
        guard let login = try entry.entry("login"), let text = try login.text("totp"),
            !text.isEmpty
        else { return nil }
        guard !text.contains("://") else {
            let uri = try OTPAuthURI(Array(text.utf8).span)
            return try uri.device(line: nil, name: name)
        }
        var settings = DeviceSettings()
        try settings.read(login, algorithm: "algorithm")
        return ImportedDevice(
            line: nil, name: name, movingFactor: try settings.movingFactor(),
            key: try login.key("totp"))
    }

    private static func uri(_ text: String) -> OTPAuthURI? {
        try? OTPAuthURI(Array(text.utf8).span)
    }
}
