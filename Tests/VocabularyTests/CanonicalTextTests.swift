import Testing
import Vocabulary

/// The text forms of RFC 5952; the section of each rule is beside it.
@Suite struct CanonicalTextTests {
    @Test(arguments: [
        ("2001:0db8::0001", "2001:db8::1"),  // 4.1
        ("2001:db8:0:0:0:0:2:1", "2001:db8::2:1"),  // 4.2.1
        ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),  // 4.2.2
        ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),  // 4.2.3
        ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),  // 4.2.3
        ("2001:DB8::A", "2001:db8::a"),  // 4.3
        ("::", "::"), ("::1", "::1"), ("1::", "1::"), ("0:0:1::", "0:0:1::"),
        ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"), ("1:2:3:4:5:6:0:0", "1:2:3:4:5:6::"),
        ("fe80::1%eth0", "fe80::1"),
        ("::ffff:10.8.3.4", "10.8.3.4"), ("10.8.3.4", "10.8.3.4"), ("0.0.0.0", "0.0.0.0"),
    ])
    func `an address has one text`(typed: String, text: String) throws {
        let address = try #require(NetworkAddress(typed))
        #expect(address.text == text)
        #expect(NetworkAddress(address.text) == address)
    }
}
