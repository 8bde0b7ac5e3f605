@testable import ConfigurationGrammar
import Testing

@Suite struct SpellingTests {
    @Test func `a distance counts what is put in, taken out and replaced`() {
        #expect(editDistance(Array("kitten".utf8), Array("sitting".utf8)) == 3)
        #expect(editDistance([], Array("abc".utf8)) == 3)
        #expect(editDistance(Array("abc".utf8), []) == 3)
    }
}
