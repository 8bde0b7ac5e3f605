internal import Cryptography
internal import OneTimePassword
internal import TextCoding

/// The parts of an otpauth URI: `otpauth://totp/Example:alice?secret=…&issuer=Example`.
struct OTPAuthURI {
    /// Whether it is an export of Google's app.
    let isMigration: Bool
    /// What stands between `://` and the next slash or question mark: totp, hotp, offline.
    private let type: String
    /// The path, decoded: issuer and account, or the account alone.
    private let label: String
    /// The fields behind the question mark, decoded.
    private let fields: [(name: String, value: [UInt8])]

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
        let query = body.firstIndex(of: UInt8(ascii: "?")) ?? body.endIndex
        let slash = body[..<query].firstIndex(of: UInt8(ascii: "/")) ?? query
        type = String(decoding: body[..<slash], as: UTF8.self).lowercased()
        label = String(decoding: try Self.decoded(body[slash..<query].dropFirst()), as: UTF8.self)
        var fields: [(name: String, value: [UInt8])] = []
        for field in body[query...].dropFirst().split(separator: UInt8(ascii: "&")) {
            let equals = field.firstIndex(of: UInt8(ascii: "=")) ?? field.endIndex
            let name = String(decoding: field[..<equals], as: UTF8.self).lowercased()
            guard !fields.contains(where: { $0.name == name }) else {
                throw UnusableLine("the URI has a field twice")
            }
            fields.append((name, try Self.decoded(field[equals...].dropFirst())))
        }
        self.fields = fields
    }

    /// The device it describes.
    func device(line: Int) throws(UnusableLine) -> ImportedDevice {
        guard let secret = bytes(of: "secret"), let key = KeyText.base32(secret.span) else {
            throw UnusableLine("the URI has no secret in Base32")
        }
        let hotp = HOTP(hash: try hash(), digits: try number("digits") ?? 6)
        guard let hotp else { throw UnusableLine("a code has 6 to 8 digits") }
        return ImportedDevice(
            line: line, name: DeviceName.made(issuer: text(of: "issuer"), account: label),
            movingFactor: try movingFactor(hotp), key: key)
    }

    /// The bytes of a field, decoded; nil where there is none.
    func bytes(of name: String) -> [UInt8]? { fields.first { $0.name == name }?.value }

    private func text(of name: String) -> String? {
        bytes(of: name).map { String(decoding: $0, as: UTF8.self) }
    }

    private func movingFactor(
        _ hotp: HOTP
    ) throws(UnusableLine) -> MovingFactor {
        switch type {
        case "totp":
            guard let totp = TOTP(hotp: hotp, period: try number("period") ?? 30) else {
                let periods = TOTP.periods
                throw UnusableLine(
                    "a time step has \(periods.lowerBound) to \(periods.upperBound) seconds")
            }
            return .time(totp)
        case "hotp":
            let counter: Int = try number("counter") ?? 0
            return .counter(hotp, start: UInt64(counter))
        default: throw UnusableLine("the type is neither totp nor hotp")
        }
    }

    private func hash() throws(UnusableLine) -> HashFunction {
        switch text(of: "algorithm")?.uppercased() {
        case nil, "SHA1": .sha1
        case "SHA256": .sha256
        case "SHA512": .sha512
        default: throw UnusableLine("the algorithm is none of SHA1, SHA256 and SHA512")
        }
    }

    private func number(_ name: String) throws(UnusableLine) -> Int? {
        guard let bytes = bytes(of: name) else { return nil }
        guard let number = bytes.span.number(bytes.indices), let value = Int(exactly: number) else {
            throw UnusableLine("\(name) is no number")
        }
        return value
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

/// What a device is called by the issuer and the account of its URI.
enum DeviceName {
    /// The longest name made, in characters; labels in accounts may be shorter.
    private static let maximumLength = 200

    /// `Example:alice`, or what there is of it; nil where there is nothing.
    ///
    /// Control characters are left out, as are an issuer that stands before the account already and
    /// blanks around the parts.
    static func made(issuer: String?, account: String) -> String? {
        let issuer = cleaned(issuer ?? "")
        var account = cleaned(account)
        if !issuer.isEmpty, account.hasPrefix(issuer + ":") {
            account = cleaned(String(account.dropFirst(issuer.count + 1)))
        }
        let name = [issuer, account].filter { !$0.isEmpty }.joined(separator: ":")
        return name.isEmpty ? nil : String(name.prefix(maximumLength))
    }

    private static func cleaned(_ text: String) -> String {
        let kept = text.unicodeScalars.filter { $0.properties.generalCategory != .control }
        var words = Substring(String(String.UnicodeScalarView(kept)))
        while words.first == " " { words.removeFirst() }
        while words.last == " " { words.removeLast() }
        return String(words)
    }
}
