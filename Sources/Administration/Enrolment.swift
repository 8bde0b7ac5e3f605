internal import Accounts
internal import Cryptography
internal import OneTimePassword

/// A device that is being enrolled: it has a key, and no code was typed yet.
struct Enrolment: ~Copyable {
    /// How far around the present a code is looked for that was wrong, in seconds: an hour, which
    /// is what a forgotten change to summer time makes, and a little more.
    private static let searchedSeconds = 3900
    /// The same for a device with a counter, in presses.
    private static let searchedPresses: UInt64 = 100

    let label: String
    let movingFactor: AuthenticatorURI.MovingFactor
    let key: SecretBytes
    let library: LibCrypto

    /// The key as it is typed into an app: Base32.
    var keyText: String { key.withBytes { Base32.encode($0) } }

    /// The URI an app reads out of the QR code.
    func uri(user: String, host: String, issuer: String) -> String {
        let account = host.isEmpty ? user : "\(user)@\(host)"
        let uri = AuthenticatorURI(account: account, issuer: issuer, movingFactor: movingFactor)
        return key.withBytes { uri.text(key: $0) }
    }

    /// What a typed code shows.
    enum Judgement {
        case right(Confirmation)
        /// Why it is not, in words for the person who typed it.
        case wrong(String)
    }

    /// Compares a typed code at every step the policy's window allows.
    func judge(_ line: String, window: Int, at time: Int64) throws -> Judgement {
        guard let code = OneTimeCode(typed: Array(line.utf8).span), code.length == hotp.digits
        else {
            return .wrong("a code of this device has \(hotp.digits) digits")
        }
        let window = UInt64(max(window, 0))
        if let counter = try counter(of: code, within: window, at: time) {
            return .right(Confirmation(counter: counter, time: time))
        }
        return .wrong("wrong code" + (try explainMiss(of: code, at: time)))
    }

    /// Stores the device, under the account's lock.
    func add(to edit: inout AccountEdit, confirmedBy confirmation: Confirmation) throws {
        try key.withBytes { (key) throws(AccountError) in
            try edit.addDevice(
                label: label, movingFactor: movingFactor, key: key,
                confirmedAt: confirmation.counter,
                time: confirmation.time)
        }
    }

    private var hotp: HOTP {
        switch movingFactor {
        case .time(let totp): totp.hotp
        case .counter(let hotp, _): hotp
        }
    }

    /// The step or counter a correct device would be at.
    private func expectedCounter(at time: Int64) -> UInt64 {
        switch movingFactor {
        case .time(let totp): totp.step(at: time)
        case .counter(_, let start): start
        }
    }

    /// The step or counter at which a code is right, so many around the expected one; nil for none.
    private func counter(of code: OneTimeCode, within steps: UInt64, at time: Int64) throws
        -> UInt64?
    {
        let expected = expectedCounter(at: time)
        let range =
            switch movingFactor {
            case .time: expected.range(before: steps, after: steps)
            case .counter: expected.range(before: 0, after: steps)
            }
        return try key.withBytes { (key) throws(CryptographyError) in
            try hotp.counter(matching: code, in: range, key: key, using: library)
        }
    }

    /// What to do about a code that is right at another time; empty where it is not.
    private func explainMiss(of code: OneTimeCode, at time: Int64) throws -> String {
        let expected = Int64(expectedCounter(at: time))
        switch movingFactor {
        case .time(let totp):
            let steps = UInt64(Self.searchedSeconds / totp.period)
            guard let counter = try counter(of: code, within: steps, at: time) else { return "" }
            let seconds = (Int64(counter) - expected) * Int64(totp.period)
            let direction = seconds < 0 ? "behind" : "ahead"
            return
                ", but right at another time: the clocks differ by about \(abs(seconds)) s, the device is "
                + "\(direction); set the clock that is wrong"
        case .counter:
            guard let counter = try counter(of: code, within: Self.searchedPresses, at: time) else {
                return ""
            }
            return
                ", but right \(Int64(counter) - expected) presses ahead: enrol it anew and type the first "
                + "code it shows"
        }
    }
}

/// The proof that a device has its key.
struct Confirmation {
    /// The time step or counter of the code that was typed.
    let counter: UInt64
    /// When, in seconds since 1970.
    let time: Int64
}
