internal import Cryptography
internal import OneTimePassword

extension Identity {
    /// The first byte of the record: its version.
    private static let version: UInt8 = 4
    /// The version before it was kept whether somebody ever had anything.
    private static let versionWithoutEnrolment: UInt8 = 3
    /// The version before preferred methods.
    private static let versionWithoutMethod: UInt8 = 2
    /// The version before that, which ends where the contacts begin.
    private static let versionWithoutContacts: UInt8 = 1
    /// The most bytes of a record: 16 devices with the longest keys and labels, 16 recovery codes, contacts.
    static let maximumLength = 8192

    private enum MovingFactorCode: UInt8 {
        case time = 1
        case counter = 2
    }

    /// The record as it is sealed, or nil where it would be too long.
    borrowing func withEncoded<Result: ~Copyable, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        var writer = ByteWriter(capacity: Self.maximumLength)
        writer.write(Self.version)
        writer.write(nextDeviceID)
        writer.write(UInt8(truncatingIfNeeded: devices.count))
        for device in devices {
            writer.write(device.id)
            writer.write(device.enrolledAt)
            switch device.movingFactor {
            case .time(let totp):
                writer.write(MovingFactorCode.time.rawValue)
                writer.write(UInt64(totp.period))
            case .counter(_, let start):
                writer.write(MovingFactorCode.counter.rawValue)
                writer.write(start)
            }
            writer.write(device.hotp.hash.rawValue)
            writer.write(UInt8(truncatingIfNeeded: device.hotp.digits))
            writer.writeShort(Array(device.label.utf8).span)
            withKey(of: device) { writer.writeShort($0) }
        }
        writer.write(recovery?.set ?? 0)
        if let recovery {
            writer.writeShort(recovery.salt.span)
            writer.write(UInt8(truncatingIfNeeded: recovery.hashes.count))
            for hash in recovery.hashes { writer.writeShort(hash.span) }
        }
        contacts.write(to: &writer)
        writer.write(UInt8(isEnrolled ? 1 : 0))
        return try writer.withWritten(body)
    }

    /// Reads a record that was sealed.
    init(decoding bytes: Span<UInt8>) throws(UnreadableRecord) {
        var reader = ByteReader()
        let version = try reader.integer(UInt8.self, from: bytes)
        guard (Self.versionWithoutContacts...Self.version).contains(version) else {
            throw UnreadableRecord()
        }
        let nextDeviceID = try reader.integer(UInt32.self, from: bytes)
        var devices: [Device] = []
        for _ in 0..<(try reader.integer(UInt8.self, from: bytes)) {
            devices.append(try Self.device(from: bytes, with: &reader))
        }
        let recovery = try Self.recovery(from: bytes, with: &reader)
        let contacts =
            version == Self.versionWithoutContacts
            ? Contacts()
            : try Contacts(
                from: bytes, with: &reader, hasMethod: version > Self.versionWithoutMethod)
        let isEnrolled =
            version > Self.versionWithoutEnrolment
            ? try reader.integer(UInt8.self, from: bytes) != 0
            : nextDeviceID > 1 || recovery != nil || contacts.email != nil || contacts.phone != nil
        guard reader.position == bytes.count, devices.count <= Device.maximumCount else {
            throw UnreadableRecord()
        }
        // The whole record is the key store: each key lies where it was read.
        self.init(
            devices: devices, keys: SecretBytes(copying: bytes), recovery: recovery,
            contacts: contacts, nextDeviceID: nextDeviceID, isEnrolled: isEnrolled)
    }

    private static func device(
        from bytes: Span<UInt8>, with reader: inout ByteReader
    ) throws(UnreadableRecord) -> Device {
        let id = try reader.integer(UInt32.self, from: bytes)
        let enrolledAt = try reader.integer(Int64.self, from: bytes)
        let kind = MovingFactorCode(rawValue: try reader.integer(from: bytes))
        let parameter = try reader.integer(UInt64.self, from: bytes)
        let hash = HashFunction(rawValue: try reader.integer(from: bytes))
        let digits = try reader.integer(UInt8.self, from: bytes)
        let label = [UInt8](copying: bytes.extracting(try reader.shortBytes(from: bytes)))
        let keyRange = try reader.shortBytes(from: bytes)
        guard let hash, let kind, let hotp = HOTP(hash: hash, digits: Int(digits)),
            Device.keyLengths.contains(keyRange.count)
        else { throw UnreadableRecord() }
        let movingFactor: MovingFactor
        switch kind {
        case .time:
            guard let period = Int(exactly: parameter), let totp = TOTP(hotp: hotp, period: period)
            else {
                throw UnreadableRecord()
            }
            movingFactor = .time(totp)
        case .counter:
            movingFactor = .counter(hotp, start: parameter)
        }
        return Device(
            id: id, label: String(decoding: label, as: UTF8.self), movingFactor: movingFactor,
            enrolledAt: enrolledAt, keyRange: keyRange)
    }

    private static func recovery(
        from bytes: Span<UInt8>, with reader: inout ByteReader
    ) throws(UnreadableRecord) -> RecoveryCodeHashes? {
        let set = try reader.integer(UInt32.self, from: bytes)
        guard set != 0 else { return nil }
        let salt = [UInt8](copying: bytes.extracting(try reader.shortBytes(from: bytes)))
        var hashes: [[UInt8]] = []
        for _ in 0..<(try reader.integer(UInt8.self, from: bytes)) {
            hashes.append([UInt8](copying: bytes.extracting(try reader.shortBytes(from: bytes))))
        }
        guard hashes.count <= RecoveryCodeHashes.maximumCount else { throw UnreadableRecord() }
        return RecoveryCodeHashes(set: set, salt: salt, hashes: hashes)
    }
}
