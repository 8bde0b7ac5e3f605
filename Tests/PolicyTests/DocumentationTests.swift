import Foundation
import Policy
import Testing

/// What the documents say of the keywords is what their declarations say.
@Suite struct DocumentationTests {
    /// The rows of the table with these columns, each as its cells.
    private func table(_ columns: String, in path: String) throws -> [[String]] {
        let project = URL(filePath: #filePath).appending(path: "../../..").standardized
        let text = try String(contentsOf: project.appending(path: path), encoding: .utf8)
        let lines = text.components(separatedBy: "\n")
        let header = try #require(lines.firstIndex(of: columns), "\(path) has no such table")
        return lines[(header + 2)...].prefix { $0.hasPrefix("|") }.map { line in
            line.components(separatedBy: " | ").map {
                $0.trimmingCharacters(in: CharacterSet(charactersIn: "| "))
            }
        }
    }

    /// The names in a cell, each in backticks.
    private func names(in cell: String) -> [String] {
        cell.components(separatedBy: ", ").map {
            $0.trimmingCharacters(in: CharacterSet(charactersIn: "`"))
        }
    }

    @Test func `the README's table is made of the declarations, in their order`() throws {
        let rows = try table("| keyword | values (default) |", in: "README.md")
        let declared = Keyword.all.map {
            ["`\($0.name)`", "\($0.help) (`\($0.text(Settings()))`)"]
        }
        for (row, declaration) in zip(rows, declared) { #expect(row == declaration) }
        #expect(rows.count == declared.count)
    }

    @Test func `the table of what is stricter has every keyword that a block may have, once`()
        throws
    {
        let rows = try table("| keyword | stricter is |", in: "Documentation/policy.md")
        let listed = rows.flatMap { names(in: $0[0]) }
        let declared = Keyword.all.filter { $0.scope == .anywhere }.map(\.name)
        #expect(listed.sorted() == declared.sorted())
    }

    @Test func `the limits have the defaults that are declared`() throws {
        let rows = try table("| limit | default | counts |", in: "Documentation/policy.md")
        #expect(rows.count == 3)
        for row in rows {
            let keyword = try #require(Keyword.all.first { [$0.name] == names(in: row[0]) })
            #expect(names(in: row[1]) == [keyword.text(Settings())])
        }
    }
}
