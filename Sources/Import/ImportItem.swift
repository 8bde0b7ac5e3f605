package import OneTimePassword
internal import TextCoding

/// What became of one thing that was to be imported.
package struct ImportItem {
    /// How it ended; without --apply, how it would.
    package enum Result: String {
        case imported
        /// There was no need, or something in the way that is the administrator's to decide.
        case skipped
        /// There is nothing to import, only something to know.
        case noted
        /// It cannot be imported.
        case failed
    }

    /// Whose account it goes to; empty where that is not known.
    package let user: String
    /// The label of the device, or `recovery codes`; nil where it is about a line.
    package private(set) var item: String?
    /// How many recovery codes; nil where it is about something else.
    package private(set) var count: Int?
    /// How its codes are made: the method, the hash function, the digits, and the time step in seconds; each nil where it
    /// does not apply.
    package private(set) var method: String?
    package private(set) var algorithm: String?
    package private(set) var digits: Int?
    package private(set) var period: Int?
    /// How it ended.
    package let result: Result
    /// What is to be known about it, in sentences.
    package var notes: [String]
    /// Where it was read, without what looks like a key; nil where there is none.
    package private(set) var file: String?
    package private(set) var line: Int?

    /// A device.
    package init(
        user: String, label: String, movingFactor: MovingFactor, result: Result,
        notes: [String], file: String, line: Int?
    ) {
        self.init(user: user, result: result, notes: notes, file: file, line: line)
        item = label
        method = movingFactor.method.name
        let hotp: HOTP
        switch movingFactor {
        case .time(let totp): (hotp, period) = (totp.hotp, totp.period)
        case .counter(let counted, _): hotp = counted
        }
        algorithm = AuthenticatorURI.name(of: hotp.hash).lowercased()
        digits = hotp.digits
    }

    /// The scratch codes of a file.
    package init(user: String, recoveryCodes: Int, result: Result, notes: [String], file: String) {
        self.init(user: user, result: result, notes: notes, file: file, line: nil)
        item = "recovery codes"
        count = recoveryCodes
    }

    /// A line that came to nothing, or a file.
    package init(user: String, result: Result, notes: [String], file: String?, line: Int?) {
        self.user = user
        self.result = result
        self.notes = notes
        self.file = file.map { KeyLikeText.hidden(in: $0) }
        self.line = line
    }
}
