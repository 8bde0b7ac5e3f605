internal import OneTimePassword

/// What logins change: counters, locks, and which codes were used.
package struct LoginState: Equatable {
    /// What is known of one device.
    package struct DeviceState: Equatable {
        /// The ``Device/id`` it belongs to.
        package let id: UInt32
        /// The least time step or counter whose code is still accepted.
        ///
        /// Only ever grows.
        package var nextCounter: UInt64
        /// How far the device's clock is ahead, in time steps, as learned.
        package var drift: Int8 = 0
        /// Another drift, seen once; it is learned when the next login shows it again.
        package var candidateDrift: Int8 = 0
        /// When a code of it was last accepted, in seconds since 1970; 0 for never.
        package var lastUsedAt: Int64 = 0
    }

    /// Grows by one with every write.
    var generation: UInt64 = 0
    /// Wrong codes since the last right one or the last lock.
    package internal(set) var consecutiveFailures: UInt32 = 0
    /// Wrong codes since the last right one.
    package internal(set) var failuresSinceSuccess: UInt32 = 0
    /// Until when no code is taken, in seconds since 1970; 0 for not locked.
    package internal(set) var lockedUntil: Int64 = 0
    /// When a code was last accepted, in seconds since 1970; 0 for never.
    package internal(set) var lastSuccessAt: Int64 = 0
    /// The set of recovery codes that ``usedRecoveryCodes`` speaks of.
    var recoverySet: UInt32 = 0
    /// One bit for each used recovery code, the first code's lowest.
    var usedRecoveryCodes: UInt16 = 0
    /// The sent code that waits to be typed, if any; also one that is no longer good.
    package internal(set) var challenge: Challenge?
    /// When codes were sent, in seconds since 1970, oldest first.
    var sends: [Int64] = []
    /// A code that lets in once, if an administrator made one; also one that has expired.
    package internal(set) var bypass: OneTimePass?
    /// The ticket to enrol with, if an administrator made one; also one that has expired.
    package internal(set) var ticket: OneTimePass?
    /// The sources that are not asked for a code, the latest first; also those that are asked again.
    package internal(set) var trusts: [Trust] = []
    /// The networks that accepted logins came from (``LoginSource/network``), the latest first.
    var sources: [Int64] = []
    /// The devices that were used or enrolled.
    package internal(set) var devices: [DeviceState] = []

    /// The state of an account that no login has used.
    package init() {}

    /// The state of a device; a new one where none was kept yet.
    package func device(_ device: Device) -> DeviceState {
        if let known = devices.first(where: { $0.id == device.id }) { return known }
        switch device.movingFactor {
        case .time: return DeviceState(id: device.id, nextCounter: 0)
        case .counter(_, let start): return DeviceState(id: device.id, nextCounter: start)
        }
    }

    /// Keeps the state of a device.
    mutating func update(_ device: DeviceState) {
        devices.removeAll { $0.id == device.id }
        devices.append(device)
    }

    /// Drops what is kept of devices that were revoked.
    mutating func keepOnly(_ enrolled: [Device]) {
        devices.removeAll { known in !enrolled.contains { $0.id == known.id } }
    }

    /// Whether a code of a set was used.
    func isUsed(_ index: Int, of hashes: RecoveryCodeHashes) -> Bool {
        recoverySet == hashes.set && usedRecoveryCodes & (1 << UInt16(index)) != 0
    }

    /// Records that a code of a set was used.
    mutating func use(_ index: Int, of hashes: RecoveryCodeHashes) {
        if recoverySet != hashes.set { (recoverySet, usedRecoveryCodes) = (hashes.set, 0) }
        usedRecoveryCodes |= 1 << UInt16(index)
    }

    /// How many codes of a set are left.
    package func unusedCount(of hashes: RecoveryCodeHashes) -> Int {
        hashes.hashes.indices.count { !isUsed($0, of: hashes) }
    }
}
