import Testing

@testable import Courier

@Suite struct LDAPEntryTests {
    private static let alice = "DN: uid=alice,ou=people\n\tuid: alice\n\n\tmail: a@example.org\n"

    private func entry(_ answer: String) throws(DeliveryError) -> LDAPEntry {
        try LDAPEntry(Array(answer.utf8), attributes: ["uid", "mail"])
    }

    @Test func `one entry has its values in their order`() throws {
        let found = try entry(Self.alice + "\tMAIL: b@example.org\n\n\n")
        #expect(found.values(of: "uid") == ["alice"])
        #expect(found.values(of: "mail") == ["a@example.org", "b@example.org"])
    }

    @Test(arguments: ["uid", "mail"])
    func `a value that is not UTF-8 is not made another`(attribute: String) {
        let answer = Array("\(Self.alice)\t\(attribute): alice".utf8) + [0xFF] + Array("\n".utf8)
        let found = reason { () throws(DeliveryError) in
            _ = try LDAPEntry(answer, attributes: ["uid", "mail"])
        }
        #expect(found == "a value of \(attribute) is not valid UTF-8")
    }

    @Test(arguments: [
        ("", "there is no entry of the user"),
        (alice + "\n\nDN: uid=bob,ou=people\n\tuid: bob\n\n\n", "there is more than one entry"),
        ("DN: a\n\nDN: b\n", "there is more than one entry"),
        ("\tmail: a@example.org\n" + alice, "the answer of the directory is not as it must be"),
        (alice + "mail: b@example.org\n", "the answer of the directory is not as it must be"),
        (alice + "\tcn: Alice\n", "the answer of the directory is not as it must be"),
        (alice + "\tmail:: YUBleGFtcGxlLm9yZw==\n", "the answer of the directory is not"),
        (alice + "\tmail2: b@example.org\n", "the answer of the directory is not as it must be"),
        ("dn: uid=alice\n", "the answer of the directory is not as it must be"),
    ])
    func `anything else is refused`(answer: String, expected: String) {
        let found = reason { () throws(DeliveryError) in _ = try entry(answer) }
        #expect(found?.hasPrefix(expected) == true, "\(found ?? "none")")
    }
}
