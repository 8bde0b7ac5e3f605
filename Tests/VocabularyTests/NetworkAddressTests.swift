import Testing
import Vocabulary

@Suite struct NetworkAddressTests {
    @Test(arguments: [
        ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"), ("10.8.3.4", "10.8.3.4"),
        ("::", "::"), ("::1", "::1"), ("1::", "1::"), ("2001:DB8::a", "2001:db8::a"),
        ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"), ("1::3:4:5:6:7:8", "1:0:3:4:5:6:7:8"),
        ("0:0:0:0:0:0:0:0", "::"), ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
        ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
        ("::ffff:10.8.3.4", "10.8.3.4"), ("::ffff:0a08:0304", "10.8.3.4"),
        ("0:0:0:0:0:ffff:10.8.3.4", "10.8.3.4"), ("::10.8.3.4", "::a08:304"),
        ("64:ff9b::10.8.3.4", "64:ff9b::a08:304"), ("1:2:3:4:5:6:10.8.3.4", "1:2:3:4:5:6:a08:304"),
        ("fe80::1%eth0", "fe80::1"), ("fe80::1%2", "fe80::1"),
    ])
    func `an address is the one its canonical text names`(text: String, canonical: String) throws {
        let address = try #require(NetworkAddress(text))
        #expect(address == NetworkAddress(canonical))
    }

    @Test(arguments: [
        "", " ", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.04", "01.2.3.4", "1.2.3.+4",
        "1.2.3.4 ", "1.2.3.0x4", "1..3.4", ".1.2.3", "1.2.3.", "1.2.3.99999999999999999999",
        ":", ":::", "1:", ":1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3",
        "::1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7:8::", "12345::", "g::", "::1.2.3", "1.2.3.4::", "::1.2.3.4:1",
        "1:2:3:4:5:6:7:1.2.3.4", "::ffff:1.2.3.256", "fe80::1%", "%eth0", "1.2.3.4%eth0", "[::1]",
        "::1/128", "1.2.3.4:22", "example.org", "\u{0}", "::\u{660}",
    ])
    func `what is no address is refused`(text: String) {
        #expect(NetworkAddress(text) == nil)
    }

    @Test func `every spelling of an address is the same value`() {
        #expect(NetworkAddress("::ffff:1.2.3.4") == NetworkAddress("1.2.3.4"))
        #expect(NetworkAddress("0::0:1") == NetworkAddress("::1"))
        #expect(NetworkAddress("::1.2.3.4") != NetworkAddress("1.2.3.4"))
    }
}
