internal import Accounts
internal import Cryptography
internal import OneTimePassword

/// What is known of an imported device's codes, for the account: which are used up, and what will
/// be different.
struct DeviceHistory {
    /// How far from the present a step can be whose code a login still takes: the longest window of
    /// a policy and the largest drift that is followed.
    private static let reach: UInt64 = 20

    /// The least step or counter whose code is taken.
    private(set) var nextCounter: UInt64 = 0
    /// Which of those before were used, as far as is known.
    private(set) var used: [UInt64] = []
    /// How many steps its clock is ahead; 0 where no login would follow it.
    private(set) var drift = 0
    /// What the administrator has to know.
    private(set) var notes: [String] = []
    /// How far from the expected step or counter the old module looked.
    private let window: Int?

    init(
        of device: ImportedDevice, at time: Int64, using library: LibCrypto
    ) throws(CryptographyError) {
        window = device.history.window
        switch device.movingFactor {
        case .counter(_, let start):
            nextCounter = start
            if start > 0 { used = [start - 1] }
        case .time(let totp):
            try follow(device, totp, at: time, using: library)
        }
    }

    private mutating func follow(
        _ device: ImportedDevice, _ totp: TOTP, at time: Int64, using library: LibCrypto
    ) throws(CryptographyError) {
        let history = device.history
        if AccountEdit.followsDrift(of: history.drift) {
            drift = history.drift
        } else {
            let direction = history.drift < 0 ? "behind" : "ahead"
            notes.append(
                "its clock was \(history.drift.magnitude) steps \(direction), more than is followed: "
                    + "have it set")
        }
        let now = totp.step(at: time).advanced(clamping: drift)
        let near = now.range(before: Self.reach, after: Self.reach)
        used = history.usedSteps.filter { $0 <= near.upperBound }
        // A step that far ahead was used while the host's clock was wrong. Everything before it
        // would be refused until then.
        if used.count < history.usedSteps.count {
            notes.append("a used code lies in the future and is not taken over")
        }
        if let code = history.lastCode, code.length == totp.hotp.digits {
            let step = try device.key.withBytes { (key) throws(CryptographyError) in
                try totp.hotp.counter(matching: code, in: near, key: key, using: library)
            }
            if let step { used.append(step) }
        }
        if let last = used.max() { nextCounter = last + 1 }
    }

    /// Says where the old module looked further than the policy's Window, in steps.
    mutating func compare(with policyWindow: Int) {
        guard let window, window > policyWindow else { return }
        notes.append(
            "its codes were taken \(window) steps away, Window of the policy is \(policyWindow)")
    }
}
