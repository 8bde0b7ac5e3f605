internal import Cryptography
internal import OneTimePassword
internal import TextCoding

/// Reads what Google's authenticator app shows as QR codes to move to another telephone:
/// `otpauth-migration://offline?data=` and a Protocol Buffers message in Base64.
///
/// The message has the devices as field 1, the number of QR codes as field 3, and which of them
/// this is as field 4. A device has key 1, account 2, issuer 3, algorithm 4, digits 5, type 6,
/// counter 7, and an id of the app's own as 8.
enum GoogleMigration {
    /// Adds the devices of an export to an account.
    static func read(
        _ uri: OTPAuthURI, line: Int, into account: inout ImportedAccount
    ) throws(UnusableLine) {
        guard uri.type == "offline" else {
            throw UnusableLine("the export is not of the type offline")
        }
        try uri.requireKnown(["data"])
        guard let data = uri.bytes(of: "data"), let message = KeyText.base64(data.span) else {
            throw UnusableLine("the export has no data in Base64")
        }
        try message.withBytes { (message) throws(UnusableLine) in
            var reader = ProtocolBuffersReader(message)
            var parts: UInt64 = 1
            var part: UInt64 = 0
            var hasMore = false
            while let field = try reader.next(in: message) {
                switch field {
                case .bytes(1, let range):
                    do throws(UnusableLine) {
                        account.add(try device(in: message, range, line: line))
                    } catch {
                        account.findings.append(
                            ImportFinding(line: line, severity: .problem, text: error.reason))
                    }
                case .number(3, let number): parts = number
                case .number(4, let number): part = number
                case .number(2, _), .number(5, _): break
                case .number, .bytes, .other: hasMore = true
                }
            }
            if hasMore {
                account.findings.append(
                    ImportFinding(
                        line: line, severity: .note,
                        text: "the export has something beside its devices that is not understood"))
            }
            if parts > 1, part < parts {
                account.findings.append(
                    ImportFinding(
                        line: line, severity: .note,
                        text: "QR code \(part + 1) of \(parts) that the app shows"))
            }
        }
    }

    private static func device(
        in message: Span<UInt8>, _ range: Range<Int>, line: Int
    ) throws(UnusableLine) -> ImportedDevice {
        var key: Range<Int>?
        var account = ""
        var issuer = ""
        var settings = DeviceSettings()
        var reader = ProtocolBuffersReader(message, range)
        while let field = try reader.next(in: message) {
            switch field {
            case .bytes(1, let bytes):
                guard key == nil else { throw UnusableLine("a device of the export has two keys") }
                key = bytes
            case .bytes(2, let text): account = message.text(text)
            case .bytes(3, let text): issuer = message.text(text)
            case .number(4, let number): settings.hash = try hash(number)
            case .number(5, let number): settings.digits = [0: 6, 1: 6, 2: 8, 3: 7][number] ?? 0
            case .number(6, let number): settings.kind = try kind(number)
            case .number(7, let number): settings.counter = number
            case .bytes(8, _), .number(8, _): break
            case .number, .bytes, .other:
                throw UnusableLine("a device of the export has a setting that is not understood")
            }
        }
        guard let key, !key.isEmpty else { throw UnusableLine("a device of the export has no key") }
        return ImportedDevice(
            line: line, name: DeviceName.made(issuer: issuer, account: account),
            movingFactor: try settings.movingFactor(),
            key: SecretBytes(copying: message.extracting(key)))
    }

    // 0 stands for what every app takes where nothing is said.

    private static func hash(_ number: UInt64) throws(UnusableLine) -> HashFunction {
        switch number {
        case 0, 1: return .sha1
        case 2: return .sha256
        case 3: return .sha512
        default: throw UnusableLine("the algorithm is none of SHA1, SHA256 and SHA512")
        }
    }

    private static func kind(_ number: UInt64) throws(UnusableLine) -> DeviceSettings.Kind {
        switch number {
        case 0, 2: return .time
        case 1: return .counter
        default: throw UnusableLine("the type is neither totp nor hotp")
        }
    }
}
