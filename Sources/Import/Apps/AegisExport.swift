internal import JSON

/// The vault of Aegis, which its export is: `db` has the entries, and `info` of each what its codes are made of.
enum AegisExport: ExportingApp {
    static var logName: String { "aegis" }

    static func entries(in root: JSON) throws(UnusableLine) -> [JSON]? {
        guard root.member("header") != nil, let vault = root.member("db") else { return nil }
        guard vault.string() == nil, root.elements("header", "slots").isEmpty else {
            throw .encrypted
        }
        let versions = 1...3
        let version = vault.integer("version", in: Int.min...Int.max)
        guard root.integer("version", in: 1...1) != nil, version.map(versions.contains) == true
        else { throw .version(version) }
        return vault.elements("entries")
    }

    static func name(of entry: ExportEntry) throws(UnusableLine) -> String? {
        DeviceName.made(issuer: try entry.text("issuer"), account: try entry.text("name") ?? "")
    }

    static func device(
        of entry: ExportEntry, named name: String?
    ) throws(UnusableLine) -> ImportedDevice? {
        var settings = DeviceSettings()
        settings.kind = try DeviceSettings.Kind(named: try entry.text("type") ?? "")
        guard let info = try entry.entry("info") else { throw UnusableLine("it has no secret") }
        try info.requireKnown(["secret", "algo", "digits", "period", "counter"])
        try settings.read(info, algorithm: "algo")
        return ImportedDevice(
            line: nil, name: name, movingFactor: try settings.movingFactor(),
            key: try info.key("secret"))
    }
}

extension DeviceSettings {
    /// Takes what an entry says, whose members but one have the same names in all apps.
    ///
    /// - Throws: also for a counter that is not told: the next code would be no one's guess but the app's.
    mutating func read(_ entry: ExportEntry, algorithm: String) throws(UnusableLine) {
        if let name = try entry.text(algorithm) { hash = try Self.hash(named: name) }
        digits = try entry.number("digits") ?? digits
        switch kind {
        case .time: period = try entry.number("period") ?? period
        case .counter:
            guard let counter = try entry.counter("counter") else {
                throw UnusableLine("it has no counter")
            }
            self.counter = counter
        }
    }
}
