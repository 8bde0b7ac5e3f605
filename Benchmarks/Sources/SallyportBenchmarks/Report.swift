/// What the ratio of a row should be.
enum Bound {
    /// No more than this.
    case atMost(Double)
    /// No less than this.
    case atLeast(Double)

    /// Whether a ratio keeps the bound.
    func holds(for ratio: Double) -> Bool {
        switch self {
        case .atMost(let limit): ratio <= limit
        case .atLeast(let limit): ratio >= limit
        }
    }

    /// The bound as a table shows it.
    var text: String {
        switch self {
        case .atMost(let limit): "<= \(limit)"
        case .atLeast(let limit): ">= \(limit)"
        }
    }
}

/// One comparison: two medians and what they should be to each other.
struct Row {
    /// The row's name.
    let name: String
    /// The unit of both figures.
    let unit: String
    /// The median of the module under test.
    let ours: Double
    /// The median of what it is compared with.
    let peer: Double
    /// What it is compared with.
    let peerName: String
    /// What the ratio should be.
    let bound: Bound
    /// How many samples of each side there were, and what else a reader must know.
    let note: String

    /// Ours divided by the peer's.
    var ratio: Double { ours / peer }
}

extension [Row] {
    /// An array of objects with the keys row, unit, ours, peer, peerName and ratio.
    var json: String {
        // Names and units are literals of this program without a character that needs an escape.
        let objects = map { row in
            """
              {"row": "\(row.name)", "unit": "\(row.unit)", "ours": \(significant(row.ours)), \
            "peer": \(significant(row.peer)), "peerName": "\(row.peerName)", \
            "ratio": \(significant(row.ratio))}
            """
        }
        return "[\n" + objects.joined(separator: ",\n") + "\n]"
    }

    /// A table in Markdown, with the bounds and what the rows' notes say.
    var table: String {
        let header = ["row", "unit", "ours", "peer", "ratio", "wanted", "result", "compared with"]
        let cells = map { row in
            [
                row.name, row.unit, significant(row.ours), significant(row.peer),
                significant(row.ratio), row.bound.text,
                row.bound.holds(for: row.ratio) ? "kept" : "missed", row.peerName,
            ]
        }
        let widths = header.indices.map { column in
            ([header] + cells).map { $0[column].count }.max() ?? 0
        }
        let lines = ([header, widths.map { String(repeating: "-", count: $0) }] + cells).map {
            "| " + zip($0, widths).map(padded).joined(separator: " | ") + " |"
        }
        return (lines + [""] + map { "\($0.name): \($0.note)" }).joined(separator: "\n")
    }
}

private func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(width - text.count, 0))
}

/// A number with four digits that count.
private func significant(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return "0" }
    var scale = 1.0
    while abs(value) * scale < 1000 { scale *= 10 }
    let rounded = (value * scale).rounded() / scale
    return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
}

/// The middle of the samples, or the mean of the two in the middle; 0 of none.
func median(_ samples: [Double]) -> Double {
    let sorted = samples.sorted()
    guard !sorted.isEmpty else { return 0 }
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
