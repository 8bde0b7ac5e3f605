internal import Cryptography
internal import OneTimePassword
internal import TextCoding

extension Identity {
    /// The first byte of the record: its version.
    private static var version: UInt8 { 1 }
    /// The most bytes of a record: 16 devices with the longest keys and labels, 16 recovery codes, contacts.
    static var maximumLength: Int { 8192 }
    /// The most bytes of a record that is sealed.
    package static var maximumSealedLength: Int { maximumLength + 28 }

    private enum MovingFactorCode: UInt8 {
        case time = 1
        case counter = 2
    }

    /// The record as it is sealed, under the names that the state beside it has for it; nil where it would be too long.
    borrowing func encoded(incarnation: UInt64, generation: UInt64) -> SecretBytes? {
        var writer = ByteWriter(capacity: Self.maximumLength)
        writer.write(Self.version)
        writer.write(incarnation)
        writer.write(generation)
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
            writer.writeShort(device.label.bytes.span)
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
        keys.withBytes { writer.writeShort($0.extracting(codesKeyRange)) }
        return writer.written()
    }

    /// Reads a record that was sealed.
    init(decoding bytes: Span<UInt8>) throws(UnreadableRecord) {
        var reader = ByteReader()
        try reader.version(Self.version, from: bytes)
        let incarnation = try reader.integer(UInt64.self, from: bytes)
        let generation = try reader.integer(UInt64.self, from: bytes)
        let nextDeviceID = try reader.integer(UInt32.self, from: bytes)
        var devices: [Device] = []
        for _ in 0..<(try reader.integer(UInt8.self, from: bytes)) {
            devices.append(try Self.device(from: bytes, with: &reader))
        }
        let recovery = try Self.recovery(from: bytes, with: &reader)
        let contacts = try Contacts(from: bytes, with: &reader)
        let isEnrolled = try reader.integer(UInt8.self, from: bytes) != 0
        let codesKeyRange = try reader.shortBytes(from: bytes)
        guard reader.position == bytes.count, devices.count <= Device.maximumCount else {
            throw .malformed
        }
        // The whole record is the key store: each key lies where it was read.
        self.init(
            devices: devices, keys: SecretBytes(copying: bytes), recovery: recovery,
            contacts: contacts, nextDeviceID: nextDeviceID, isEnrolled: isEnrolled)
        self.codesKeyRange = codesKeyRange
        self.incarnation = incarnation
        self.generation = generation
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
        let label = try reader.text(from: bytes)
        let keyRange = try reader.shortBytes(from: bytes)
        guard let hash, let kind, let hotp = HOTP(hash: hash, digits: Int(digits)),
            Device.keyLengths.contains(keyRange.count)
        else { throw .malformed }
        let movingFactor: MovingFactor
        switch kind {
        case .time:
            guard let period = Int(exactly: parameter), let totp = TOTP(hotp: hotp, period: period)
            else {
                throw .malformed
            }
            movingFactor = .time(totp)
        case .counter:
            movingFactor = .counter(hotp, start: parameter)
        }
        return Device(
            id: id, label: label, movingFactor: movingFactor, enrolledAt: enrolledAt,
            keyRange: keyRange)
    }

    private static func recovery(
        from bytes: Span<UInt8>, with reader: inout ByteReader
    ) throws(UnreadableRecord) -> RecoveryCodeHashes? {
        let set = try reader.integer(UInt32.self, from: bytes)
        guard set != 0 else { return nil }
        let salt = try reader.shortArray(from: bytes)
        var hashes: [[UInt8]] = []
        for _ in 0..<(try reader.integer(UInt8.self, from: bytes)) {
            hashes.append(try reader.shortArray(from: bytes))
        }
        guard hashes.count <= RecoveryCodeHashes.maximumCount else { throw .malformed }
        return RecoveryCodeHashes(set: set, salt: salt, hashes: hashes)
    }
}
