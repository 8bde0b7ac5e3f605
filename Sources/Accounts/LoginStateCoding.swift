internal import Cryptography
internal import Policy

extension LoginState {
    private static let version: UInt8 = 2
    /// The version before sent codes; its records end with the devices.
    private static let versionWithoutChallenge: UInt8 = 1

    /// The record as it is written into a slot; nil where it would be too long.
    func encoded(limit: Int) -> [UInt8]? {
        var writer = ByteWriter(capacity: limit)
        writer.write(Self.version)
        writer.write(generation)
        writer.write(consecutiveFailures)
        writer.write(failuresSinceSuccess)
        writer.write(lockedUntil)
        writer.write(lastSuccessAt)
        writer.write(recoverySet)
        writer.write(usedRecoveryCodes)
        writer.write(UInt8(truncatingIfNeeded: devices.count))
        for device in devices {
            writer.write(device.id)
            writer.write(device.nextCounter)
            writer.write(device.drift)
            writer.write(device.candidateDrift)
            writer.write(device.lastUsedAt)
        }
        write(challenge, to: &writer)
        writer.write(UInt8(truncatingIfNeeded: sends.count))
        for time in sends { writer.write(UInt32(clamping: time)) }
        return writer.withWritten { [UInt8](copying: $0) }
    }

    /// Reads a record whose tag was right.
    init(decoding bytes: Span<UInt8>) throws(UnreadableRecord) {
        var reader = ByteReader()
        let version = try reader.integer(UInt8.self, from: bytes)
        guard version == Self.version || version == Self.versionWithoutChallenge else {
            throw UnreadableRecord()
        }
        generation = try reader.integer(from: bytes)
        consecutiveFailures = try reader.integer(from: bytes)
        failuresSinceSuccess = try reader.integer(from: bytes)
        lockedUntil = try reader.integer(from: bytes)
        lastSuccessAt = try reader.integer(from: bytes)
        recoverySet = try reader.integer(from: bytes)
        usedRecoveryCodes = try reader.integer(from: bytes)
        for _ in 0..<(try reader.integer(UInt8.self, from: bytes)) {
            devices.append(
                DeviceState(
                    id: try reader.integer(from: bytes),
                    nextCounter: try reader.integer(from: bytes),
                    drift: try reader.integer(from: bytes),
                    candidateDrift: try reader.integer(from: bytes),
                    lastUsedAt: try reader.integer(from: bytes)))
        }
        if version == Self.version {
            challenge = try Self.challenge(from: bytes, with: &reader)
            for _ in 0..<(try reader.integer(UInt8.self, from: bytes)) {
                sends.append(Int64(try reader.integer(UInt32.self, from: bytes)))
            }
        }
        guard reader.position == bytes.count else { throw UnreadableRecord() }
    }

    /// The method by its number, 0 for no challenge.
    private static let methods: [Method?] = [nil, .email, .sms, .dingtalk]

    private func write(_ challenge: Challenge?, to writer: inout ByteWriter) {
        let method = Self.methods.firstIndex { $0 == challenge?.method } ?? 0
        writer.write(UInt8(truncatingIfNeeded: method))
        guard let challenge else { return }
        writer.write(challenge.number)
        writer.write(challenge.madeAt)
        writer.write(challenge.expiresAt)
        writer.writeShort(challenge.salt.span)
        writer.writeShort(challenge.hash.span)
        writer.writeShort(Array(challenge.target.utf8).span)
    }

    private static func challenge(
        from bytes: Span<UInt8>, with reader: inout ByteReader
    ) throws(UnreadableRecord) -> Challenge? {
        let method = Int(try reader.integer(UInt8.self, from: bytes))
        guard method < methods.count else { throw UnreadableRecord() }
        guard let method = methods[method] else { return nil }
        return Challenge(
            number: try reader.integer(from: bytes), method: method,
            madeAt: try reader.integer(from: bytes), expiresAt: try reader.integer(from: bytes),
            salt: try reader.shortArray(from: bytes), hash: try reader.shortArray(from: bytes),
            target: String(decoding: try reader.shortArray(from: bytes), as: UTF8.self))
    }
}
