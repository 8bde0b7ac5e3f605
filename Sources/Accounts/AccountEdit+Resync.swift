// For the command only: what the module never calls would still change how it is compiled, and cost it size.
#if !hasFeature(Embedded)

    internal import Cryptography
    internal import HostSystem
    package import OneTimePassword

    /// A code of a device, and when it was typed, in seconds since 1970.
    package struct TypedDeviceCode {
        let code: OneTimeCode
        let time: Int64

        package init(code: OneTimeCode, time: Int64) {
            self.code = code
            self.time = time
        }
    }

    /// What looking for a device came to.
    package enum Resynchronization: Equatable {
        /// It is followed from there: so many steps or presses ahead of where it was expected.
        case found(Int64)
        /// Its clock is so many steps ahead, which is more than is followed; nothing is changed.
        case tooFar(Int64)
        /// It was at a code, or past one, that was accepted before; nothing is changed.
        case used
        /// It was nowhere; nothing is changed.
        case notFound
    }

    extension Account {
        /// How far ahead a counter is looked for, in presses.
        ///
        /// Two codes in a row of six digits are found there by chance once in two hundred million times.
        package static let searchedPresses = 5000
        /// How far a clock is looked for on both sides, in seconds: as far as the local time of any zone is from UTC.
        static let searchedSeconds: Int64 = 14 * 3600

        /// Looks far around for a device that shows two codes in a row.
        ///
        /// While others may change the account: no login is to wait while thousands of codes are tried.
        ///
        /// - Returns: The step or counter of the first code; nil where it is nowhere.
        package func locate(
            _ wanted: Device, showing codes: [TypedDeviceCode]
        ) throws(AccountError) -> UInt64? {
            guard codes.count == 2, let first = codes.first, let second = codes.last,
                let device = identity.devices.first(where: { $0.id == wanted.id })
            else { return nil }
            let range =
                switch device.movingFactor {
                case .time(let totp): totp.range(around: second.time, Self.searchedSeconds)
                case .counter:
                    state.device(device).nextCounter
                        .range(before: 100, after: UInt64(Self.searchedPresses))
                }
            return try search(range, for: first.code, second.code, of: device)
        }

        /// The step or counter of the first of two codes in a row; the latest where there are several.
        private func search(
            _ range: ClosedRange<UInt64>, for first: OneTimeCode, _ second: OneTimeCode,
            of device: Device
        ) throws(AccountError) -> UInt64? {
            // Both must stay below the end of the type, and so must the one after them.
            guard range.upperBound < .max - 2 else { return nil }
            let library = keys.library
            do throws(CryptographyError) {
                return try identity.withKey(of: device) { (key) throws(CryptographyError) in
                    var found: UInt64?
                    for counter in range
                    where try device.hotp.code(at: counter, key: key, using: library) == first {
                        let next = try device.hotp.code(at: counter + 1, key: key, using: library)
                        if next == second { found = counter }
                    }
                    return found
                }
            } catch {
                throw .cryptography(error, keys.path)
            }
        }
    }

    extension AccountEdit {
        /// Expects a device from now on where it was located, showing these two codes.
        ///
        /// The codes count as used, as do all before them. A clock that is off by more than
        /// ``LoginState/DeviceState/maximumDrift`` is not followed: the next logins would lose it again.
        package mutating func resynchronize(
            _ wanted: Device, at counter: UInt64, showing codes: [TypedDeviceCode]
        ) -> Resynchronization {
            guard codes.count == 2, let first = codes.first, let second = codes.last,
                let device = identity.devices.first(where: { $0.id == wanted.id })
            else { return .notFound }
            var known = state.device(device)
            guard counter >= known.nextCounter else { return .used }
            let distance: Int64
            switch device.movingFactor {
            case .counter: distance = Int64(clamping: counter - known.nextCounter)
            case .time(let totp):
                // A code that took long to type looks like one of a slow clock, so the faster one tells.
                distance = max(
                    Int64(clamping: counter) - Int64(clamping: totp.step(at: first.time)),
                    Int64(clamping: counter + 1) - Int64(clamping: totp.step(at: second.time)))
                guard let drift = Int8(exactly: distance),
                    drift.magnitude <= LoginState.DeviceState.maximumDrift.magnitude
                else { return .tooFar(distance) }
                known.drift = drift
            }
            let drift = known.drift
            let isFound = change { state in
                // As it is when it is saved: a login may have been there.
                var known = state.device(device)
                guard counter >= known.nextCounter else { return false }
                if case .time = device.movingFactor {
                    (known.drift, known.candidateDrift) = (drift, drift)
                }
                known.use(counter)
                known.use(counter + 1)
                state.update(known)
                return true
            }
            return isFound ? .found(distance) : .used
        }
    }

    extension TOTP {
        /// The steps so many seconds around a moment.
        fileprivate func range(around time: Int64, _ seconds: Int64) -> ClosedRange<UInt64> {
            let steps = UInt64(clamping: seconds / Int64(period))
            return step(at: time).range(before: steps, after: steps)
        }
    }

#endif
