package import Accounts
package import Cryptography
package import Messages
package import OneTimePassword
internal import TextCoding

/// A device that is being enrolled: it has a key, and no code was typed yet.
package struct UnconfirmedDevice: ~Copyable {
    /// How far around the present a code is looked for that was wrong, in seconds: an hour, which
    /// is what a forgotten change to summer time makes, and a little more.
    private static let searchedSeconds = 3900
    /// The same for a device with a counter, in presses.
    private static let searchedPresses: UInt64 = 100

    /// What the person calls it.
    package let label: String
    /// What moves its codes on.
    package let movingFactor: MovingFactor
    private let key: SecretBytes
    private let library: LibCrypto

    /// Makes a device with a fresh key.
    ///
    /// The key has as many bytes as the digest of its hash function; RFC 4226 section 4, R6.
    package init(
        label: String, movingFactor: MovingFactor, library: LibCrypto
    ) throws(CryptographyError) {
        self.label = label
        self.movingFactor = movingFactor
        key = try library.randomBytes(movingFactor.hotp.hash.digestLength)
        self.library = library
    }

    /// The key as it is typed into an app: Base32.
    package var keyText: String { key.withBytes { Base32.encode($0) } }

    /// The same in groups of four, as it is easiest to type.
    package var groupedKeyText: String {
        var grouped: [UInt8] = []
        for (index, letter) in keyText.utf8.enumerated() {
            if index > 0, index.isMultiple(of: 4) { grouped.append(UInt8(ascii: " ")) }
            grouped.append(letter)
        }
        return String(decoding: grouped, as: UTF8.self)
    }

    /// The URI an app reads out of the QR code.
    package func uri(user: String, host: String, issuer: String) -> String {
        let account = host.isEmpty ? user : "\(user)@\(host)"
        let uri = AuthenticatorURI(account: account, issuer: issuer, movingFactor: movingFactor)
        return key.withBytes { uri.text(key: $0) }
    }

    /// A shorter one, whose QR code fits a small screen: the app shows the host where others have the issuer.
    package func shortURI(user: String, host: String) -> String {
        let uri = AuthenticatorURI(account: user, issuer: host, movingFactor: movingFactor)
        return key.withBytes { uri.shortText(key: $0) }
    }

    /// What a typed code shows.
    package enum Judgement {
        case right(Confirmation)
        /// Why it is not.
        case wrong(EnrolmentText.Mismatch)
    }

    /// Compares a typed code at every step of the window, which has so many before and after the present one.
    package func judge(
        _ typed: borrowing SecretBytes, window: Int, at time: Int64
    ) throws(CryptographyError) -> Judgement {
        guard let code = typed.withBytes({ OneTimeCode(typed: $0) }), code.length == hotp.digits
        else {
            return .wrong(.length(hotp.digits))
        }
        let window = UInt64(max(window, 0))
        if let counter = try counter(of: code, within: window, at: time) {
            return .right(Confirmation(counter: counter, time: time))
        }
        return .wrong(try miss(of: code, at: time))
    }

    /// Adds the device to an account, whose lock the edit holds and which may have so many devices then.
    package func add(
        to edit: inout AccountEdit, confirmedBy confirmation: Confirmation, upTo maximum: Int
    ) throws(AccountError) {
        try key.withBytes { (key) throws(AccountError) in
            try edit.addDevice(
                label: label, movingFactor: movingFactor, key: key,
                confirmedAt: confirmation.counter, time: confirmation.time, upTo: maximum)
        }
    }

    private var hotp: HOTP { movingFactor.hotp }

    /// The step or counter a correct device would be at.
    private func expectedCounter(at time: Int64) -> UInt64 {
        switch movingFactor {
        case .time(let totp): totp.step(at: time)
        case .counter(_, let start): start
        }
    }

    /// The step or counter at which a code is right, so many around the expected one; nil for none.
    private func counter(
        of code: OneTimeCode, within steps: UInt64, at time: Int64
    ) throws(CryptographyError) -> UInt64? {
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

    /// Finds out how a code is wrong.
    private func miss(
        of code: OneTimeCode, at time: Int64
    ) throws(CryptographyError) -> EnrolmentText.Mismatch {
        let expected = Int64(clamping: expectedCounter(at: time))
        switch movingFactor {
        case .time(let totp):
            let steps = UInt64(Self.searchedSeconds / totp.period)
            guard let counter = try counter(of: code, within: steps, at: time) else {
                return .unrelated
            }
            return .time(seconds: (Int64(clamping: counter) - expected) * Int64(totp.period))
        case .counter:
            guard let counter = try counter(of: code, within: Self.searchedPresses, at: time) else {
                return .unrelated
            }
            return .counter(presses: Int64(clamping: counter) - expected)
        }
    }
}

/// The proof that a device has its key.
package struct Confirmation {
    /// The time step or counter of the code that was typed.
    package let counter: UInt64
    /// When, in seconds since 1970.
    package let time: Int64
}

extension MovingFactor {
    fileprivate var hotp: HOTP {
        switch self {
        case .time(let totp): totp.hotp
        case .counter(let hotp, _): hotp
        }
    }
}
