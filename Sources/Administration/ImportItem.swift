internal import OneTimePassword
internal import TextCoding

/// What became of one thing that was to be imported; a row of the report.
struct ImportItem: Encodable {
    /// How it ended; without --apply, how it would.
    enum Result: String, Encodable {
        case imported
        /// There was no need, or something in the way that is the administrator's to decide.
        case skipped
        /// There is nothing to import, only something to know.
        case noted
        /// It cannot be imported.
        case failed
    }

    let user: String
    /// The label of the device, or `recovery codes`; null where it is about a line.
    @Nullable private(set) var item: String?
    @Nullable private(set) var count: Int?
    @Nullable private(set) var method: String?
    @Nullable private(set) var algorithm: String?
    @Nullable private(set) var digits: Int?
    @Nullable private(set) var period: Int?
    var result: Result
    /// What is to be known about it, in sentences.
    var notes: [String]
    @Nullable private(set) var file: String?
    @Nullable private(set) var line: Int?

    /// A device.
    init(
        user: String, label: String, movingFactor: MovingFactor, result: Result,
        notes: [String], file: String, line: Int
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
    init(user: String, recoveryCodes: Int, result: Result, notes: [String], file: String) {
        self.init(user: user, result: result, notes: notes, file: file, line: nil)
        item = "recovery codes"
        count = recoveryCodes
    }

    /// A line that came to nothing, or a file.
    init(user: String, result: Result, notes: [String], file: String?, line: Int?) {
        self.user = user
        self.result = result
        self.notes = notes
        self.file = file
        self.line = line
    }
}

extension ImportItem {
    /// The titles of ``cells(isApplied:)``.
    static let header = ["USER", "ITEM", "METHOD", "ALGORITHM", "DIGITS", "PERIOD", "RESULT"]

    /// The row of a table.
    func cells(isApplied: Bool) -> [String] {
        [
            user.isEmpty ? "-" : user, count.map { "\($0) \(item ?? "")" } ?? item ?? "-",
            method ?? "-", algorithm ?? "-", digits.map { String($0) } ?? "-",
            period.map { "\($0) s" } ?? "-",
            result == .imported && !isApplied ? "would be imported" : result.rawValue,
        ]
    }

    /// The notes, with the user, the file and the line before them; nil where there are none.
    var message: String? {
        guard !notes.isEmpty else { return nil }
        var place = file ?? ""
        if let line { place += ":\(line)" }
        let text = notes.joined(separator: "; ")
        // The failure of a system call says which file it was.
        let isPlaced = place.isEmpty || text.hasPrefix(place)
        return (user.isEmpty ? "" : "\(user): ") + (isPlaced ? text : "\(place): \(text)")
    }
}
