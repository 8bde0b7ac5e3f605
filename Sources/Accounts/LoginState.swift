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
        /// Which of the 32 steps or counters before that were accepted, the last one's bit the lowest.
        var accepted: UInt32 = 0
        /// How far the device's clock is ahead, in time steps, as learned.
        package var drift: Int8 = 0
        /// Another drift, seen once; it is learned when the next login shows it again.
        package var candidateDrift: Int8 = 0
        /// When a code of it was last accepted, in seconds since 1970; 0 for never.
        package var lastUsedAt: Int64 = 0

        /// Takes a step or counter for accepted, which none before it is any more; it is not below
        /// ``nextCounter``.
        mutating func use(_ counter: UInt64) {
            let distance = counter &- nextCounter &+ 1
            accepted = (distance < 32 ? accepted << UInt32(distance) : 0) | 1
            nextCounter = counter &+ 1
        }

        /// Whether a step or counter was accepted; of those before the last 32 that is not known, and is no.
        func hasAccepted(_ counter: UInt64) -> Bool {
            let distance = nextCounter &- counter &- 1
            return distance < 32 && accepted & (1 << UInt32(distance)) != 0
        }

        /// Takes a step or counter before ``nextCounter`` for accepted.
        mutating func note(_ counter: UInt64) {
            let distance = nextCounter &- counter &- 1
            if distance < 32 { accepted |= 1 << UInt32(distance) }
        }

        /// The steps or counters of the last 32 that were accepted.
        package var acceptedCounters: [UInt64] {
            (0..<32).filter { accepted & (1 << UInt32($0)) != 0 }.map { nextCounter &- 1 &- $0 }
        }

        /// The step or counter accepted last; nil for none.
        var lastAccepted: UInt64? { hasAccepted(nextCounter &- 1) ? nextCounter &- 1 : nil }
    }

    /// Grows by one with every write.
    var generation: UInt64 = 0
    /// Who wrote it, by a random number.
    var author: UInt64 = 0
    /// Which account of this name it is of, by a random number: another made later has another.
    var incarnation: UInt64 = 0
    /// Which identity it goes with; 0 for none.
    var identityGeneration: UInt64 = 0
    /// Attempts that were not settled yet, oldest first.
    var charges: [Charge] = []
    /// Wrong codes since the last right one or the last lock, without those of ``charges``.
    var wrongInARow: UInt32 = 0
    /// Wrong codes since the last right one, without those of ``charges``.
    var wrongSinceSuccess: UInt32 = 0
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
    /// When codes were sent, in seconds since 1970, oldest first; also those of which nobody knows whether they were.
    var sends: [Int64] = []
    /// How many could not be sent of late, as ``Rate`` keeps it.
    var failedSends: Int64 = 0
    /// Codes that opened something once, or would have in time, the latest first.
    var spentCodes: [SpentCode] = []
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
        devices = devices.filter { $0.id != device.id } + [device]
    }

    /// Drops what is kept of devices that were revoked.
    mutating func keepOnly(_ enrolled: [Device]) {
        devices = devices.filter { known in enrolled.contains { $0.id == known.id } }
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
