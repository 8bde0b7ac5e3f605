internal import Cryptography
internal import Policy
internal import Vocabulary

extension LoginState {
    private static let version: UInt8 = 4
    /// The version before accepted steps and spent codes, with times of sending up to the year 2106.
    private static let versionWithoutSpentCodes: UInt8 = 3
    /// The version before trust; its records end with the times of sending.
    private static let versionWithoutTrust: UInt8 = 2
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
            writer.write(device.accepted)
            writer.write(device.drift)
            writer.write(device.candidateDrift)
            writer.write(device.lastUsedAt)
        }
        write(challenge, to: &writer)
        writer.write(UInt8(truncatingIfNeeded: sends.count))
        for time in sends { writer.write(time) }
        write(bypass, to: &writer)
        write(ticket, to: &writer)
        writer.write(UInt8(truncatingIfNeeded: trusts.count))
        for trust in trusts {
            let bits = trust.source.address.mappedBits
            writer.write(UInt64(truncatingIfNeeded: bits >> 64))
            writer.write(UInt64(truncatingIfNeeded: bits))
            writer.writeShort(trust.source.key.span)
            writer.write(trust.grantedAt)
            writer.write(trust.expiresAt)
        }
        writer.write(UInt8(truncatingIfNeeded: sources.count))
        for network in sources { writer.write(network) }
        writer.write(failedSends)
        writer.write(UInt8(truncatingIfNeeded: spentCodes.count))
        for spent in spentCodes {
            writer.write(UInt8(spent.wasAccepted ? 1 : 0))
            writer.writeShort(spent.salt.span)
            writer.writeShort(spent.hash.span)
        }
        return writer.withWritten { [UInt8](copying: $0) }
    }

    /// The generation a record has, or claims to have while its tag was not looked at; 0 where it is too short.
    static func generation(ofRecord bytes: Span<UInt8>) -> UInt64 {
        var reader = ByteReader()
        do throws(UnreadableRecord) {
            _ = try reader.integer(UInt8.self, from: bytes)
            return try reader.integer(from: bytes)
        } catch {
            return 0
        }
    }

    /// Reads a record whose tag was right.
    init(decoding bytes: Span<UInt8>) throws(UnreadableRecord) {
        var reader = ByteReader()
        let version = try reader.integer(UInt8.self, from: bytes)
        guard (Self.versionWithoutChallenge...Self.version).contains(version) else {
            throw UnreadableRecord()
        }
        generation = try reader.integer(from: bytes)
        consecutiveFailures = try reader.integer(from: bytes)
        failuresSinceSuccess = try reader.integer(from: bytes)
        lockedUntil = try reader.integer(from: bytes)
        lastSuccessAt = try reader.integer(from: bytes)
        recoverySet = try reader.integer(from: bytes)
        usedRecoveryCodes = try reader.integer(from: bytes)
        let hasSpentCodes = version > Self.versionWithoutSpentCodes
        for _ in 0..<(try reader.integer(UInt8.self, from: bytes)) {
            let id = try reader.integer(UInt32.self, from: bytes)
            let nextCounter = try reader.integer(UInt64.self, from: bytes)
            devices.append(
                DeviceState(
                    id: id, nextCounter: nextCounter,
                    accepted: hasSpentCodes
                        ? try reader.integer(from: bytes) : nextCounter > 0 ? 1 : 0,
                    drift: try reader.integer(from: bytes),
                    candidateDrift: try reader.integer(from: bytes),
                    lastUsedAt: try reader.integer(from: bytes)))
        }
        if version > Self.versionWithoutChallenge {
            challenge = try Self.challenge(from: bytes, with: &reader)
            for _ in 0..<(try reader.integer(UInt8.self, from: bytes)) {
                sends.append(
                    hasSpentCodes
                        ? try reader.integer(from: bytes)
                        : Int64(try reader.integer(UInt32.self, from: bytes)))
            }
        }
        if version > Self.versionWithoutTrust {
            bypass = try Self.pass(from: bytes, with: &reader, hasDevice: hasSpentCodes)
            ticket = try Self.pass(from: bytes, with: &reader, hasDevice: hasSpentCodes)
            for _ in 0..<(try reader.integer(UInt8.self, from: bytes)) {
                trusts.append(try Self.trust(from: bytes, with: &reader))
            }
            for _ in 0..<(try reader.integer(UInt8.self, from: bytes)) {
                sources.append(try reader.integer(from: bytes))
            }
        }
        if hasSpentCodes {
            failedSends = try reader.integer(from: bytes)
            for _ in 0..<(try reader.integer(UInt8.self, from: bytes)) {
                spentCodes.append(
                    SpentCode(
                        wasAccepted: try reader.integer(UInt8.self, from: bytes) != 0,
                        salt: try reader.shortArray(from: bytes),
                        hash: try reader.shortArray(from: bytes)))
            }
        }
        guard reader.position == bytes.count else { throw UnreadableRecord() }
    }

    private func write(_ challenge: Challenge?, to writer: inout ByteWriter) {
        writer.write(Self.number(of: challenge?.method))
        guard let challenge else { return }
        writer.write(challenge.number)
        writer.write(challenge.madeAt)
        writer.write(challenge.expiresAt)
        writer.writeShort(challenge.salt.span)
        writer.writeShort(challenge.hash.span)
        writer.writeShort(Array(challenge.target.utf8).span)
    }

    /// The number of a method that sends; 0 for no challenge.
    private static func number(of method: Method?) -> UInt8 {
        switch method {
        case .email: 1
        case .sms: 2
        case .dingtalk: 3
        case .totp, .hotp, .screen, .recovery, nil: 0
        }
    }

    private static func challenge(
        from bytes: Span<UInt8>, with reader: inout ByteReader
    ) throws(UnreadableRecord) -> Challenge? {
        let method: Method
        switch try reader.integer(UInt8.self, from: bytes) {
        case 0: return nil
        case 1: method = .email
        case 2: method = .sms
        case 3: method = .dingtalk
        default: throw UnreadableRecord()
        }
        return Challenge(
            number: try reader.integer(from: bytes), method: method,
            madeAt: try reader.integer(from: bytes), expiresAt: try reader.integer(from: bytes),
            salt: try reader.shortArray(from: bytes), hash: try reader.shortArray(from: bytes),
            target: String(decoding: try reader.shortArray(from: bytes), as: UTF8.self))
    }

    // No code ever expires at 0, so that stands for none.
    private func write(_ pass: OneTimePass?, to writer: inout ByteWriter) {
        writer.write(pass?.expiresAt ?? 0)
        guard let pass else { return }
        writer.write(pass.madeAt)
        writer.writeShort(pass.salt.span)
        writer.writeShort(pass.hash.span)
        writer.write(pass.device)
    }

    private static func pass(
        from bytes: Span<UInt8>, with reader: inout ByteReader, hasDevice: Bool
    ) throws(UnreadableRecord) -> OneTimePass? {
        let expiresAt = try reader.integer(Int64.self, from: bytes)
        guard expiresAt != 0 else { return nil }
        return OneTimePass(
            madeAt: try reader.integer(from: bytes), expiresAt: expiresAt,
            salt: try reader.shortArray(from: bytes), hash: try reader.shortArray(from: bytes),
            device: hasDevice ? try reader.integer(from: bytes) : 0)
    }

    private static func trust(
        from bytes: Span<UInt8>, with reader: inout ByteReader
    ) throws(UnreadableRecord) -> Trust {
        let high = try reader.integer(UInt64.self, from: bytes)
        let low = try reader.integer(UInt64.self, from: bytes)
        let address = NetworkAddress(mappedBits: UInt128(high) << 64 | UInt128(low))
        return Trust(
            source: LoginSource(address: address, key: try reader.shortArray(from: bytes)),
            grantedAt: try reader.integer(from: bytes), expiresAt: try reader.integer(from: bytes))
    }
}
