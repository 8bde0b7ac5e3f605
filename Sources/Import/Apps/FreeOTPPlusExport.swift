internal import JSON

/// The export of FreeOTP+ in JSON: `tokens`, whose secrets are lists of bytes.
enum FreeOTPPlusExport: ExportingApp {
    static var logName: String { "freeotp-plus" }

    static func entries(in root: JSON) throws(UnusableLine) -> [JSON]? {
        guard let tokens = root.member("tokens"), tokens.isArray, root.member("tokenOrder") != nil
        else { return nil }
        return tokens.elements()
    }

    static func name(of entry: ExportEntry) throws(UnusableLine) -> String? {
        // What the person has changed comes before what the URI had.
        DeviceName.made(
            issuer: try entry.firstText(["issuerAlt", "issuerExt", "issuerInt"]),
            account: try entry.firstText(["labelAlt", "label"]) ?? "")
    }

    static func device(
        of entry: ExportEntry, named name: String?
    ) throws(UnusableLine) -> ImportedDevice? {
        var settings = DeviceSettings()
        settings.kind = try DeviceSettings.Kind(named: try entry.text("type") ?? "")
        // The app makes other codes for this issuer, though the type is the usual one.
        guard try entry.text("issuerExt") != "Steam" else {
            throw UnusableLine("the type is neither totp nor hotp")
        }
        try entry.requireKnown([
            "algo", "counter", "digits", "issuerExt", "issuerInt", "issuerAlt", "label", "labelAlt",
            "image", "imageAlt", "period", "secret", "type", "category", "alias", "iconKey",
        ])
        if let name = try entry.text("algo") {
            settings.hash = try DeviceSettings.hash(named: name)
        }
        settings.digits = try entry.number("digits") ?? settings.digits
        settings.period = try entry.number("period") ?? settings.period
        // The app counts down once when it takes a URI, and may so be one before the first code.
        settings.counter = UInt64(max(0, try entry.number("counter") ?? 0))
        return ImportedDevice(
            line: nil, name: name, movingFactor: try settings.movingFactor(),
            key: try entry.keyBytes("secret"))
    }
}
