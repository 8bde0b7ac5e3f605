import ConfigurationGrammar
import Policy
import Testing

extension Keyword {
    /// How careful a host is, in one word: no file of the product knows it.
    fileprivate static var caution: Keyword {
        Keyword(
            "Caution", role: .other, help: "how careful this host is: `high`, `low`",
            strictness: .order { $0.window }, stricter: "high",
            text: { $0.window == 0 ? "high" : "low" },
            read: { (value, settings) throws(InvalidText) in
                settings.window = try value.index(among: ["high", "low"])
            })
    }

    /// The same for the whole host.
    fileprivate static var hostCaution: Keyword {
        Keyword(
            "HostCaution", scope: .host, role: .other, help: "`high`, `low`",
            strictness: .none, stricter: "no value", text: { caution.text($0) },
            read: { (value, settings) throws(InvalidText) in
                settings.window = try value.index(among: ["high", "low"])
            })
    }
}

/// A declaration is all that a keyword needs.
@Suite struct KeywordFromOutsideTests {
    private let keywords = Keyword.all + [.caution, .hostCaution]

    private func policy(_ text: String) throws(ConfigurationError) -> PolicyFile {
        try PolicyFile(parsing: Array(text.utf8), keywords: keywords)
    }

    private func problem(_ text: String) -> String? {
        do throws(ConfigurationError) {
            _ = try policy(text)
            return nil
        } catch {
            return error.description
        }
    }

    private func explanation(of text: String, _ login: LoginAttributes = .alice) throws -> String {
        let explanations = try policy(text).resolve(login).explanations(of: keywords)
        let found = try #require(explanations.first { $0.keyword == .caution })
        return "\(found.value): \(found.origin)"
    }

    @Test func `it is read, applied and explained`() throws {
        #expect(try policy("caution HIGH").settings(for: .alice).window == 0)
        #expect(try explanation(of: "Caution high\nCaution low") == "high: line 1")
        #expect(try explanation(of: "") == "low: default")
    }

    @Test func `a block that matches gives its value`() throws {
        #expect(
            try explanation(of: "Caution high\nMatch user alice\nCaution low")
                == "low: line 3, in \"Match user alice\" of line 2")
        #expect(try explanation(of: "Match user bob\nCaution high") == "low: default")
    }

    @Test(arguments: [
        ("low", "high", "high: line 3, in \"Match group wheel\" of line 2, which may hold"),
        ("high", "low", "high: line 1"),
    ])
    func `of what is not known only the stricter value holds`(
        without: String, block: String, expected: String
    ) throws {
        let text = "Caution \(without)\nMatch group wheel\nCaution \(block)"
        var login = LoginAttributes.alice
        login.groupDoubt = "name service ldap gave no answer"
        #expect(try explanation(of: text, login) == expected)
        let line = try #require(try policy(text).unknownBlocks(for: login).first?.lines.first)
        #expect((line.keyword.name, line.value) == ("Caution", block))
        #expect(line.isStricter == (block == "high"))
        #expect(line.keyword.stricterValue == "high")
    }

    @Test(arguments: [
        ("Caution medium", "line 1: Caution: \"medium\" is not high or low"),
        ("Caution", "line 1: Caution: the value is missing; write high or low"),
        (
            "Caution high low",
            "line 1: Caution: there is too much on the line from \"low\" on; write high or low"
        ),
        ("Cautoin high", "line 1: unknown keyword \"Cautoin\"; did you mean Caution?"),
    ])
    func `what is wrong with its line is told`(text: String, message: String) {
        #expect(problem(text) == message)
    }

    @Test func `its scope is kept`() {
        #expect(problem("HostCaution high\nMatch user alice\nCaution high") == nil)
        #expect(
            problem("Match user alice\nHostCaution high")?.hasPrefix(
                "line 2: HostCaution: this holds for the whole host") == true)
    }

    @Test func `without its declaration it is unknown`() throws {
        #expect(throws: ConfigurationError.self) {
            try PolicyFile(parsing: Array("Caution high".utf8))
        }
    }
}
