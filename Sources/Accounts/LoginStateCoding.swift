internal import Cryptography

extension LoginState {
    private static let version: UInt8 = 1

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
        return writer.withWritten { [UInt8](copying: $0) }
    }

    /// Reads a record whose tag was right.
    init(decoding bytes: Span<UInt8>) throws(UnreadableRecord) {
        var reader = ByteReader()
        guard try reader.integer(UInt8.self, from: bytes) == Self.version else {
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
        guard reader.position == bytes.count else { throw UnreadableRecord() }
    }
}
