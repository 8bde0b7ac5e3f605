internal import Import

// A row of the report, and an object of its JSON.
extension ImportItem: Encodable {
    private enum Key: String, CodingKey {
        case user, item, count, method, algorithm, digits, period, result, notes, file, line
    }

    /// Each key is there, with null where there is no value.
    package func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(user, forKey: .user)
        try object.encode(item, forKey: .item)
        try object.encode(count, forKey: .count)
        try object.encode(method, forKey: .method)
        try object.encode(algorithm, forKey: .algorithm)
        try object.encode(digits, forKey: .digits)
        try object.encode(period, forKey: .period)
        try object.encode(result.rawValue, forKey: .result)
        try object.encode(notes, forKey: .notes)
        try object.encode(file, forKey: .file)
        try object.encode(line, forKey: .line)
    }

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
