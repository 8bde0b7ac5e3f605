internal import TextCoding

/// Rows of text in columns, as wide as their widest cell and two blanks apart.
struct Table {
    private let rows: [[String]]

    init(header: [String], rows: [[String]]) {
        self.rows = ([header] + rows).map { $0.map(\.printable) }
    }

    /// The lines, each ended by a newline.
    var text: String {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            rows.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
        }
        return rows.map { row in
            let cells = zip(row, widths).enumerated().map { index, cell in
                let (text, width) = cell
                let padding = index == row.count - 1 ? 0 : width - text.count
                return text + String(repeating: " ", count: padding)
            }
            return cells.joined(separator: "  ") + "\n"
        }.joined()
    }
}

extension String {
    /// The text with a replacement character for whatever would move the cursor or change its
    /// colours.
    ///
    /// For names that come out of files, which may hold any byte.
    var printable: String {
        String(
            UnicodeScalarView(
                unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }))
    }
}
