internal import Vocabulary

/// Rows of text in columns, two blanks apart.
struct Table {
    private static let gap = 2
    /// To how little a column is made narrower.
    private static let minimumWidth = 8
    /// The longest words that are kept whole as long as that is possible: as long as a time is.
    private static let wordWidth = 20

    private let rows: [[String]]

    init(header: [String], rows: [[String]]) {
        self.rows = ([header] + rows).map { $0.map(\.printable) }
    }

    /// The lines, each ended by a newline, in columns as wide as their widest cell.
    ///
    /// - Parameter columns: How wide a line may be; nil for any width. The widest columns become narrower then, and
    ///   what is longer goes on below: nothing is left out. Where there are too many columns for that, lines are longer.
    /// - Returns: The text.
    func text(columns: Int? = nil) -> String {
        let widths = widths(within: columns)
        return rows.map { row in
            let cells = zip(row, widths).map { $0.wrapped(to: $1) }
            return (0..<(cells.map(\.count).max() ?? 0)).map { line in
                Self.line(cells.map { $0.indices.contains(line) ? $0[line] : "" }, widths)
            }.joined()
        }.joined()
    }

    /// A line without blanks at its end.
    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        var text = ""
        var missing = 0
        for (cell, width) in zip(cells, widths) {
            if !cell.isEmpty {
                text += String(repeating: " ", count: missing) + cell
                missing = 0
            }
            missing += width - cell.columns + gap
        }
        return text + "\n"
    }

    /// The width of each column: that of its widest cell or, where those have no room, first no more than whole words
    /// need, and then less, the columns on the left before the others: names are broken before times are.
    private func widths(within columns: Int?) -> [Int] {
        let count = rows.map(\.count).max() ?? 0
        func widest(_ width: (String) -> Int) -> [Int] {
            (0..<count).map { column in
                rows.map { $0.indices.contains(column) ? width($0[column]) : 0 }.max() ?? 0
            }
        }
        var widths = widest(\.columns)
        guard let columns else { return widths }
        let room = columns - Self.gap * max(count - 1, 0)
        let words = widest { $0.split(separator: " ").map(\.columns).max() ?? 0 }
        let floors = words.map { min(max($0, Self.minimumWidth), Self.wordWidth) }
        while widths.reduce(0, +) > room,
            let column = widths.indices.filter({ widths[$0] > floors[$0] })
                .max(by: { widths[$0] < widths[$1] })
        {
            widths[column] -= 1
        }
        for column in widths.indices {
            let excess = max(widths.reduce(0, +) - room, 0)
            widths[column] = max(widths[column] - excess, min(widths[column], Self.minimumWidth))
        }
        return widths
    }
}

/// Names with their values, a line for each.
struct Fields {
    private let fields: [(name: String, value: String)]

    init(_ fields: [(name: String, value: String)]) { self.fields = fields }

    /// The lines, each ended by a newline, with the values below each other.
    ///
    /// - Parameter columns: How wide a line may be; nil for any width. What is longer goes on below.
    /// - Returns: The text.
    func text(columns: Int? = nil) -> String {
        let width = (fields.map(\.name.columns).max() ?? 0) + 2
        return fields.map { name, value in
            let lines = value.printable.wrapped(to: columns.map { max($0 - width, 20) } ?? .max)
            let start = name + ":" + String(repeating: " ", count: width - name.columns - 1)
            return start
                + lines.joined(separator: "\n" + String(repeating: " ", count: width)) + "\n"
        }.joined()
    }
}

extension Session {
    /// Shows a table, no wider than the terminal, if a person looks at one; 80 columns are always taken.
    func write(_ table: Table) throws { try write(text(table)) }

    /// The same as text.
    func text(_ table: Table) -> String { table.text(columns: lineWidth) }

    /// The same of a sentence.
    func write(sentence: String) throws {
        let lines = sentence.wrapped(to: lineWidth ?? .max)
        try write(lines.joined(separator: "\n") + "\n")
    }

    /// The same of fields.
    func write(_ fields: Fields) throws { try write(fields.text(columns: lineWidth)) }

    private var lineWidth: Int? { terminal.map { max($0.columns, 80) } }
}
