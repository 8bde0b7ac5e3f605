import Foundation

/// The text of a file of the project.
package func projectFile(_ path: String) throws -> String {
    let project = URL(filePath: #filePath).appending(path: "../../..").standardized
    return try String(contentsOf: project.appending(path: path), encoding: .utf8)
}

/// The texts of all Swift files below a folder of the project.
package func projectSources(below folder: String) throws -> [String] {
    let project = URL(filePath: #filePath).appending(path: "../../..").standardized
    return try FileManager.default.subpathsOfDirectory(
        atPath: project.appending(path: folder).path
    ).filter { $0.hasSuffix(".swift") }.sorted().map { try projectFile("\(folder)/\($0)") }
}

/// A table of a page of the documentation, whose first column says in backticks what a program writes.
///
/// Capitals and `N` in it stand for values: `the next in N s`. Alternatives stand in backticks of their own.
package struct ManualTable {
    /// The forms of the first column, row by row.
    package let rows: [[String]]

    /// Reads the table below a heading.
    package init(under heading: String, in path: String) throws {
        let text = try projectFile(path)
        let lines = text.components(separatedBy: "\n")
        guard let start = lines.firstIndex(of: heading) else { throw Missing(what: heading) }
        let end = lines[(start + 1)...].firstIndex { $0.hasPrefix("#") } ?? lines.endIndex
        rows = lines[start..<end].filter { $0.hasPrefix("| `") }.map { line in
            let cell = line.dropFirst(2).components(separatedBy: " | ")[0]
            return cell.components(separatedBy: "`").enumerated()
                .filter { !$0.offset.isMultiple(of: 2) }.map(\.element)
        }
        guard !rows.isEmpty else { throw Missing(what: "a table under \(heading)") }
    }

    /// What the page lacks.
    package struct Missing: Error {
        let what: String
    }

    /// The texts that no row has, and the rows that have none of the texts.
    package func differences(from texts: [String]) -> [String] {
        let unlisted = texts.filter { text in !rows.joined().contains { Self.form($0, fits: text) }
        }
        let unused = rows.joined().filter { form in
            !texts.contains { Self.form(form, fits: $0) }
        }
        return unlisted.map { "no row: \($0)" } + unused.map { "nothing writes: \($0)" }
    }

    /// Whether a text has this form.
    private static func form(_ form: String, fits text: String) -> Bool {
        // A word in capitals alone is a value.
        let pattern = form.split(separator: /\b[A-Z]+\b/, omittingEmptySubsequences: false)
            .map { NSRegularExpression.escapedPattern(for: String($0)) }.joined(separator: ".+")
        return text.range(of: "^\(pattern)$", options: .regularExpression) != nil
    }
}
