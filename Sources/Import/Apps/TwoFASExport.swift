internal import JSON

/// The backup of 2FAS, schema 1 to 4: `services`, each with its `secret` and, in `otp`, the rest.
enum TwoFASExport: ExportingApp {
    static var logName: String { "2fas" }

    static func entries(in root: JSON) throws(UnusableLine) -> [JSON]? {
        guard let services = root.member("services"), services.isArray,
            root.member("schemaVersion") != nil
        else { return nil }
        if let encrypted = root.string("servicesEncrypted"), !encrypted.isEmpty { throw .encrypted }
        let version = root.integer("schemaVersion", in: Int.min...Int.max)
        guard version.map((1...4).contains) == true else { throw .version(version) }
        return services.elements()
    }

    static func name(of entry: ExportEntry) throws(UnusableLine) -> String? {
        let otp = try entry.entry("otp")
        var issuer = try otp?.firstText(["issuer"])
        if issuer == nil { issuer = try entry.text("name") }
        return DeviceName.made(
            issuer: issuer, account: try otp?.firstText(["account", "label"]) ?? "")
    }

    static func device(
        of entry: ExportEntry, named name: String?
    ) throws(UnusableLine) -> ImportedDevice? {
        var settings = DeviceSettings()
        if let otp = try entry.entry("otp") {
            settings.kind = try DeviceSettings.Kind(named: try otp.text("tokenType") ?? "totp")
            try otp.requireKnown([
                "link", "label", "account", "issuer", "digits", "period", "algorithm", "counter",
                "tokenType", "source",
            ])
            try settings.read(otp, algorithm: "algorithm")
        }
        return ImportedDevice(
            line: nil, name: name, movingFactor: try settings.movingFactor(),
            key: try entry.key("secret"))
    }
}
