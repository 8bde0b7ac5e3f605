internal import Cryptography
internal import HostSystem
internal import TextCoding
internal import Vocabulary

extension LoginState {
    /// The first byte of the record: its version.
    private static var version: UInt8 { 1 }
    /// The most bytes of a record, which is more than all that an account can have.
    static var maximumLength: Int { 2992 }
    /// An HMAC-SHA-256 under the account's state key.
    static var tagLength: Int { 32 }
    /// The most bytes of a record with its tag.
    package static var maximumSealedLength: Int { maximumLength + tagLength }

    /// The record as it is signed; nil where it would be too long.
    func encoded() -> SecretBytes? {
        var writer = ByteWriter(capacity: Self.maximumLength)
        writer.write(Self.version)
        writer.write(incarnation)
        writer.write(identityGeneration)
        writer.write(generation)
        writer.write(author)
        writer.write(UInt8(truncatingIfNeeded: charges.count))
        for charge in charges {
            writer.write(charge.id)
            writer.write(charge.time)
        }
        writer.write(wrongInARow)
        writer.write(wrongSinceSuccess)
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
            let source = trust.source
            writer.write(UInt8(source.isSession ? 2 : 1))
            writer.write(UInt64(truncatingIfNeeded: source.bits >> 64))
            writer.write(UInt64(truncatingIfNeeded: source.bits))
            let (key, service) = (source.key, source.service)
            writer.writeShort(key.span)
            writer.writeShort(service.span)
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
        return writer.written()
    }

    /// Reads a record whose tag was right.
    init(decoding bytes: Span<UInt8>) throws(UnreadableRecord) {
        var reader = ByteReader()
        try reader.version(Self.version, from: bytes)
        incarnation = try reader.integer(from: bytes)
        identityGeneration = try reader.integer(from: bytes)
        generation = try reader.integer(from: bytes)
        author = try reader.integer(from: bytes)
        for _ in 0..<(try reader.integer(UInt8.self, from: bytes)) {
            charges.append(
                Charge(
                    id: try reader.integer(from: bytes), time: try reader.integer(from: bytes)))
        }
        wrongInARow = try reader.integer(from: bytes)
        wrongSinceSuccess = try reader.integer(from: bytes)
        lockedUntil = try reader.integer(from: bytes)
        lastSuccessAt = try reader.integer(from: bytes)
        recoverySet = try reader.integer(from: bytes)
        usedRecoveryCodes = try reader.integer(from: bytes)
        for _ in 0..<(try reader.integer(UInt8.self, from: bytes)) {
            devices.append(
                DeviceState(
                    id: try reader.integer(from: bytes),
                    nextCounter: try reader.integer(from: bytes),
                    accepted: try reader.integer(from: bytes),
                    drift: try reader.integer(from: bytes),
                    candidateDrift: try reader.integer(from: bytes),
                    lastUsedAt: try reader.integer(from: bytes)))
        }
        challenge = try Self.challenge(from: bytes, with: &reader)
        for _ in 0..<(try reader.integer(UInt8.self, from: bytes)) {
            sends.append(try reader.integer(from: bytes))
        }
        bypass = try Self.pass(from: bytes, with: &reader)
        ticket = try Self.pass(from: bytes, with: &reader)
        for _ in 0..<(try reader.integer(UInt8.self, from: bytes)) {
            trusts.append(try Self.trust(from: bytes, with: &reader))
        }
        for _ in 0..<(try reader.integer(UInt8.self, from: bytes)) {
            sources.append(try reader.integer(from: bytes))
        }
        failedSends = try reader.integer(from: bytes)
        for _ in 0..<(try reader.integer(UInt8.self, from: bytes)) {
            spentCodes.append(
                SpentCode(
                    wasAccepted: try reader.integer(UInt8.self, from: bytes) != 0,
                    salt: try reader.shortArray(from: bytes),
                    hash: try reader.shortArray(from: bytes)))
        }
        guard reader.position == bytes.count else { throw .malformed }
    }

    private func write(_ challenge: Challenge?, to writer: inout ByteWriter) {
        writer.write(Method.recordNumber(of: challenge?.method))
        guard let challenge else { return }
        writer.write(challenge.number)
        writer.write(challenge.madeAt)
        writer.write(challenge.expiresAt)
        writer.writeShort(challenge.salt.span)
        writer.writeShort(challenge.hash.span)
        writer.writeShort(challenge.target.bytes.span)
    }

    private static func challenge(
        from bytes: Span<UInt8>, with reader: inout ByteReader
    ) throws(UnreadableRecord) -> Challenge? {
        guard let method = try reader.method(from: bytes) else { return nil }
        return Challenge(
            number: try reader.integer(from: bytes), method: method,
            madeAt: try reader.integer(from: bytes), expiresAt: try reader.integer(from: bytes),
            salt: try reader.shortArray(from: bytes), hash: try reader.shortArray(from: bytes),
            target: try reader.text(from: bytes))
    }

    // No code ever expires at 0, so that stands for none.
    private func write(_ pass: OneTimePass?, to writer: inout ByteWriter) {
        writer.write(pass?.expiresAt ?? 0)
        guard let pass else { return }
        writer.write(pass.madeAt)
        writer.writeShort(pass.salt.span)
        writer.writeShort(pass.hash.span)
    }

    private static func pass(
        from bytes: Span<UInt8>, with reader: inout ByteReader
    ) throws(UnreadableRecord) -> OneTimePass? {
        let expiresAt = try reader.integer(Int64.self, from: bytes)
        guard expiresAt != 0 else { return nil }
        return OneTimePass(
            madeAt: try reader.integer(from: bytes), expiresAt: expiresAt,
            salt: try reader.shortArray(from: bytes), hash: try reader.shortArray(from: bytes))
    }

    private static func trust(
        from bytes: Span<UInt8>, with reader: inout ByteReader
    ) throws(UnreadableRecord) -> Trust {
        let kind = try reader.integer(UInt8.self, from: bytes)
        let high = try reader.integer(UInt64.self, from: bytes)
        let low = try reader.integer(UInt64.self, from: bytes)
        guard kind == 1 || kind == 2 else { throw .malformed }
        return Trust(
            source: LoginSource(
                isSession: kind == 2, UInt128(high) << 64 | UInt128(low),
                key: try reader.shortArray(from: bytes), service: try reader.shortArray(from: bytes)
            ),
            grantedAt: try reader.integer(from: bytes), expiresAt: try reader.integer(from: bytes))
    }
}
