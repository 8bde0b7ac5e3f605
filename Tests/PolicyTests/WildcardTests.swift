@testable import Policy
import Testing

@Suite struct WildcardTests {
    @Test(arguments: [
        ("", "", true), ("", "a", false), ("*", "", true), ("**", "abc", true), ("?", "", false),
        ("?", "a", true), ("a*c", "abc", true), ("a*c", "ac", true), ("a*c", "abcd", false),
        ("*b*", "abc", true), ("*a*b", "aab", true), ("a?c*", "abcde", true), ("ab", "a", false),
        ("*ab", "aab", true), ("*aab", "aaab", true), ("a*b*c", "axbxbxc", true), ("*?", "", false),
        ("\\*", "\\x", true),
    ])
    func `a wildcard fits the whole text`(pattern: String, text: String, expected: Bool) {
        #expect(Wildcard(Array(pattern.utf8)).matches(Array(text.utf8)) == expected)
    }

    @Test func `many stars do not take for ever`() {
        let pattern = String(repeating: "*a", count: 300) + "b"
        let text = String(repeating: "a", count: 3_000)
        #expect(!Wildcard(Array(pattern.utf8)).matches(Array(text.utf8)))
    }
}
