internal import Cryptography
package import OneTimePassword

/// What is left of an attempt whose code was wrong, once others may go on: enough to tell a person
/// whose clock is wrong from one who guesses.
package struct MissedAttempt {
    private let account: Account
    /// The lock that holds since this attempt was counted, if any.
    package let lock: Lock?

    /// The person's devices, as they were.
    package var devices: [Device] { account.identity.devices }

    init(of account: Account, lock: Lock?) {
        self.account = account
        self.lock = lock
    }

    /// Looks for the code of a device outside the window.
    ///
    /// - Returns: How many steps ahead of the expected one the code is right, within `steps`; nil
    ///   for none. A counter is only looked for ahead.
    package func distance(
        of code: OneTimeCode, from device: Device, within steps: Int, at time: Int64
    ) throws(AccountError) -> Int64? {
        guard device.hotp.digits == code.length else { return nil }
        let state = account.state.device(device)
        let center = state.center(of: device, at: time)
        let steps = UInt64(max(steps, 0))
        let range =
            switch device.movingFactor {
            case .time: center.range(before: steps, after: steps)
            case .counter: center.range(before: 0, after: steps)
            }
        let found = try account.identity.search(
            range, for: code, of: device, using: account.keys)
        guard let found else { return nil }
        return found < center
            ? -Int64(clamping: center - found) : Int64(clamping: found - center)
    }
}

extension Identity {
    /// The step or counter at which a code is right, the latest where there are several; nil for none.
    @inline(never)
    borrowing func search(
        _ range: ClosedRange<UInt64>, for code: OneTimeCode, of device: Device,
        using keys: AccountKeys
    ) throws(AccountError) -> UInt64? {
        do throws(CryptographyError) {
            return try withKey(of: device) { (key) throws(CryptographyError) in
                try device.hotp.counter(
                    matching: code, in: range, key: key, using: keys.library)
            }
        } catch {
            throw .cryptography(error, keys.path)
        }
    }
}
