import Testing
import TestSupport

/// Documentation/log.md has every action that the command logs, and no other.
@Suite struct LogManualTests {
    @Test func `what the command logs`() throws {
        let sources = try projectSources(below: "Sources/Administration").joined()
        let actions = Set(
            sources.matches(of: /logChange\(\s*"([a-z-]+)"/).map { String($0.1) })
        #expect(actions.count > 10)
        let table = try ManualTable(under: "## Changes", in: "Documentation/log.md")
        #expect(actions == Set(table.rows.joined()))
    }
}
