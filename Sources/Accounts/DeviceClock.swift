internal import OneTimePassword

/// Where a device's counter or clock is expected to be, and how that is learned.
extension LoginState.DeviceState {
    /// The most steps a device's clock may be learned to be off: five minutes at the usual 30
    /// seconds.
    ///
    /// More is a clock to set, not one to follow.
    static let maximumDrift: Int8 = 10

    /// The step or counter expected now.
    func center(of device: Device, at time: Int64) -> UInt64 {
        switch device.movingFactor {
        case .time(let totp): totp.step(at: time).advanced(clamping: Int(drift))
        case .counter: nextCounter
        }
    }

    /// The steps or counters whose codes are looked at, so many before and after the expected one; for a counter at
    /// least one before, so that a code typed twice is called used rather than wrong.
    func range(of device: Device, window: Int, at time: Int64) -> ClosedRange<UInt64> {
        let window = UInt64(max(window, 0))
        switch device.movingFactor {
        case .time: return center(of: device, at: time).range(before: window, after: window)
        case .counter: return nextCounter.range(before: max(window, 1), after: window)
        }
    }

    /// Moves on after a code was accepted, and learns the clock's drift (RFC 6238, section 6).
    ///
    /// A drift is learned when two logins in a row show the same one: a single late answer is no
    /// slow clock.
    mutating func accept(_ counter: UInt64, of device: Device, at time: Int64) {
        use(counter)
        lastUsedAt = time
        guard case .time(let totp) = device.movingFactor else { return }
        let offset = Int8(
            clamping: Int64(clamping: counter) - Int64(clamping: totp.step(at: time)))
        let limited = min(max(offset, -Self.maximumDrift), Self.maximumDrift)
        if limited == candidateDrift { drift = limited }
        candidateDrift = limited
    }
}
