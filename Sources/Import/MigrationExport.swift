internal import Cryptography
internal import OneTimePassword
internal import TextCoding

/// Reads what Google's authenticator app shows as QR codes to move to another telephone:
/// `otpauth-migration://offline?data=` and a Protocol Buffers message in Base64.
///
/// The message has the devices as field 1, the number of QR codes as field 3, and which of them
/// this is as field 4. A device has key 1, account 2, issuer 3, algorithm 4, digits 5, type 6 and
/// counter 7.
enum MigrationExport {
    /// Adds the devices of an export to an account.
    static func read(
        _ uri: OTPAuthURI, line: Int, into account: inout ImportedAccount
    ) throws(UnusableLine) {
        guard let data = uri.bytes(of: "data"), let message = KeyText.base64(data.span) else {
            throw UnusableLine("the export has no data in Base64")
        }
        try message.withBytes { (message) throws(UnusableLine) in
            var reader = ProtocolBuffersReader(message)
            var parts: UInt64 = 1
            var part: UInt64 = 0
            while let field = try reader.next(in: message) {
                switch field {
                case .bytes(1, let range):
                    do throws(UnusableLine) {
                        account.devices.append(try device(in: message, range, line: line))
                    } catch {
                        account.findings.append(
                            ImportFinding(line: line, severity: .problem, text: error.reason))
                    }
                case .number(3, let number): parts = number
                case .number(4, let number): part = number
                default: break
                }
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
        var hash: HashFunction? = .sha1
        var digits = 6
        var isCounterBased = false
        var counter: UInt64 = 0
        var reader = ProtocolBuffersReader(message, range)
        while let field = try reader.next(in: message) {
            switch field {
            case .bytes(1, let bytes): key = bytes
            case .bytes(2, let text): account = message.text(text)
            case .bytes(3, let text): issuer = message.text(text)
            // 0 stands for what every app takes where nothing is said.
            case .number(4, let number):
                hash = [0: .sha1, 1: .sha1, 2: .sha256, 3: .sha512][number]
            case .number(5, let number): digits = [0: 6, 1: 6, 2: 8, 3: 7][number] ?? 0
            case .number(6, let number): isCounterBased = number == 1
            case .number(7, let number): counter = number
            default: break
            }
        }
        guard let key, !key.isEmpty else { throw UnusableLine("a device of the export has no key") }
        guard let hash else {
            throw UnusableLine("the algorithm of a device is none of SHA1, SHA256 and SHA512")
        }
        guard let hotp = HOTP(hash: hash, digits: digits), let totp = TOTP(hotp: hotp) else {
            throw UnusableLine("a code has 6 to 8 digits")
        }
        guard ImportedDevice.counters.contains(counter) else {
            throw UnusableLine("the counter of a device is out of range")
        }
        return ImportedDevice(
            line: line, name: DeviceName.made(issuer: issuer, account: account),
            movingFactor: isCounterBased ? .counter(hotp, start: counter) : .time(totp),
            key: SecretBytes(copying: message.extracting(key)))
    }
}
