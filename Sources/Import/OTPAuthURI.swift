internal import Cryptography
internal import OneTimePassword
internal import TextCoding

/// The parts of an otpauth URI: `otpauth://totp/Example:alice?secret=…&issuer=Example`.
struct OTPAuthURI {
    /// Whether it is an export of Google's app.
    let isMigration: Bool
    /// What stands between `://` and the next slash or question mark: totp, hotp, offline.
    let type: String
    /// The path, decoded: issuer and account, or the account alone.
    private let label: String
    /// The parameters behind the question mark, decoded.
    private let parameters: [(name: String, value: [UInt8])]

    /// Takes a URI apart.
    ///
    /// What a lost character makes of one is refused and not read as another: its codes would never be right.
    ///
    /// - Throws: where it is no otpauth URI, or a damaged one, or several.
    init(_ text: Span<UInt8>) throws(UnusableLine) {
        var bytes = (0..<text.count).map { text[$0] }
        while bytes.last == UInt8(ascii: " ") || bytes.last == UInt8(ascii: "\t") {
            bytes.removeLast()
        }
        guard
            let body = Self.body(of: bytes, scheme: "otpauth-migration://")
                ?? Self.body(of: bytes, scheme: "otpauth://")
        else { throw UnusableLine("no otpauth URI") }
        isMigration = Self.body(of: bytes, scheme: "otpauth://") == nil
        guard body.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else {
            throw UnusableLine("a control character stands in the URI")
        }
        guard !KeyLikeText.hasURI(in: try Self.decoded(body)), !KeyLikeText.hasURI(in: body) else {
            throw UnusableLine("two URIs stand on one line; write each on a line of its own")
        }
        let query = body.firstIndex(of: UInt8(ascii: "?")) ?? body.endIndex
        let slash = body[..<query].firstIndex(of: UInt8(ascii: "/")) ?? query
        type = String(decoding: body[..<slash], as: UTF8.self).lowercased()
        let path = body[slash..<query].dropFirst()
        guard !path.contains(UInt8(ascii: "&")) || !path.contains(UInt8(ascii: "=")) else {
            throw UnusableLine("a parameter stands before the question mark")
        }
        label = String(decoding: try Self.decoded(path), as: UTF8.self)
        parameters = try Self.parameters(in: body[query...].dropFirst())
    }

    /// Whether a line begins as one.
    static func isOne(_ line: Span<UInt8>) -> Bool {
        let start = (0..<min(line.count, 20)).map { line[$0] }
        return body(of: start, scheme: "otpauth://") != nil
            || body(of: start, scheme: "otpauth-migration://") != nil
    }

    private static func parameters(
        in query: ArraySlice<UInt8>
    ) throws(UnusableLine) -> [(name: String, value: [UInt8])] {
        guard !query.contains(UInt8(ascii: "?")) else {
            throw UnusableLine("a second question mark stands in the URI; is it an & in truth?")
        }
        var parameters: [(name: String, value: [UInt8])] = []
        for part in query.split(separator: UInt8(ascii: "&")) {
            guard let equals = part.firstIndex(of: UInt8(ascii: "=")), equals > part.startIndex
            else { throw UnusableLine("a part of the URI is no parameter with a value") }
            let name = String(decoding: part[..<equals], as: UTF8.self).lowercased()
            guard !parameters.contains(where: { $0.name == name }) else {
                throw UnusableLine("the URI has a parameter twice")
            }
            let value = part[equals...].dropFirst()
            let isPadded = ["secret", "data"].contains(name)
            guard !Self.hasEqualsSign(value, beforeItsEnd: isPadded) else {
                throw UnusableLine("an equals sign stands in a value; is an & missing before it?")
            }
            parameters.append((name, try decoded(value)))
        }
        return parameters
    }

    /// Whether there is an equals sign in a value; those at its end are padding, where it can have some.
    private static func hasEqualsSign(
        _ value: ArraySlice<UInt8>, beforeItsEnd isPadded: Bool
    ) -> Bool {
        var value = value
        while isPadded, value.last == UInt8(ascii: "=") { value.removeLast() }
        return value.contains(UInt8(ascii: "="))
    }

    /// What follows a scheme, which may be in either case; nil for another one.
    private static func body(of bytes: [UInt8], scheme: String) -> ArraySlice<UInt8>? {
        let start = bytes.prefix(scheme.utf8.count)
        guard String(decoding: start, as: UTF8.self).lowercased() == scheme else { return nil }
        return bytes[start.endIndex...]
    }

    /// RFC 3986, section 2.1; a plus sign is itself, as the apps read it.
    private static func decoded(_ text: ArraySlice<UInt8>) throws(UnusableLine) -> [UInt8] {
        guard let decoded = PercentEncoding.decode(text) else {
            throw UnusableLine("a percent sign stands before no two hexadecimal digits")
        }
        return decoded
    }
}

extension OTPAuthURI {
    /// What apps add for themselves: pictures, colours, order.
    private static let parametersOfLooks = [
        "bgcolor", "codedisplay", "color", "icon", "image", "lock", "logo", "tags",
    ]

    /// The bytes of a parameter, decoded; nil where there is none.
    func bytes(of name: String) -> [UInt8]? { parameters.first { $0.name == name }?.value }

    /// The device it describes.
    ///
    /// - Parameters:
    ///   - line: The line it stands on; nil where it is not one of a text.
    ///   - name: What it is called, where something else than the URI says so.
    /// - Returns: The device.
    /// - Throws: also where there is a parameter that is not known: it may say how the codes are made.
    func device(line: Int?, name: String? = nil) throws(UnusableLine) -> ImportedDevice {
        var settings = DeviceSettings()
        settings.kind = try DeviceSettings.Kind(named: type)
        try requireKnown(
            ["secret", "issuer", "algorithm", "digits", "period", "counter"]
                + Self.parametersOfLooks)
        guard let secret = bytes(of: "secret"), let key = KeyText.base32(secret.span) else {
            throw UnusableLine("the URI has no secret in Base32")
        }
        if let name = text(of: "algorithm") { settings.hash = try DeviceSettings.hash(named: name) }
        settings.digits = try number("digits") ?? settings.digits
        settings.period = try number("period") ?? settings.period
        settings.counter = UInt64(try number("counter") ?? 0)
        return ImportedDevice(
            line: line, name: name ?? self.name, movingFactor: try settings.movingFactor(), key: key
        )
    }

    /// What the device is called; nil where the URI has nothing for it.
    var name: String? { DeviceName.made(issuer: text(of: "issuer"), account: label) }

    /// What the app adds for its own looks, in its own form; nil where there is nothing.
    var codeDisplay: [UInt8]? { bytes(of: "codedisplay") }

    /// Refuses a URI with other parameters than these, and names them.
    func requireKnown(_ names: [String]) throws(UnusableLine) {
        let unknown = parameters.filter { !names.contains($0.name) }
        guard !unknown.isEmpty else { return }
        let isHTML = unknown.contains { $0.name.hasPrefix("amp;") }
        throw UnusableLine.notUnderstood(
            "parameter", unknown.map { SettingName(shown: $0.name, isEmpty: $0.value.isEmpty) },
            hint: isHTML ? "; an & was made &amp;" : "")
    }

    private func text(of name: String) -> String? {
        bytes(of: name).map { String(decoding: $0, as: UTF8.self) }
    }

    private func number(_ name: String) throws(UnusableLine) -> Int? {
        guard let bytes = bytes(of: name) else { return nil }
        guard let number = bytes.span.number(bytes.indices), let value = Int(exactly: number) else {
            throw UnusableLine("\(name) is no number")
        }
        return value
    }
}
