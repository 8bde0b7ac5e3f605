internal import Cryptography
package import OneTimePassword

extension AccountEdit {
    /// Adds a device that another module had.
    ///
    /// `nextCounter` is the least time step or counter whose code is taken, and `used` says which of those before
    /// were used, as far as is known.
    /// `drift` says how many steps the device's clock is ahead, as the other module learned; none
    /// is kept where it is more than is ever followed (see ``followsDrift(of:)``). `time` is now,
    /// in seconds since 1970, and `maximum` is how many devices there may be then: MaxDevices of the policy.
    ///
    /// - Throws: `.invalid` as ``Identity/addDevice(label:movingFactor:key:at:upTo:)``, and for a
    ///   counter out of range.
    package mutating func importDevice(
        label: String, movingFactor: MovingFactor, key: Span<UInt8>,
        nextCounter: UInt64, used: [UInt64] = [], drift: Int, time: Int64,
        upTo maximum: Int = Device.maximumCount
    ) throws(AccountError) {
        guard nextCounter <= UInt64(Int64.max) else {
            throw .invalid("the counter is out of range")
        }
        let device = try identity.addDevice(
            label: label, movingFactor: movingFactor, key: key, at: time, upTo: maximum)
        var known = LoginState.DeviceState(id: device.id, nextCounter: nextCounter)
        for counter in used { known.note(counter) }
        if Self.followsDrift(of: drift) {
            known.drift = Int8(clamping: drift)
            known.candidateDrift = known.drift
        }
        add(known)
    }

    /// Whether logins follow a clock that is so many steps ahead.
    package static func followsDrift(of steps: Int) -> Bool {
        steps.magnitude <= LoginState.DeviceState.maximumDrift.magnitude
    }

    /// Puts codes that exist already in the place of the recovery codes there, which work no
    /// longer.
    ///
    /// Those that were used here are left out: the file they come from does not know it. Each has
    /// ``RecoveryCode/importedLength`` digits.
    package mutating func importRecoveryCodes(_ codes: [[UInt8]]) throws(AccountError) {
        guard (1...RecoveryCodeHashes.maximumCount).contains(codes.count) else {
            let most = RecoveryCodeHashes.maximumCount
            throw .invalid("an account has 1 to \(most) recovery codes")
        }
        let set = (identity.recovery?.set ?? 0) + 1
        var unused: [[UInt8]] = []
        for code in codes where try !isUsed(code) { unused.append(code) }
        let hashes = try account.keys.hashes(of: unused, set: set)
        changes = .proof
        identity.replaceRecovery(hashes)
    }

    /// Whether a code is one of the set's that was used.
    private func isUsed(_ code: [UInt8]) throws(AccountError) -> Bool {
        guard let hashes = identity.recovery else { return false }
        let hash = try account.keys.hash(code, salt: hashes.salt)
        for (index, other) in hashes.hashes.enumerated()
        where account.keys.library.areEqual(hash.span, other.span)
            && state.isUsed(index, of: hashes)
        {
            return true
        }
        return false
    }
}

extension AccountKeys {
    /// The hashes of one set of recovery codes, with a salt of its own.
    func hashes(of codes: [[UInt8]], set: UInt32) throws(AccountError) -> RecoveryCodeHashes {
        // As long as a block of the cipher; RFC 4086 and SP 800-63B ask for 32 bits at least.
        let salt = try randomBytes(16)
        var hashes: [[UInt8]] = []
        for code in codes { hashes.append(try hash(code, salt: salt)) }
        return RecoveryCodeHashes(set: set, salt: salt, hashes: hashes)
    }
}

extension Identity {
    /// Whether the account has a device, or had one that was revoked.
    package var hasHadDevices: Bool { nextDeviceID > 1 }

    /// The device that has this key; nil for none.
    package borrowing func device(havingKey key: Span<UInt8>) -> Device? {
        devices.first { device in
            withKey(of: device) { own in
                own.count == key.count && own.indices.allSatisfy { own[$0] == key[$0] }
            }
        }
    }
}
