import Courier
import Foundation
import Testing
import Vocabulary

/// The tables of the manual say what the declarations say.
@Suite struct ManualTests {
    private static let manual = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../Documentation/delivery.md")

    /// The rows of the first table below a heading whose first column is `keyword`.
    private func table(below heading: String) throws -> [String] {
        let text = try String(contentsOf: Self.manual, encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex { $0 == heading })
        let section = lines[(start + 1)...].prefix { !$0.hasPrefix("#") }
        let head = try #require(section.firstIndex { $0.hasPrefix("| keyword |") })
        return section[(head + 2)...].prefix { $0.hasPrefix("|") }.map(plain)
    }

    /// A row without what only its looks are for.
    private func plain(_ row: some StringProtocol) -> String {
        String(row.filter { $0 != "`" && $0 != "*" })
    }

    private func row(_ keyword: SettingKeyword) -> String {
        let standard = keyword.standard.map { " (\($0))" } ?? ""
        return "| \(keyword.name) | \(keyword.help)\(standard) |"
    }

    @Test func `the lines above all blocks`() throws {
        #expect(try table(below: "## The delivery file") == DeliveryFile.keywords.map(row))
    }

    @Test(arguments: ChannelKind.all.map(\.name))
    func `the lines of a kind`(name: String) throws {
        let kind = try #require(ChannelKind.all.first { $0.name == name })
        let own = kind.keywords.filter { $0.name != "MessageFile" && $0.name != "CAFile" }
        #expect(try table(below: "### \(name)") == own.map(row))
    }

    @Test func `each kind has a row and a section`() throws {
        let text = try String(contentsOf: Self.manual, encoding: .utf8)
        for kind in ChannelKind.all {
            #expect(text.contains("\n| [`\(kind.name)`](#\(kind.name)) |"), "\(kind.name)")
        }
    }

    @Test func `whoever has a chat of its own can ask for it by its name`() throws {
        let text = try String(contentsOf: Self.manual, encoding: .utf8)
        let chats = ChannelKind.all.map(\.name).filter {
            text.contains("\n| [`\($0)`](#\($0)) | chat, ")
        }
        #expect(chats == Vocabulary.Method.chats)
    }
}
